import { createHash } from "node:crypto";

/** A UID of the form 2.25.<UUID as a decimal number> (PS3.5 B.2), from a seed and a name: the same for the same pair. */
export function uidOf(seed: number, name: string): string {
  const digest = createHash("sha256").update(`fascicle sample/${seed}/${name}`).digest().subarray(0, 16);
  digest[6] = (digest[6]! & 0x0f) | 0x80; // version 8, custom (RFC 9562)
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  return `2.25.${BigInt(`0x${digest.toString("hex")}`)}`;
}
