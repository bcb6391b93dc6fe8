import { randomBytes } from "node:crypto";
import type { Author, Store } from "../store/index.ts";
import type { Signature, SigningKey, SigningKeys } from "./createSigningKeys.ts";
import { fingerprintOf, makeKeyPair, signBytes } from "./ed25519.ts";
import { cost } from "./passphraseCost.ts";

/**
 * The first keys of readers whom the program makes up (services/sampleProject), to sign without a passphrase. Their private halves are in memory for as long
 * as the answer is; the data folder has the public halves alone, so that what they signed stays verifiable and nobody signs with them again.
 */
export function createPassingKeys(store: Store, people: readonly Author[]): Pick<SigningKeys, "sign" | "current"> {
  const insert = store.database.prepare(
    "INSERT INTO reader_key (reader_id, number, public_key, sealed_key, created_at, made_because) VALUES (?, 1, ?, NULL, ?, 'first')",
  );
  const held = new Map(
    people.map((by) => {
      const { publicKey, privateKey } = makeKeyPair();
      const createdAt = store.write(by, ({ at, readerId }) => {
        insert.run(readerId, publicKey, at);
        return at;
      });
      const key: SigningKey = {
        number: 1,
        publicKey,
        fingerprint: fingerprintOf(publicKey),
        createdAt,
        madeBecause: "first",
        canSign: true,
      };
      return [by.readerId, { key, privateKey }] as const;
    }),
  );
  return {
    current: (readerId) => held.get(readerId)?.key,
    sign: async ({ readerId }, _passphrase, text): Promise<Signature> => {
      const of = held.get(readerId);
      if (!of || !text.isWellFormed()) throw new RangeError("made-up readers alone sign so, and no halves of characters");
      const { number, fingerprint } = of.key;
      return { signature: signBytes(of.privateKey, Buffer.from(text, "utf8")), keyNumber: number, fingerprint };
    },
  };
}

/** A kept passphrase that nobody can give: its key is of no passphrase, but random. */
export function nobodysPassphrase(): string {
  const { logN, blockSize, parallelization } = cost;
  return ["scrypt", logN, blockSize, parallelization, ...[16, 32].map((bytes) => randomBytes(bytes).toString("base64"))].join("$");
}
