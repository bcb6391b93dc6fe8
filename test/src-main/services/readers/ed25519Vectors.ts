/** RFC 8032, section 7.1: TEST 1, 2 and 3; hex. */
export const vectors = [
  {
    seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    message: "",
    signature:
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  },
  {
    seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    message: "72",
    signature:
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  },
  {
    seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    message: "af82",
    signature:
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  },
] as const;

/** A private key in PKCS #8 (DER): the head of every Ed25519 one (RFC 8410, section 7) and the seed. */
export const privateKeyOf = (seed: string) => Buffer.from(`302e020100300506032b657004220420${seed}`, "hex");
/** Hex as the program keeps bytes. */
export const base64 = (hex: string) => Buffer.from(hex, "hex").toString("base64");

/** The first key of RFC 8032's vectors, sealed by Python: hashlib.scrypt (N = 16, r = 8, p = 1) and AESGCM of cryptography 48.0.0. */
export const sealedByPython =
  "scrypt-aes-256-gcm$4$8$1$AAECAwQFBgcICQoLDA0ODw==$ZGVmZ2hpamtsbW5v$vO+SQQ2m+3a12n9teGPnE0eXzXcGSXstDq3rBso3A1FNh28Jo0l3tPis2w8kqyIM$g/xCWFM4Z5Ak/0yxGUPtYg==";
export const sealedPassphrase = "Übergang acht";
