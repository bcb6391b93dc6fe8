import { scryptSync } from "node:crypto";
import { addReader, change } from "../../author.ts";
import type { Author, Store } from "../../../../src-main/services/store/index.ts";
import { base64, sealedByPython, sealedPassphrase, vectors } from "./ed25519Vectors.ts";

/** Gives a reader a passphrase that is kept at a cost that a test can pay often (N = 16). */
export function setCheapPassphrase(store: Pick<Store, "write">, readerId: number, passphrase: string): void {
  const salt = Buffer.from("a salt for tests");
  const key = scryptSync(passphrase, salt, 32, { N: 16, r: 8, p: 1 });
  const kept = ["scrypt", 4, 8, 1, salt.toString("base64"), key.toString("base64")].join("$");
  change(store, (database) => database.prepare("UPDATE reader SET passphrase = ? WHERE id = ?").run(kept, readerId));
}

/** A reader whose passphrase is `sealedPassphrase`. */
export function addCheapReader(store: Pick<Store, "write">, name: string): Author {
  const author = addReader(store, name);
  setCheapPassphrase(store, author.readerId, sealedPassphrase);
  return author;
}

/** Such a reader whose key is the first one of RFC 8032's vectors, made at the first minute of 2026. */
export function addSigningReader(store: Pick<Store, "write">, name: string, sealedKey: string = sealedByPython): Author {
  const author = addCheapReader(store, name);
  const insert = "INSERT INTO reader_key VALUES (?, 1, ?, ?, '2026-01-01T00:00:00.000Z', 'first')";
  change(store, (database) => database.prepare(insert).run(author.readerId, base64(vectors[0].publicKey), sealedKey));
  return author;
}
