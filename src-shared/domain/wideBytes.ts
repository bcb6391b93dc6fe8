/** Whether two arrays hold the same bytes. Four at a time where both lie at multiples of four, as arrays of their own do. */
export function areSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  if (a.byteOffset % 4 === 0 && b.byteOffset % 4 === 0) {
    const [wideA, wideB] = [wordsOf(a, 0), wordsOf(b, 0)];
    while (at < wideA.length && wideA[at] === wideB[at]) at++;
    at *= 4;
  }
  while (at < a.length && a[at] === b[at]) at++;
  return at === a.length;
}

/** The bytes four by four, from the first that lies at a multiple of four, `lead` of them in. */
export function wordsOf(bytes: Uint8Array, lead: number): Uint32Array {
  const count = Math.floor((bytes.length - lead) / 4);
  return count > 0 ? new Uint32Array(bytes.buffer, bytes.byteOffset + lead, count) : new Uint32Array();
}
