import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fingerprintOf, makeKeyPair, signBytes, verifyBytes, verifySignature } from "../../../../src-main/services/readers/ed25519.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { base64, privateKeyOf, vectors } from "./ed25519Vectors.ts";

const hasOpenssl = spawnSync("openssl", ["version"], { encoding: "utf8" }).stdout?.startsWith("OpenSSL 3") ?? false;

test.each(vectors)("signs and verifies as RFC 8032 does: public key $publicKey", ({ seed, publicKey, message, signature }) => {
  const bytes = Buffer.from(message, "hex");
  expect(signBytes(privateKeyOf(seed), bytes)).toBe(base64(signature));
  expect(verifyBytes(base64(publicKey), bytes, base64(signature))).toBe(true);
  for (const other of vectors.filter((vector) => vector.publicKey !== publicKey))
    expect(verifyBytes(base64(other.publicKey), bytes, base64(signature))).toBe(false);
});

test("texts are signed as their UTF-8 bytes: the first two vectors are texts", () => {
  expect(verifySignature(base64(vectors[0].publicKey), "", base64(vectors[0].signature))).toBe(true);
  expect(verifySignature(base64(vectors[1].publicKey), "r", base64(vectors[1].signature))).toBe(true);
  expect(verifySignature(base64(vectors[1].publicKey), "R", base64(vectors[1].signature))).toBe(false);
});

test("one bit changed in text, signature or public key, as bytes or as they are written, and it is no signature", () => {
  const { publicKey, privateKey } = makeKeyPair();
  const text = "Anna Berg: submitted K7PQ2M, pass 1, größer als 0,5";
  const signature = signBytes(privateKey, Buffer.from(text));
  expect(verifySignature(publicKey, text, signature)).toBe(true);
  for (const other of flipped(Buffer.from(text))) expect(verifyBytes(publicKey, other, signature)).toBe(false);
  for (const other of flipped(Buffer.from(signature, "base64")))
    expect(verifySignature(publicKey, text, other.toString("base64"))).toBe(false);
  for (const other of flipped(Buffer.from(publicKey, "base64")))
    expect(verifySignature(other.toString("base64"), text, signature)).toBe(false);
  for (const other of flipped(Buffer.from(signature))) expect(verifySignature(publicKey, text, other.toString("latin1"))).toBe(false);
  for (const other of flipped(Buffer.from(publicKey))) expect(verifySignature(other.toString("latin1"), text, signature)).toBe(false);
});

test("what is no key, no signature or no text is refused, never an error", () => {
  const { publicKey, privateKey } = makeKeyPair();
  const signature = signBytes(privateKey, Buffer.from("\uFFFD"));
  expect(verifySignature(publicKey, "\uFFFD", signature)).toBe(true);
  // A lone half of a character would be written as the same bytes.
  expect(verifySignature(publicKey, "\uD800", signature)).toBe(false);
  for (const odd of ["", "=", "x", ` ${signature}`, `${signature}\n`, signature.replaceAll("=", ""), "A".repeat(10_000)]) {
    expect(verifySignature(publicKey, "\uFFFD", odd)).toBe(false);
    expect(verifySignature(odd, "\uFFFD", signature)).toBe(false);
  }
});

test("a fingerprint is the beginning of SHA-256 of the raw key (sha256sum of the first vector's), in groups of four", () => {
  expect(fingerprintOf(base64(vectors[0].publicKey))).toBe("21fe 31df a154 a261 626b f854 046f d227");
  expect(() => fingerprintOf("AAAA")).toThrow(RangeError);
});

test.skipIf(!hasOpenssl)("openssl verifies what is signed here, and the other way round", () => {
  const folder = temporaryFolder();
  const file = (name: string) => join(folder, name);
  const { publicKey, privateKey } = makeKeyPair();
  const text = "Anna Berg: 3 µm, 山田";
  // SubjectPublicKeyInfo, RFC 8410, section 4.
  writeFileSync(file("public.der"), Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), Buffer.from(publicKey, "base64")]));
  writeFileSync(file("private.der"), privateKey);
  writeFileSync(file("text"), text);
  writeFileSync(file("signature"), Buffer.from(signBytes(privateKey, Buffer.from(text)), "base64"));
  const openssl = (...rest: string[]) => spawnSync("openssl", ["pkeyutl", "-rawin", "-in", file("text"), "-keyform", "DER", ...rest]);
  const verification = ["-verify", "-pubin", "-inkey", file("public.der"), "-sigfile", file("signature")];
  expect(openssl(...verification).status).toBe(0);
  const theirs = openssl("-sign", "-inkey", file("private.der")).stdout;
  expect(verifySignature(publicKey, text, theirs.toString("base64"))).toBe(true);
  writeFileSync(file("text"), `${text} `);
  expect(openssl(...verification).status).toBe(1);
  rmSync(folder, { recursive: true });
});

/** Every one of the bytes that differ in one bit. */
function flipped(bytes: Buffer): Buffer[] {
  return Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const copy = Buffer.from(bytes);
    copy[bit >> 3]! ^= 1 << (bit & 7);
    return copy;
  });
}
