/** Two masks on one lattice: 1 where a reader drew, else 0; i fastest, then j, then k. */
export interface MaskPair {
  readonly a: Uint8Array;
  readonly b: Uint8Array;
  readonly size: readonly [number, number, number];
  readonly spacingMm: readonly [number, number, number];
}

/** How many voxels each mask has, and both have. */
export interface Counts {
  readonly a: number;
  readonly b: number;
  readonly both: number;
}

/** Voxels of two masks of one length, from `from` up to, not including, `to`. */
export function countVoxels(a: Uint8Array, b: Uint8Array, from = 0, to = a.length): Counts {
  const counts = { a: 0, b: 0, both: 0 };
  for (let at = from; at < to; at++) {
    counts.a += a[at]!;
    counts.b += b[at]!;
    counts.both += a[at]! & b[at]!;
  }
  return counts;
}

/** 2 |A and B| / (|A| + |B|); null where both are empty. */
export function diceOf({ a, b, both }: Counts): number | null {
  return a + b === 0 ? null : (2 * both) / (a + b);
}

/** |A and B| / |A or B|; null where both are empty. */
export function jaccardOf({ a, b, both }: Counts): number | null {
  return a + b === 0 ? null : both / (a + b - both);
}

/** The masks cut to the box that holds all of both, with `margin` empty voxels on every side; undefined where both are empty. */
export function cropPair({ a, b, size, spacingMm }: MaskPair, margin: number): MaskPair | undefined {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY] as [number, number, number];
  const high = [-1, -1, -1] as [number, number, number];
  let at = 0;
  for (let k = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      for (let i = 0; i < size[0]; i++, at++) {
        if ((a[at]! | b[at]!) === 0) continue;
        if (i < low[0]) low[0] = i;
        if (i > high[0]) high[0] = i;
        if (j < low[1]) low[1] = j;
        if (j > high[1]) high[1] = j;
        if (k < low[2]) low[2] = k;
        if (k > high[2]) high[2] = k;
      }
    }
  }
  if (high[0] < 0) return undefined;
  const cut = low.map((from, axis) => high[axis]! - from + 1 + 2 * margin) as [number, number, number];
  const take = (mask: Uint8Array) => {
    const part = new Uint8Array(cut[0] * cut[1] * cut[2]);
    for (let k = low[2]; k <= high[2]; k++) {
      for (let j = low[1]; j <= high[1]; j++) {
        const from = (k * size[1] + j) * size[0] + low[0];
        const to = ((k - low[2] + margin) * cut[1] + (j - low[1] + margin)) * cut[0] + margin;
        part.set(mask.subarray(from, from + high[0] - low[0] + 1), to);
      }
    }
    return part;
  };
  return { a: take(a), b: take(b), size: cut, spacingMm };
}
