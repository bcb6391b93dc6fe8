import { rmSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createReaders, verifySignature, type Readers } from "../../../../src-main/services/readers/index.ts";
import { openStore, type Author, type Store } from "../../../../src-main/services/store/index.ts";
import { addReader, by, change } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { base64, sealedPassphrase as passphrase, vectors } from "./ed25519Vectors.ts";
import { addCheapReader, addSigningReader } from "./signingReader.ts";

const next = "battery staple";

let folder: string;
let store: Store;
let readers: Readers;
let coordinator: Author;
let anna: Author;
let mayReset: boolean;
beforeEach(() => {
  folder = temporaryFolder();
  store = openStore(folder);
  mayReset = true;
  readers = createReaders(store, { mayReset: (author) => mayReset && author.readerId === coordinator.readerId });
  [coordinator, anna] = [addReader(store, "Coordinator"), addSigningReader(store, "Anna Berg")];
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const rows = () => [store.database.prepare("SELECT * FROM reader").all(), store.database.prepare("SELECT * FROM reader_key").all()];

test("a lost passphrase that is set anew makes a new key, marked for good; what was signed before verifies with the old one", async () => {
  const before = await readers.keys.sign(anna, passphrase, "x");
  expect((await readers.resetPassphrase(coordinator, anna.readerId, next)).hasPassphrase).toBe(true);
  const [first, second] = readers.keys.list(anna.readerId);
  expect([first, second]).toMatchObject([
    { number: 1, publicKey: base64(vectors[0].publicKey), madeBecause: "first", canSign: false },
    { number: 2, madeBecause: "passphrase was set anew", canSign: true },
  ]);
  expect(readers.keys.current(anna.readerId)).toEqual(second);
  await expect(readers.enter(anna.readerId, passphrase)).rejects.toThrow("not the right one");
  await expect(readers.keys.sign(anna, passphrase, "x")).rejects.toThrow("not the right one");
  // The reader changes what the coordinator knows: the key stays the marked one.
  await readers.setPassphrase(anna, { current: next, next: passphrase });
  expect(readers.keys.list(anna.readerId)).toEqual([first, second]);
  const after = await readers.keys.sign(anna, passphrase, "x");
  expect([after.keyNumber, after.fingerprint]).toEqual([2, second!.fingerprint]);
  expect(verifySignature(first!.publicKey, "x", before.signature)).toBe(true);
  expect(verifySignature(second!.publicKey, "x", after.signature)).toBe(true);
  expect(verifySignature(first!.publicKey, "x", after.signature)).toBe(false);
});

test("also the first key of a reader is marked where the passphrase was set anew", async () => {
  const bela = addCheapReader(store, "Béla Nagy");
  await readers.resetPassphrase(coordinator, bela.readerId, next);
  expect(readers.keys.list(bela.readerId)).toMatchObject([{ number: 1, madeBecause: "passphrase was set anew", canSign: true }]);
});

test("nobody resets whom the program does not let, and nobody the own one", async () => {
  const before = rows();
  for (const author of [anna, addReader(store, "Béla Nagy"), by])
    await expect(readers.resetPassphrase(author, coordinator.readerId, next)).rejects.toThrow(
      "You may not set the passphrase of Coordinator anew",
    );
  await expect(readers.resetPassphrase(coordinator, coordinator.readerId, next)).rejects.toThrow("your own passphrase");
  await expect(createReaders(store).resetPassphrase(coordinator, anna.readerId, next)).rejects.toThrow("You may not set");
  for (const nobody of [0, 99]) await expect(readers.resetPassphrase(coordinator, nobody, next)).rejects.toThrow("no such reader");
  await expect(readers.resetPassphrase(coordinator, anna.readerId, "short")).rejects.toThrow("8 to 256");
  await expect(readers.resetPassphrase(coordinator, anna.readerId, "")).rejects.toThrow("8 to 256");
  expect(rows()[1]).toEqual(before[1]);
  expect(rows()[0]!.slice(0, before[0]!.length)).toEqual(before[0]);
});

test("who may no longer when it is written, changes nothing; and nothing is half-written", async () => {
  const before = rows();
  const late = readers.resetPassphrase(coordinator, anna.readerId, next);
  mayReset = false;
  await expect(late).rejects.toThrow("You may not set");
  expect(rows()).toEqual(before);
  mayReset = true;
  change(store, (database) =>
    database.exec("CREATE TEMP TRIGGER full_disk BEFORE INSERT ON main.reader_key BEGIN SELECT RAISE(ABORT, 'disk full'); END"),
  );
  await expect(readers.resetPassphrase(coordinator, anna.readerId, next)).rejects.toThrow("disk full");
  expect(rows()).toEqual(before);
  expect((await readers.keys.sign(anna, passphrase, "")).signature).toBe(base64(vectors[0].signature));
});

test("a passphrase that its reader changes meanwhile is not overwritten", async () => {
  const meddled = createReaders(
    {
      ...store,
      write: (author, work) => {
        change(store, (database) => database.prepare("UPDATE reader SET passphrase = NULL WHERE id = ?").run(anna.readerId));
        return store.write(author, work);
      },
    },
    { mayReset: () => true },
  );
  await expect(meddled.resetPassphrase(coordinator, anna.readerId, next)).rejects.toThrow("another window");
  expect(readers.keys.list(anna.readerId)).toHaveLength(1);
});
