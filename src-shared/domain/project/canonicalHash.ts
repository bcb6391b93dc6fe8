import canonicalize from "canonicalize";

/** SHA-256 of a text in UTF-8, as 64 lower-case hexadecimal digits. Callers give it, as it is needed within a transaction and only Node has it at once. */
export type Sha256 = (text: string) => string;

/** SHA-256 over the canonical JSON (RFC 8785) of content: the same for the same content, in whichever order its fields were written. */
export function canonicalHash(content: object, sha256: Sha256): string {
  return sha256(canonicalize(content)!);
}
