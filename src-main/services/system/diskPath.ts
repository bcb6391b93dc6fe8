import { isUtf8 } from "node:buffer";

/*
 * Names on a Linux disk are bytes, not text. A path that is no UTF-8 is held in a string all the same: each byte that does not belong to a
 * character stands as the lone
 * surrogate U+DC80 to U+DCFF (Python's surrogateescape, PEP 383). Such a path can be joined, compared and sent to a thread; diskPath gives the bytes back.
 */
const firstSurrogate = 0xdc00;

/** The name of these bytes. */
export function pathFromBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return buffer.toString("utf8");
  let text = "";
  for (let at = 0; at < buffer.length;) {
    const length = characterLength(buffer, at);
    text += length === 0 ? String.fromCharCode(firstSurrogate + buffer[at]!) : buffer.toString("utf8", at, at + length);
    at += Math.max(1, length);
  }
  return text;
}

/** What node:fs is given: the path itself, or its bytes where it is no UTF-8. */
export function diskPath(path: string): string | Buffer {
  if (path.isWellFormed()) return path;
  const parts: Buffer[] = [];
  for (const character of path) {
    const code = character.codePointAt(0)!;
    parts.push(
      code >= firstSurrogate + 0x80 && code <= firstSurrogate + 0xff
        ? Buffer.from([code - firstSurrogate])
        : Buffer.from(character, "utf8"),
    );
  }
  return Buffer.concat(parts);
}

/** How many bytes the character at `at` has; 0 where none begins there. */
function characterLength(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length += 1) if (isUtf8(bytes.subarray(at, at + length))) return length;
  return 0;
}
