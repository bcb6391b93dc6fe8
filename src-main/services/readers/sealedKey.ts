import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { bytesOf } from "./ed25519.ts";
import { deriveKey } from "./passphrase.ts";
import { cost } from "./passphraseCost.ts";

const cipherName = "aes-256-gcm";
const format = `scrypt-${cipherName}`;
const keyBytes = 32;
const saltBytes = 16;
/** NIST SP 800-38D, 8.2.2: 96 random bits; the key is of a new salt each time, so no pair of both comes twice. */
const ivBytes = 12;
const tagBytes = 16;
/** An Ed25519 key in PKCS #8, without attributes (RFC 8410, section 7). */
const privateKeyBytes = 48;

/**
 * A private key (PKCS #8, DER) as it is kept: "scrypt-aes-256-gcm$<log2 N>$<r>$<p>$<salt>$<iv>$<ciphertext>$<tag>" (base64), encrypted under scrypt of the
 * passphrase at the cost of a kept passphrase, with a salt of its own. The public key's bytes are authenticated with it: it opens beside no other.
 */
export async function sealKey(privateKey: Buffer, publicKey: string, passphrase: string): Promise<string> {
  const [salt, iv] = [randomBytes(saltBytes), randomBytes(ivBytes)];
  const { logN, blockSize, parallelization } = cost;
  const key = await deriveKey(passphrase, salt, keyBytes, { N: 2 ** logN, r: blockSize, p: parallelization });
  const cipher = createCipheriv(cipherName, key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(publicKey, "base64"));
  const encrypted = Buffer.concat([cipher.update(privateKey), cipher.final()]);
  key.fill(0);
  return [
    format,
    logN,
    blockSize,
    parallelization,
    ...[salt, iv, encrypted, cipher.getAuthTag()].map((bytes) => bytes.toString("base64")),
  ].join("$");
}

/** The private key (PKCS #8, DER) of a sealed one. Undefined where the passphrase is another, or either half was changed. */
export async function openKey(sealed: string, publicKey: string, passphrase: string): Promise<Buffer | undefined> {
  const [name, logN, blockSize, parallelization, ...rest] = sealed.split("$");
  // Node takes 0 for its default.
  if (![logN, blockSize, parallelization].every((number) => /^[1-9]\d?$/.test(number ?? ""))) return undefined;
  const lengths = [saltBytes, ivBytes, privateKeyBytes, tagBytes];
  const [salt, iv, encrypted, tag] = lengths.map((length, index) => bytesOf(rest[index] ?? "", length));
  if (name !== format || rest.length !== lengths.length || !salt || !iv || !encrypted || !tag) return undefined;
  try {
    const key = await deriveKey(passphrase, salt, keyBytes, { N: 2 ** Number(logN), r: Number(blockSize), p: Number(parallelization) });
    const cipher = createDecipheriv(cipherName, key, iv, { authTagLength: tagBytes });
    cipher.setAAD(Buffer.from(publicKey, "base64")).setAuthTag(tag);
    key.fill(0);
    return Buffer.concat([cipher.update(encrypted), cipher.final()]);
  } catch {
    return undefined;
  }
}
