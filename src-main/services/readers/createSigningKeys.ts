import { PlainError } from "#shared/domain/plainError.ts";
import { systemReaderId } from "#shared/domain/reader.ts";
import type { Author, Store, Write } from "../store/index.ts";
import type { Guard } from "./createGuard.ts";
import { fingerprintOf, makeKeyPair, signBytes } from "./ed25519.ts";
import { isPassphrase } from "./passphrase.ts";
import { openKey, sealKey } from "./sealedKey.ts";

/** Why a key was made. Whoever set a lost passphrase anew may have signed with the key of it: reports mark what is signed with such a key. */
export type KeyReason = "first" | "passphrase was set anew";

/** The public half of a key of a reader. */
export interface SigningKey {
  /** From 1 for each reader. */
  readonly number: number;
  /** Ed25519 (RFC 8032): its 32 bytes, base64. */
  readonly publicKey: string;
  /** What people compare keys by, see fingerprintOf. */
  readonly fingerprint: string;
  /** UTC, ISO 8601. */
  readonly createdAt: string;
  readonly madeBecause: KeyReason;
  /** False where its private half is no more: it verifies, and signs nothing. */
  readonly canSign: boolean;
}

/** A signature, and which key of the reader it is of. */
export interface Signature {
  /** Base64, 64 bytes. */
  readonly signature: string;
  readonly keyNumber: number;
  readonly fingerprint: string;
}

/**
 * The keys with which readers sign. The private half of a reader's newest key lies in the database, sealed under the reader's passphrase; nothing hands it
 * out. Passphrases that are given here are guesses of the same guard as at signing in.
 */
export interface SigningKeys {
  /** The key with which a reader signs now; undefined where there is none, or the passphrase of it was taken away. */
  current(readerId: number): SigningKey | undefined;
  /** All keys of a reader, the first one first: what was ever signed is verified with one of them. */
  list(readerId: number): SigningKey[];
  /** The key with which the author signs; made where there is none. Throws PlainError as `sign`. */
  ensure(by: Author, passphrase: string): Promise<SigningKey>;
  /**
   * Signs a text (its UTF-8 bytes) with the author's own key, which is made where there is none. Whoever keeps the signature holds in the same write
   * that its key
   * is still the `current` one. Throws PlainError where the passphrase is wrong, missing or was guessed too often, the author has none or is retired, the
   * key cannot be opened, or the data folder may only be read; RangeError where the text has halves of characters.
   */
  sign(by: Author, passphrase: string, text: string): Promise<Signature>;
}

/** What a reader's passphrase becomes, for the key. */
export type PassphraseChange =
  | { readonly kind: "own"; readonly current: string; readonly next: string | null }
  | { readonly kind: "reset"; readonly next: string };

/** For the service of readers: a passphrase and the key under it change in one write. */
export interface SealedKeys extends SigningKeys {
  /**
   * Does what takes time; answers what is to be done in the write that changes the passphrase. One's own change seals the key under the next passphrase, or
   * makes one where none can sign; taking the passphrase away takes the private half away with it; a reset does so as well, and makes a new key.
   * The answer throws PlainError where the key was changed in the meantime; `prepare` rejects with PlainError where the key cannot be opened.
   */
  prepare(readerId: number, change: PassphraseChange): Promise<(write: Write) => void>;
}

interface Row {
  readonly number: number;
  readonly publicKey: string;
  readonly sealedKey: string | null;
  readonly createdAt: string;
  readonly madeBecause: KeyReason;
}

/** Of a key that can sign. */
type SealedRow = Row & { readonly sealedKey: string };

interface Owner {
  readonly name: string;
  readonly passphrase: string | null;
  readonly retiredAt: string | null;
}

const changedElsewhere = "The passphrase or the signing key was changed in another window. Nothing was changed here. Try again.";

