import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from "node:crypto";
import { PlainError } from "#shared/domain/plainError.ts";
import { cost } from "./passphraseCost.ts";

const saltBytes = 16;
const keyBytes = 32;

export const shortestPassphrase = 8;
export const longestPassphrase = 256;

/**
 * A passphrase as it is kept: "scrypt$<log2 N>$<r>$<p>$<salt>$<key>" (RFC 7914; base64), with a new salt. It is taken in Unicode's composed form (NFC, as
 * RFC 8265 has it), so that another keyboard gives the same. Throws PlainError where it is too short or too long.
 */
export async function hashPassphrase(passphrase: string): Promise<string> {
  const length = Array.from(new Intl.Segmenter().segment(passphrase)).length;
  if (length < shortestPassphrase || length > longestPassphrase)
    throw new PlainError(`A passphrase has ${shortestPassphrase} to ${longestPassphrase} characters.`);
  const salt = randomBytes(saltBytes);
  const { logN, blockSize, parallelization } = cost;
  const key = await deriveKey(passphrase, salt, keyBytes, { N: 2 ** logN, r: blockSize, p: parallelization });
  return ["scrypt", logN, blockSize, parallelization, salt.toString("base64"), key.toString("base64")].join("$");
}

/** Whether a passphrase is the one that was kept; compared in constant time. */
export async function isPassphrase(passphrase: string, kept: string): Promise<boolean> {
  const [, logN, blockSize, parallelization, salt, key] = kept.split("$");
  const expected = Buffer.from(key!, "base64");
  const options = { N: 2 ** Number(logN), r: Number(blockSize), p: Number(parallelization) };
  return timingSafeEqual(await deriveKey(passphrase, Buffer.from(salt!, "base64"), expected.length, options), expected);
}

/** So many bytes of scrypt of a passphrase (in NFC). Rejects where the options are none of scrypt's. */
export function deriveKey(passphrase: string, salt: Buffer, length: number, options: ScryptOptions): Promise<Buffer> {
  // Node's own limit is 32 MB; the algorithm takes 128 N r bytes.
  const maxmem = 256 * options.N! * options.r!;
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize("NFC"), salt, length, { ...options, maxmem }, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
