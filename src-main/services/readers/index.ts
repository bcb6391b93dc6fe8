export { createPassingKeys, nobodysPassphrase } from "./createPassingKeys.ts";
export { createReaders, type Readers, type ReadersOptions } from "./createReaders.ts";
export type { KeyReason, Signature, SigningKey, SigningKeys } from "./createSigningKeys.ts";
export { fingerprintOf, verifySignature } from "./ed25519.ts";
export { deriveKey, longestPassphrase, shortestPassphrase } from "./passphrase.ts";
export { cost as passphraseCost } from "./passphraseCost.ts";
