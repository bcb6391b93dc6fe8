import { PlainError } from "#shared/domain/plainError.ts";

const startOfTilePart = 0xff90;
const endOfStream = 0xffd9;
/** Through a JP2 header to the stream in it. */
const startOfStream = Buffer.from([0xff, 0x4f, 0xff, 0x51]);

/**
 * Throws PlainError where a JPEG 2000 or HTJ2K stream (T.800 annex A) does not hold all that it states: decoders fill what is missing with
 * made-up samples, some without a word.
 * Every tile must be there with all its parts (SOT, A.4.2), each as long as it says, and behind the last one the end (EOC), nothing, or one byte of padding.
 */
export function checkTileParts(bytes: Uint8Array): void {
  const cut = () => new PlainError("its compressed pixel data is cut short");
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(startOfStream);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const markerAt = (at: number) => (at + 2 <= view.byteLength ? view.getUint16(at) : undefined);
  if (start < 0 || start + 42 > bytes.length) throw cut();
  const tiles = tileCount(view, start + 2);

  // Marker segments of the main header, each with its length.
  let at = start + 2;
  for (let marker = markerAt(at); marker !== startOfTilePart; marker = markerAt(at)) {
    const length = at + 4 <= bytes.length ? view.getUint16(at + 2) : 0;
    if (marker === undefined || length < 2) throw cut();
    at += 2 + length;
  }
  const found = new Map<number, { parts: number; stated: number }>();
  while (markerAt(at) === startOfTilePart) {
    if (at + 12 > bytes.length) throw cut();
    const tile = view.getUint16(at + 4);
    const length = view.getUint32(at + 6);
    const known = found.get(tile) ?? { parts: 0, stated: 0 };
    found.set(tile, { parts: known.parts + 1, stated: Math.max(known.stated, view.getUint8(at + 11)) });
    // 0: the last part, up to the end.
    if (length === 0) at = endBefore(bytes);
    else if (length < 14) throw cut();
    else at += length;
    if (at > bytes.length) throw cut();
  }
  const isEnded = markerAt(at) === endOfStream || bytes.length - at < 2;
  if (!isEnded || found.size < tiles || [...found.values()].some(({ parts, stated }) => parts < stated)) throw cut();
}

/** From the size of the reference grid, the first tile's offset and a tile's size (SIZ, A.5.1, which begins at `size`). */
function tileCount(view: DataView, size: number): number {
  const along = (end: number, first: number, edge: number) =>
    Math.ceil((view.getUint32(size + end) - view.getUint32(size + first)) / view.getUint32(size + edge));
  return along(6, 30, 22) * along(10, 34, 26);
}

/** Where the end marker stands, with or without a byte of padding behind it; beyond the bytes where it is missing. */
function endBefore(bytes: Uint8Array): number {
  for (const at of [bytes.length - 2, bytes.length - 3]) if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return at;
  return bytes.length + 1;
}
