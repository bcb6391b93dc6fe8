/** The state of the generator: not all zero. */
export type XoshiroState = readonly [number, number, number, number];

/** xoshiro128** (Blackman & Vigna 2018): each call answers 32 random bits, unsigned. Integer arithmetic only: the same on every machine. */
export function xoshiro128([first, second, third, fourth]: XoshiroState): () => number {
  let [a, b, c, d] = [first, second, third, fourth];
  return () => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  };
}
