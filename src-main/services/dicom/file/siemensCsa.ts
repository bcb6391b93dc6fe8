/**
 * Numbers of one element of a Siemens CSA header (the private "SV10" table of (0029,1010)): 64-byte name, multiplicity, VR, type, item count,
 * then items of four 32-bit words (the second is the length) and text padded to four bytes. Empty where it is not found or the bytes are no such table.
 */
export function readCsaNumbers(bytes: Uint8Array, name: string): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (from: number, length: number) => {
    const raw = bytes.subarray(from, from + length);
    const end = raw.indexOf(0);
    return new TextDecoder("latin1").decode(end === -1 ? raw : raw.subarray(0, end));
  };
  if (bytes.length < 16 || text(0, 4) !== "SV10") return [];
  const count = view.getUint32(8, true);
  let at = 16;
  for (let tag = 0; tag < count && at + 84 <= bytes.length; tag += 1) {
    const found = text(at, 64) === name;
    const items = view.getInt32(at + 76, true);
    at += 84;
    const values: number[] = [];
    for (let item = 0; item < items && at + 16 <= bytes.length; item += 1) {
      const length = view.getInt32(at + 4, true);
      if (length < 0 || at + 16 + length > bytes.length) return values;
      const value = text(at + 16, length).trim();
      if (value !== "") values.push(Number(value));
      at += 16 + Math.ceil(length / 4) * 4;
    }
    if (found) return values.filter(Number.isFinite);
  }
  return [];
}