/** Makes the keys of one store; the guard is the one of signing in. */
export function createSigningKeys(store: Store, guard: Guard): SealedKeys {
  const { database } = store;
  const columns = "number, public_key AS publicKey, sealed_key AS sealedKey, created_at AS createdAt, made_because AS madeBecause";
  const all = database.prepare<[number], Row>(`SELECT ${columns} FROM reader_key WHERE reader_id = ? ORDER BY number`);
  const findNewest = database.prepare<[number], Row>(`SELECT ${columns} FROM reader_key WHERE reader_id = ? ORDER BY number DESC LIMIT 1`);
  const findOwner = database.prepare<[number], Owner>(
    `SELECT name, passphrase, retired_at AS retiredAt FROM reader WHERE id = ? AND id <> ${systemReaderId}`,
  );
  const insert = database.prepare<[Record<string, string | number>]>(
    `INSERT INTO reader_key (reader_id, number, public_key, sealed_key, created_at, made_because)
     VALUES (:readerId, :number, :publicKey, :sealedKey, :at, :madeBecause)`,
  );
  const seal = database.prepare<[string, number, number]>("UPDATE reader_key SET sealed_key = ? WHERE reader_id = ? AND number = ?");
  const forget = database.prepare<[number]>("UPDATE reader_key SET sealed_key = NULL WHERE reader_id = ? AND sealed_key IS NOT NULL");

  const keyOf = ({ sealedKey, ...row }: Row): SigningKey => ({
    ...row,
    fingerprint: fingerprintOf(row.publicKey),
    canSign: sealedKey !== null,
  });
  const ownerOf = (readerId: number): Owner => {
    const owner = findOwner.get(readerId);
    if (!owner) throw new PlainError("There is no such reader.");
    return owner;
  };
  const isStill = (readerId: number, before: Row | undefined): boolean => {
    const now = findNewest.get(readerId);
    return now?.number === before?.number && now?.sealedKey === before?.sealedKey;
  };
  const opened = async (row: SealedRow, readerId: number, passphrase: string): Promise<Buffer> => {
    const privateKey = await openKey(row.sealedKey, row.publicKey, passphrase);
    if (privateKey) return privateKey;
    if (!isStill(readerId, row)) throw new PlainError(changedElsewhere);
    throw new PlainError(
      `Signing key ${row.number} of ${ownerOf(readerId).name} cannot be opened: what the data folder holds of it is damaged. Put back a ` +
        "copy of fascicle.db; or take your passphrase away and set one again, which makes a new key that reports mark as such.",
    );
  };
  const canSign = (row: Row | undefined): row is SealedRow => row !== undefined && row.sealedKey !== null;
  /** Makes a key; answers what keeps it as the newest one, after `before`. */
  const make = async (readerId: number, before: Row | undefined, passphrase: string, madeBecause: KeyReason) => {
    const { publicKey, privateKey } = makeKeyPair();
    const sealedKey = await sealKey(privateKey, publicKey, passphrase);
    privateKey.fill(0);
    return ({ at }: Write): void => {
      forget.run(readerId);
      insert.run({ readerId, number: (before?.number ?? 0) + 1, publicKey, sealedKey, at, madeBecause });
    };
  };
  const reasonAfter = (before: Row | undefined): KeyReason => (before ? "passphrase was set anew" : "first");

  /** The owner, where the passphrase is right. */
  const confirm = async (readerId: number, passphrase: string): Promise<Owner> => {
    const owner = ownerOf(readerId);
    const { name, passphrase: kept, retiredAt } = owner;
    if (retiredAt !== null) throw new PlainError(`${name} is retired and cannot sign.`);
    if (kept === null) throw new PlainError("A signature needs a passphrase. Set one in the menu of your name, then sign.");
    if (passphrase === "") throw new PlainError("A signature needs your passphrase. Give it to sign.");
    if (!(await guard.guess(readerId, () => isPassphrase(passphrase, kept)))) throw new PlainError("This passphrase is not the right one.");
    return owner;
  };
  /** The newest key, one that can sign. */
  const ensured = async (by: Author, passphrase: string): Promise<SealedRow> => {
    const { readerId } = by;
    // What a folder that may only be read has in memory goes with the program, keys too.
    if (store.isReadOnly) throw new PlainError("The data folder may only be read: nothing can be signed in it.");
    const before = findNewest.get(readerId);
    const owner = await confirm(readerId, passphrase);
    if (canSign(before)) return before;
    const keep = await make(readerId, before, passphrase, reasonAfter(before));
    return store.write(by, (write) => {
      if (ownerOf(readerId).passphrase !== owner.passphrase) throw new PlainError(changedElsewhere);
      // Another window may have made it in the meantime, under the same passphrase.
      if (!canSign(findNewest.get(readerId))) keep(write);
      return findNewest.get(readerId) as SealedRow;
    });
  };

  return {
    current: (readerId) => {
      const row = findNewest.get(readerId);
      return canSign(row) ? keyOf(row) : undefined;
    },
    list: (readerId) => all.all(readerId).map(keyOf),
    ensure: async (by, passphrase) => keyOf(await ensured(by, passphrase)),
    sign: async (by, passphrase, text) => {
      if (!text.isWellFormed()) throw new RangeError("a text that is signed has no halves of characters");
      const row = await ensured(by, passphrase);
      const privateKey = await opened(row, by.readerId, passphrase);
      if (!isStill(by.readerId, row)) throw new PlainError(changedElsewhere);
      const signature = signBytes(privateKey, Buffer.from(text, "utf8"));
      privateKey.fill(0);
      return { signature, keyNumber: row.number, fingerprint: fingerprintOf(row.publicKey) };
    },
    prepare: async (readerId, change) => {
      const before = findNewest.get(readerId);
      let apply: (write: Write) => void;
      if (change.next === null) apply = () => void forget.run(readerId);
      else if (change.kind === "reset") apply = await make(readerId, before, change.next, "passphrase was set anew");
      else if (canSign(before)) {
        const privateKey = await opened(before, readerId, change.current);
        const sealedKey = await sealKey(privateKey, before.publicKey, change.next);
        privateKey.fill(0);
        apply = () => void seal.run(sealedKey, readerId, before.number);
      } else apply = await make(readerId, before, change.next, reasonAfter(before));
      return (write) => {
        if (!isStill(readerId, before)) throw new PlainError(changedElsewhere);
        apply(write);
      };
    },
  };
}
