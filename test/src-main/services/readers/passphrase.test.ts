import { expect, test, vi } from "vitest";
import { hashPassphrase, isPassphrase } from "../../../../src-main/services/readers/passphrase.ts";

// What a guess costs is stated here.
vi.unmock("../../../../src-main/services/readers/passphraseCost.ts");

test("keys are scrypt's: RFC 7914, section 12, the third vector", async () => {
  const key = Buffer.from(
    "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
    "hex",
  );
  const kept = `scrypt$14$8$1$${Buffer.from("SodiumChloride").toString("base64")}$${key.toString("base64")}`;
  expect(await isPassphrase("pleaseletmein", kept)).toBe(true);
  expect(await isPassphrase("pleaseletmeIn", kept)).toBe(false);
  expect(await isPassphrase("", kept)).toBe(false);
});

test("each has a salt of its own, costs N = 2^17, and is the same in whatever form a keyboard gives it", async () => {
  const [one, two] = [await hashPassphrase("Übergang acht"), await hashPassphrase("Übergang acht")];
  expect(one).toMatch(/^scrypt\$17\$8\$1\$[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=$/);
  expect(one).not.toBe(two);
  expect(await isPassphrase("U\u0308bergang acht", one)).toBe(true);
});

test("too short and too long are refused in words", async () => {
  await expect(hashPassphrase("7 chars")).rejects.toThrow("8 to 256");
  await expect(hashPassphrase("é".repeat(257))).rejects.toThrow("8 to 256");
});
