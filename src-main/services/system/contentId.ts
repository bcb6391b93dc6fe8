import { hash } from "node:crypto";

/** An id that depends on a text alone: the first 32 hexadecimal digits of its sha256. */
export function contentId(text: string): string {
  return hash("sha256", text, "hex").slice(0, 32);
}
