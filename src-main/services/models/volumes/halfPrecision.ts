import { createHash } from "node:crypto";

/** sha256, hex, of numbers at half precision: rounded half to even, little-endian, one array behind the other. */
export function halfPrecisionHash(arrays: readonly Float32Array[]): string {
  const hash = createHash("sha256");
  const length = 65_536;
  for (const values of arrays)
    for (let at = 0; at < values.length; at += length)
      hash.update(new Uint8Array(Float16Array.from(values.subarray(at, at + length)).buffer));
  return hash.digest("hex");
}
