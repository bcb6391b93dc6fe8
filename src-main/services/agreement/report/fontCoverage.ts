/**
 * Which characters a TrueType or OpenType font has, by its table of the Basic Multilingual Plane (cmap, format 4: OpenType specification 1.9). Characters
 * beyond that plane count as missing. Throws Error where the font has no such table.
 */
export function fontCoverage(font: Uint8Array): (character: string) => boolean {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const table = (name: string): number => {
    for (let at = 12, left = view.getUint16(4); left > 0; left--, at += 16)
      if (String.fromCharCode(...font.subarray(at, at + 4)) === name) return view.getUint32(at + 8);
    throw new Error(`The font has no table ${name}.`);
  };
  const cmap = table("cmap");
  const subtables = Array.from({ length: view.getUint16(cmap + 2) }, (_, at) => cmap + view.getUint32(cmap + 8 + 8 * at));
  const subtable = subtables.find((at) => view.getUint16(at) === 4);
  if (subtable === undefined) throw new Error("The font has no table of characters in format 4.");
  const segments = view.getUint16(subtable + 6) / 2;
  const [ends, starts] = [subtable + 14, subtable + 16 + 2 * segments];
  const [deltas, offsets] = [starts + 2 * segments, starts + 4 * segments];
  return (character) => {
    const code = character.codePointAt(0)!;
    for (let segment = 0; segment < segments; segment++) {
      const at = 2 * segment;
      if (code > view.getUint16(ends + at)) continue;
      const start = view.getUint16(starts + at);
      if (code < start) return false;
      const delta = view.getUint16(deltas + at);
      const offset = view.getUint16(offsets + at);
      if (offset === 0) return ((code + delta) & 0xffff) !== 0;
      return view.getUint16(offsets + at + offset + 2 * (code - start)) !== 0;
    }
    return false;
  };
}
