import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createReaders, fingerprintOf, verifySignature, type Readers } from "../../../../src-main/services/readers/index.ts";
import { openKey } from "../../../../src-main/services/readers/sealedKey.ts";
import { createWrite } from "../../../../src-main/services/store/createWrite.ts";
import { openReadOnly } from "../../../../src-main/services/store/openReadOnly.ts";
import { openStore, type Store } from "../../../../src-main/services/store/index.ts";
import { addReader, by, change } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { base64, sealedByPython, sealedPassphrase as passphrase, vectors } from "./ed25519Vectors.ts";
import { addCheapReader, addSigningReader } from "./signingReader.ts";

const publicKey = base64(vectors[0].publicKey);
const next = "battery staple";

let folder: string;
let store: Store;
let readers: Readers;
beforeEach(() => {
  folder = temporaryFolder();
  store = openStore(folder);
  readers = createReaders(store);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const rows = (from: Pick<Store, "database"> = store) =>
  from.database
    .prepare<[], { sealed_key: string | null; public_key: string }>(
      "SELECT * FROM reader JOIN reader_key ON reader_id = id ORDER BY id, number",
    )
    .all();

describe("signing", () => {
  test("gives the signatures of RFC 8032, with the number and the fingerprint of the key", async () => {
    const anna = addSigningReader(store, "Anna Berg");
    expect(await readers.keys.sign(anna, passphrase, "")).toEqual({
      signature: base64(vectors[0].signature),
      keyNumber: 1,
      fingerprint: "21fe 31df a154 a261 626b f854 046f d227",
    });
    const { signature } = await readers.keys.sign(anna, passphrase, "größer");
    expect(verifySignature(publicKey, "größer", signature)).toBe(true);
    expect(verifySignature(publicKey, "grosser", signature)).toBe(false);
  });

  test("the first key is made at the first sign-in with a passphrase, or at the first signature, once; each reader has another", async () => {
    const [anna, bela] = [addCheapReader(store, "Anna Berg"), addCheapReader(store, "Béla Nagy")];
    expect([readers.keys.current(anna.readerId), readers.keys.list(anna.readerId)]).toEqual([undefined, []]);
    await readers.enter(anna.readerId, passphrase);
    const first = readers.keys.current(anna.readerId)!;
    expect(first).toMatchObject({ number: 1, madeBecause: "first", canSign: true, fingerprint: fingerprintOf(first.publicKey) });
    await readers.enter(anna.readerId, passphrase);
    expect(await readers.keys.ensure(anna, passphrase)).toEqual(first);
    const [one, two] = await Promise.all([readers.keys.sign(bela, passphrase, "x"), readers.keys.sign(bela, passphrase, "x")]);
    expect(one).toEqual(two);
    expect(readers.keys.list(bela.readerId)).toHaveLength(1);
    const second = readers.keys.current(bela.readerId)!;
    expect(second.publicKey).not.toBe(first.publicKey);
    expect(verifySignature(second.publicKey, "x", one.signature)).toBe(true);
    expect(verifySignature(first.publicKey, "x", one.signature)).toBe(false);
    expect(JSON.stringify([first, second])).not.toContain("scrypt");
  });

  test("a reader without a passphrase signs in without a key, and cannot sign", async () => {
    const anna = addReader(store, "Anna Berg");
    await readers.enter(anna.readerId);
    expect(readers.keys.list(anna.readerId)).toEqual([]);
    for (const given of ["", passphrase])
      await expect(readers.keys.sign(anna, given, "x")).rejects.toThrow("A signature needs a passphrase. Set one");
  });

  test("is refused without the passphrase, to the program, to nobody, and to who is retired", async () => {
    const anna = addSigningReader(store, "Anna Berg");
    await expect(readers.keys.sign(anna, "", "x")).rejects.toThrow("A signature needs your passphrase");
    const wrong = await readers.keys.sign(anna, "Übergang neun", "x").catch((error: Error) => error.message);
    expect(wrong).toBe("This passphrase is not the right one.");
    await expect(readers.keys.ensure(anna, "Übergang neun")).rejects.toThrow("not the right one");
    for (const readerId of [0, -1, 99])
      await expect(readers.keys.sign({ readerId, name: "Anna Berg" }, passphrase, "x")).rejects.toThrow("no such");
    await expect(readers.keys.sign(by, passphrase, "x")).rejects.toThrow("no such");
    await expect(readers.keys.sign(anna, passphrase, "x\uD800")).rejects.toThrow(RangeError);
    readers.setRetired(anna, anna.readerId, true);
    await expect(readers.keys.sign(anna, passphrase, "x")).rejects.toThrow("is retired and cannot sign");
  });

  test("another reader's passphrase opens nothing, although it is the same words", async () => {
    const [anna, bela] = [addSigningReader(store, "Anna Berg"), addCheapReader(store, "Béla Nagy")];
    const { signature } = await readers.keys.sign(bela, passphrase, "x");
    expect(verifySignature(readers.keys.current(anna.readerId)!.publicKey, "x", signature)).toBe(false);
  });

  test("wrong passphrases are counted together with those of signing in, and wait as long", async () => {
    const anna = addSigningReader(store, "Anna Berg");
    for (let at = 0; at < 4; at++) await expect(readers.keys.sign(anna, `guess ${at}`, "x")).rejects.toThrow("not the right one");
    await expect(readers.enter(anna.readerId, "guess 5")).rejects.toThrow("not the right one");
    await expect(readers.keys.sign(anna, passphrase, "x")).rejects.toThrow("Too many wrong passphrases");
    await expect(readers.keys.ensure(anna, passphrase)).rejects.toThrow("Too many wrong passphrases");
    await expect(readers.enter(anna.readerId, passphrase)).rejects.toThrow("Too many wrong passphrases");
  });

  test("a damaged key signs nothing, and is said to be damaged; taking the passphrase away is the way out", async () => {
    const parts = sealedByPython.split("$");
    const damaged = parts.with(6, `A${parts[6]!.slice(1)}`).join("$");
    const anna = addSigningReader(store, "Anna Berg", damaged);
    const before = rows();
    await expect(readers.keys.sign(anna, passphrase, "x")).rejects.toThrow("Signing key 1 of Anna Berg cannot be opened");
    await expect(readers.setPassphrase(anna, { current: passphrase, next })).rejects.toThrow("cannot be opened");
    expect(rows()).toEqual(before);
    await readers.setPassphrase(anna, { current: passphrase, next: null });
    expect(rows()).toMatchObject([{ passphrase: null, sealed_key: null, public_key: publicKey }]);
  });
});

describe("a passphrase", () => {
  test("that its reader changes seals the same key: old signatures verify, and new ones are of the same number", async () => {
    const anna = addSigningReader(store, "Anna Berg");
    const keys = readers.keys.list(anna.readerId);
    const old = await readers.keys.sign(anna, passphrase, "before");
    await readers.setPassphrase(anna, { current: passphrase, next });
    expect(readers.keys.list(anna.readerId)).toEqual(keys);
    expect(readers.keys.current(anna.readerId)).toEqual(keys[0]);
    await expect(readers.keys.sign(anna, passphrase, "after")).rejects.toThrow("not the right one");
    const after = await readers.keys.sign(anna, next, "after");
    expect(after.keyNumber).toBe(1);
    expect(verifySignature(publicKey, "before", old.signature)).toBe(true);
    expect(verifySignature(publicKey, "after", after.signature)).toBe(true);
  });

  test("that is set for the first time makes the first key", async () => {
    const anna = addReader(store, "Anna Berg");
    await readers.setPassphrase(anna, { next });
    expect(readers.keys.list(anna.readerId)).toMatchObject([{ number: 1, madeBecause: "first", canSign: true }]);
  });

  test("that is taken away takes the private key with it; the next one makes a key that says so", async () => {
    const anna = addSigningReader(store, "Anna Berg");
    const { signature } = await readers.keys.sign(anna, passphrase, "x");
    await readers.setPassphrase(anna, { current: passphrase, next: null });
    expect(readers.keys.current(anna.readerId)).toBeUndefined();
    expect(readers.keys.list(anna.readerId)).toMatchObject([{ number: 1, publicKey, madeBecause: "first", canSign: false }]);
    await expect(readers.keys.sign(anna, passphrase, "x")).rejects.toThrow("Set one");
    await readers.setPassphrase(anna, { next });
    const [first, second] = readers.keys.list(anna.readerId);
    expect([first, second]).toMatchObject([
      { number: 1, publicKey, canSign: false },
      { number: 2, madeBecause: "passphrase was set anew", canSign: true },
    ]);
    const anew = await readers.keys.sign(anna, next, "x");
    expect([anew.keyNumber, anew.fingerprint]).toEqual([2, second!.fingerprint]);
    expect(verifySignature(second!.publicKey, "x", anew.signature)).toBe(true);
    expect(verifySignature(first!.publicKey, "x", signature)).toBe(true);
    expect(verifySignature(first!.publicKey, "x", anew.signature)).toBe(false);
  });

  test("changes with its key or not at all: where one of the two cannot be written, nothing is", async () => {
    const [anna, bela] = [addSigningReader(store, "Anna Berg"), addReader(store, "Béla Nagy")];
    const before = store.database.prepare("SELECT * FROM reader").all();
    const keysBefore = rows();
    change(store, (database) =>
      database.exec(`
        CREATE TEMP TRIGGER full_disk BEFORE UPDATE ON main.reader_key BEGIN SELECT RAISE(ABORT, 'disk full'); END;
        CREATE TEMP TRIGGER full_disk_too BEFORE INSERT ON main.reader_key BEGIN SELECT RAISE(ABORT, 'disk full'); END;
      `),
    );
    await expect(readers.setPassphrase(anna, { current: passphrase, next })).rejects.toThrow("disk full");
    await expect(readers.setPassphrase(anna, { current: passphrase, next: null })).rejects.toThrow("disk full");
    await expect(readers.setPassphrase(bela, { next })).rejects.toThrow("disk full");
    expect(store.database.prepare("SELECT * FROM reader").all()).toEqual(before);
    expect(rows()).toEqual(keysBefore);
  });

  test("that another window changes at the same time, or whose key it does, is left as that window has it", async () => {
    const [anna, bela, cleo] = [
      addSigningReader(store, "Anna Berg"),
      addCheapReader(store, "Béla Nagy"),
      addSigningReader(store, "Cleo Roth"),
    ];
    let meddle: () => void = () => undefined;
    const meddled = createReaders({
      ...store,
      write: (author, work) => {
        meddle();
        return store.write(author, work);
      },
    });
    const run = (sql: string) => change(store, (database) => database.exec(sql));
    meddle = () => run(`UPDATE reader_key SET sealed_key = NULL WHERE reader_id = ${anna.readerId}`);
    await expect(meddled.setPassphrase(anna, { current: passphrase, next })).rejects.toThrow("another window");
    expect(readers.keys.current(anna.readerId)).toBeUndefined();
    meddle = () => run(`UPDATE reader SET passphrase = NULL WHERE id = ${bela.readerId}`);
    await expect(meddled.keys.sign(bela, passphrase, "x")).rejects.toThrow("another window");
    expect(readers.keys.list(bela.readerId)).toEqual([]);
    // A signature that is on its way while the passphrase is taken away, or the key is another already.
    meddle = () => undefined;
    const signing = meddled.keys.sign(cleo, passphrase, "x");
    run(`UPDATE reader_key SET sealed_key = NULL WHERE reader_id = ${cleo.readerId}`);
    await expect(signing).rejects.toThrow("another window");
  });

  test.each([
    { moment: "in the write", isAsBefore: true, right: passphrase },
    { moment: "after the write", isAsBefore: false, right: next },
  ])("and its key are of one kind after SIGKILL $moment", async ({ moment, isAsBefore, right }) => {
    const anna = addSigningReader(store, "Anna Berg");
    const before = JSON.stringify(rows());
    store.close();
    const program = join(import.meta.dirname, "passphraseProgram.ts");
    const { signal } = spawnSync(process.execPath, [program, folder, String(anna.readerId), next, moment], { stdio: "inherit" });
    expect(signal).toBe("SIGKILL");
    store = openStore(folder);
    readers = createReaders(store);
    expect(JSON.stringify(rows()) === before).toBe(isAsBefore);
    const { signature, keyNumber } = await readers.keys.sign(anna, right, "x");
    expect([keyNumber, verifySignature(publicKey, "x", signature)]).toEqual([1, true]);
  });
});

describe("at rest", () => {
  test("no private key is in the files of the database in clear, whatever is done with it", async () => {
    const anna = addCheapReader(store, "Anna Berg");
    const bytes = () => Buffer.concat(["fascicle.db", "fascicle.db-wal"].map((name) => readFileSync(join(folder, name))));
    const states: Buffer[] = [];
    await readers.keys.sign(anna, passphrase, "x");
    states.push(bytes());
    const [row] = rows();
    await readers.setPassphrase(anna, { current: passphrase, next });
    states.push(bytes());
    await readers.setPassphrase(anna, { current: next, next: null });
    states.push(bytes());
    const privateKey = (await openKey(row!.sealed_key!, row!.public_key, passphrase))!;
    const seed = privateKey.subarray(-32);
    for (const state of states) {
      // What is there in clear is found.
      expect(state.includes(row!.public_key)).toBe(true);
      for (const secret of [privateKey, seed])
        for (const form of [secret, ...(["hex", "base64", "base64url"] as const).map((encoding) => secret.toString(encoding))])
          expect(state.includes(form)).toBe(false);
      // Base64 of the whole holds the seed at another offset than base64 of the seed.
      expect(state.includes(privateKey.toString("base64").slice(24, 60))).toBe(false);
      for (const words of [passphrase, next]) expect(state.includes(words)).toBe(false);
    }
  });

  test("a key is not changed, not brought back and not removed, and only one of a reader is sealed", () => {
    const anna = addSigningReader(store, "Anna Berg");
    const run = (sql: string) => () => change(store, (database) => database.exec(sql));
    const other = base64(vectors[1].publicKey);
    expect(run(`UPDATE reader_key SET public_key = '${other}'`)).toThrow("never changed");
    expect(run("UPDATE reader_key SET made_because = 'passphrase was set anew'")).toThrow("never changed");
    expect(run("DELETE FROM reader_key")).toThrow("never removed");
    expect(run(`INSERT INTO reader_key VALUES (${anna.readerId}, 2, '${other}', 'sealed', '', 'first')`)).toThrow("UNIQUE");
    expect(run(`INSERT INTO reader_key VALUES (${anna.readerId}, 2, '${other}', NULL, '', 'lost')`)).toThrow("CHECK");
    run("UPDATE reader_key SET sealed_key = NULL")();
    expect(run(`UPDATE reader_key SET sealed_key = '${sealedByPython}'`)).toThrow("never changed");
  });

  test("in a data folder that may only be read nothing is signed; what was signed verifies", async () => {
    const anna = addSigningReader(store, "Anna Berg");
    store.close();
    const before = readFileSync(join(folder, "fascicle.db"));
    const database = openReadOnly(join(folder, "fascicle.db"));
    store = { ...store, database, write: createWrite(database, store.now), isReadOnly: true, close: () => database.close() };
    const { keys, enter } = createReaders(store);
    expect((await enter(anna.readerId, passphrase)).name).toBe("Anna Berg");
    await expect(keys.sign(anna, passphrase, "x")).rejects.toThrow("may only be read");
    expect(keys.list(anna.readerId)).toMatchObject([{ publicKey }]);
    expect(readFileSync(join(folder, "fascicle.db"))).toEqual(before);
  });
});
