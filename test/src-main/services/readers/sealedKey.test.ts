import { expect, test, vi } from "vitest";
import { makeKeyPair } from "../../../../src-main/services/readers/ed25519.ts";
import { openKey, sealKey } from "../../../../src-main/services/readers/sealedKey.ts";
import { base64, privateKeyOf, sealedByPython as byPython, sealedPassphrase as passphrase, vectors } from "./ed25519Vectors.ts";

// What a guess costs is stated here.
vi.unmock("../../../../src-main/services/readers/passphraseCost.ts");

const publicKey = base64(vectors[0].publicKey);

test("opens what another program sealed, whatever the form in which a keyboard gives the passphrase", async () => {
  expect(await openKey(byPython, publicKey, passphrase)).toEqual(privateKeyOf(vectors[0].seed));
  expect(await openKey(byPython, publicKey, "U\u0308bergang acht")).toEqual(privateKeyOf(vectors[0].seed));
  expect(await openKey(byPython, publicKey, "übergang acht")).toBeUndefined();
  expect(await openKey(byPython, publicKey, "")).toBeUndefined();
});

test("opens beside its own public key alone, and not with one bit of it changed", async () => {
  expect(await openKey(byPython, base64(vectors[1].publicKey), passphrase)).toBeUndefined();
  for (let bit = 0; bit < byPython.length * 8; bit++) {
    const bytes = Buffer.from(byPython, "latin1");
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    expect(await openKey(bytes.toString("latin1"), publicKey, passphrase)).toBeUndefined();
  }
  for (const odd of ["", "$", `${byPython}$`, `${byPython}$AA==`, byPython.slice(0, -1)])
    expect(await openKey(odd, publicKey, passphrase)).toBeUndefined();
});

test("each seal has a salt and an initialization vector of its own, and costs what a kept passphrase does", async () => {
  const pair = makeKeyPair();
  const [one, two] = [
    await sealKey(pair.privateKey, pair.publicKey, passphrase),
    await sealKey(pair.privateKey, pair.publicKey, passphrase),
  ];
  expect(one).toMatch(/^scrypt-aes-256-gcm\$17\$8\$1\$[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{16}\$[A-Za-z0-9+/]{64}\$[A-Za-z0-9+/]{22}==$/);
  for (const part of [4, 5, 6, 7]) expect(one.split("$")[part]).not.toBe(two.split("$")[part]);
  expect(await openKey(one, pair.publicKey, passphrase)).toEqual(pair.privateKey);
  expect(await openKey(two, pair.publicKey, "Übergang neun")).toBeUndefined();
});
