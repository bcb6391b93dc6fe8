/** The ranks of values from 1, ties at the mean of their ranks, and the sizes of the groups of ties (1 for a value that stands alone), rising. */
export interface MidRanks {
  readonly ranks: Float64Array;
  readonly ties: readonly number[];
}

/** Mid-ranks of values, none of them NaN. */
export function midRanks(values: readonly number[]): MidRanks {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  const ties: number[] = [];
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let at = from; at < to; at++) ranks[order[at]!] = (from + 1 + to) / 2;
    ties.push(to - from);
    from = to;
  }
  return { ranks, ties };
}

/** The sum of t^3 - t over groups of ties, by which ties lessen the variance of ranks. */
export function tieSum(ties: readonly number[]): number {
  return ties.reduce((sum, tied) => sum + (tied ** 3 - tied), 0);
}
