/** How often each pattern of votes occurs: bit r of the pattern is set where reader r has the voxel. Up to 16 readers. */
export function votePatterns(masks: readonly Uint8Array[]): Float64Array {
  const counts = new Float64Array(2 ** masks.length);
  for (let at = 0; at < masks[0]!.length; at++) counts[patternAt(masks, at)]! += 1;
  return counts;
}

/** The pattern of votes on one voxel. */
export function patternAt(masks: readonly Uint8Array[], at: number): number {
  let pattern = 0;
  for (let reader = 0; reader < masks.length; reader++) pattern |= masks[reader]![at]! << reader;
  return pattern;
}

/** 1 where more than half of the readers have the voxel, 0 where fewer, 255 where exactly half do: a tie is for a person to decide. */
export function majority(masks: readonly Uint8Array[]): Uint8Array {
  const consensus = new Uint8Array(masks[0]!.length);
  for (let at = 0; at < consensus.length; at++) {
    const votes = masks.reduce((sum, mask) => sum + mask[at]!, 0);
    consensus[at] = 2 * votes > masks.length ? 1 : 2 * votes === masks.length ? 255 : 0;
  }
  return consensus;
}

export interface Staple {
  readonly sensitivity: readonly number[];
  readonly specificity: readonly number[];
  /** The probability of being inside, by pattern of votes. */
  readonly probability: Float64Array;
  readonly iterations: number;
}

/** A round that moves no sensitivity and no specificity by more than this is the last one. */
const precision = 1e-7;
const mostIterations = 100_000;

/**
 * STAPLE (Warfield, Zou & Wells 2004) from how often each pattern of votes occurs (votePatterns): expectation-maximisation from the mean of the votes, the
 * share of inside voxels fixed at its start, as ITK's filter does it. Counts are to come from the box that holds all masks: background far away raises every
 * specificity. With two readers it decides by which of them it takes to be the better one: adjudicate instead.
 */
export function staple(patterns: Float64Array): Staple {
  const readers = Math.log2(patterns.length);
  const votesOf = (pattern: number, reader: number) => (pattern >> reader) & 1;
  const total = patterns.reduce((sum, count) => sum + count, 0);
  const probability = Float64Array.from(patterns, (_, pattern) => {
    let votes = 0;
    for (let reader = 0; reader < readers; reader++) votes += votesOf(pattern, reader);
    return votes / readers;
  });
  const prior = patterns.reduce((sum, count, pattern) => sum + count * probability[pattern]!, 0) / total;
  let sensitivity = Array.from({ length: readers }, () => -10);
  let specificity = Array.from({ length: readers }, () => -10);
  let iterations = 0;
  for (; iterations < mostIterations; iterations++) {
    const inside = patterns.reduce((sum, count, pattern) => sum + count * probability[pattern]!, 0);
    const rates = sensitivity.map((_, reader) => {
      let found = 0;
      let cleared = 0;
      patterns.forEach((count, pattern) => {
        if (votesOf(pattern, reader) === 1) found += count * probability[pattern]!;
        else cleared += count * (1 - probability[pattern]!);
      });
      return { p: found / inside, q: cleared / (total - inside) };
    });
    patterns.forEach((_, pattern) => {
      let yes = prior;
      let no = 1 - prior;
      rates.forEach(({ p, q }, reader) => {
        yes *= votesOf(pattern, reader) === 1 ? p : 1 - p;
        no *= votesOf(pattern, reader) === 1 ? 1 - q : q;
      });
      // A pattern that cannot occur by these rates, and does not.
      probability[pattern] = yes + no === 0 ? 0 : yes / (yes + no);
    });
    const moved = rates.some(
      ({ p, q }, reader) => Math.abs(p - sensitivity[reader]!) > precision || Math.abs(q - specificity[reader]!) > precision,
    );
    sensitivity = rates.map(({ p }) => p);
    specificity = rates.map(({ q }) => q);
    if (!moved) break;
  }
  return { sensitivity, specificity, probability, iterations };
}
