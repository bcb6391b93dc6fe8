import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from "node:crypto";

const publicKeyBytes = 32;
const signatureBytes = 64;

/** A new key (RFC 8032): the public half as it is kept (its 32 bytes, base64), the private half as PKCS #8 (DER, RFC 8410). */
export function makeKeyPair(): { readonly publicKey: string; readonly privateKey: Buffer } {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return { publicKey: rawOf(publicKey).toString("base64"), privateKey: privateKey.export({ format: "der", type: "pkcs8" }) };
}

/** Signs bytes with a private half (PKCS #8, DER); the signature is base64. Throws where it is none of Ed25519. */
export function signBytes(privateKey: Buffer, bytes: Uint8Array): string {
  return sign(null, bytes, createPrivateKey({ key: privateKey, format: "der", type: "pkcs8" })).toString("base64");
}

/** As `verifySignature`, of bytes. */
export function verifyBytes(publicKey: string, bytes: Uint8Array, signature: string): boolean {
  const [key, signed] = [bytesOf(publicKey, publicKeyBytes), bytesOf(signature, signatureBytes)];
  if (!key || !signed) return false;
  // RFC 8037: the key's bytes, in base64url.
  const jwk = { kty: "OKP", crv: "Ed25519", x: key.toString("base64url") };
  return verify(null, bytes, createPublicKey({ key: jwk, format: "jwk" }), signed);
}

/**
 * Whether a signature of a text (its UTF-8 bytes; Ed25519, RFC 8032) was made with the private half of a public key. Both are base64 as they are kept;
 * false as well where one of them is written in any other way, or the text has halves of characters, which UTF-8 cannot hold.
 */
export function verifySignature(publicKey: string, text: string, signature: string): boolean {
  return text.isWellFormed() && verifyBytes(publicKey, Buffer.from(text, "utf8"), signature);
}

/**
 * What people compare keys by: the first 128 bits of the SHA-256 of the public key's 32 bytes, as eight groups of four hex digits ("21fe 31df ...").
 * Throws RangeError where the key is not 32 bytes in base64.
 */
export function fingerprintOf(publicKey: string): string {
  const bytes = bytesOf(publicKey, publicKeyBytes);
  if (!bytes) throw new RangeError("a public key is 32 bytes in base64");
  return createHash("sha256").update(bytes).digest("hex").slice(0, 32).match(/.{4}/g)!.join(" ");
}

/** The bytes that a text of base64 stands for; undefined where they are of another number, or the text is not the one way to write them. */
export function bytesOf(base64: string, length: number): Buffer | undefined {
  const bytes = Buffer.from(base64, "base64");
  return bytes.length === length && bytes.toString("base64") === base64 ? bytes : undefined;
}

function rawOf(publicKey: KeyObject): Buffer {
  return Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url");
}
