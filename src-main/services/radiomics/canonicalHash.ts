import { hash } from "node:crypto";
import canonicalize from "canonicalize";

/** sha256, hexadecimal, of an object in its canonical form (RFC 8785). */
export function canonicalHash(form: object): string {
  return hash("sha256", canonicalize(form)!, "hex");
}
