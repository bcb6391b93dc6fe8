/** Tails of an exact conditional distribution. `twoSided` is P(|T - E| >= |t - E|). */
export interface ExactTails {
  readonly twoSided: number;
  readonly less: number;
  readonly greater: number;
}

/** Above so many steps the exact distribution is not computed: about two seconds. */
const mostSteps = 2e9;

/**
 * The exact conditional distribution of the sum of `chosen` of the mid-ranks (ties allowed): every choice is equally likely. Dynamic programming over doubled
 * mid-ranks, which are whole numbers; shares of the choices rather than counts, so that any number of subjects is in range. Null where it would take too long.
 */
export function exactRankSum(ranks: Float64Array, chosen: number, observed: number): ExactTails | null {
  const total = ranks.length;
  // The smaller group is followed; the sum of the other one is what is left.
  const doubled = Array.from(ranks, (rank) => Math.round(2 * rank));
  const all = doubled.reduce((sum, rank) => sum + rank, 0);
  const followsOther = chosen > total / 2;
  const size = followsOther ? total - chosen : chosen;
  const target = followsOther ? all - Math.round(2 * observed) : Math.round(2 * observed);
  const most = doubled
    .toSorted((a, b) => b - a)
    .slice(0, size)
    .reduce((sum, rank) => sum + rank, 0);
  if (total * size * (most + 1) > mostSteps) return null;
  const tails = tailsOf(sharesOfSums(doubled, size, most), target, (size * all) / total);
  return followsOther ? { twoSided: tails.twoSided, less: tails.greater, greater: tails.less } : tails;
}

/** Thousands of features without ties have one distribution: the last one is kept. */
let last: { readonly key: string; readonly shares: Float64Array } | undefined;

/** The probability of each sum of `size` of the doubled ranks, up to `most`. */
function sharesOfSums(doubled: readonly number[], size: number, most: number): Float64Array {
  const rising = doubled.toSorted((a, b) => a - b);
  const key = `${size}:${rising.join(",")}`;
  if (last?.key === key) return last.shares;
  const total = doubled.length;
  // shares[k][s]: the probability that a random subset of the ranks so far has k members and the sum s, the members chosen one by one.
  const shares = Array.from({ length: size + 1 }, () => new Float64Array(most + 1));
  shares[0]![0] = 1;
  rising.forEach((rank, index) => {
    // Each rank is taken with the probability that a random choice of `size` of all takes it, given how many were taken: sampling without replacement.
    const left = total - index;
    for (let k = Math.min(size, index + 1); k >= 0; k--) {
      const own = shares[k]!;
      const stay = Math.max(0, 1 - (size - k) / left);
      const taken = k > 0 ? (size - k + 1) / left : 0;
      const from = k > 0 ? shares[k - 1]! : own;
      for (let sum = most; sum >= 0; sum--) own[sum] = own[sum]! * stay + (k > 0 && sum >= rank ? from[sum - rank]! * taken : 0);
    }
  });
  last = { key, shares: shares[size]! };
  return last.shares;
}

/**
 * The exact distribution of the sum of the mid-ranks of absolute differences, each with either sign (Wilcoxon's signed ranks; ties allowed).
 * Null where it would take too long.
 */
export function exactSignedRank(ranks: readonly number[], observed: number): ExactTails | null {
  const doubled = ranks.map((rank) => Math.round(2 * rank));
  const all = doubled.reduce((sum, rank) => sum + rank, 0);
  if (ranks.length * (all + 1) > mostSteps) return null;
  const shares = new Float64Array(all + 1);
  shares[0] = 1;
  for (const rank of doubled) {
    for (let sum = all; sum >= 0; sum--) shares[sum] = (shares[sum]! + (sum >= rank ? shares[sum - rank]! : 0)) / 2;
  }
  return tailsOf(shares, Math.round(2 * observed), all / 2);
}

function tailsOf(shares: Float64Array, target: number, middle: number): ExactTails {
  // Sums are whole and the middle is a half or a quotient: what differs by less than this is the same distance.
  const distance = Math.abs(target - middle) - 1e-6;
  let twoSided = 0;
  let less = 0;
  let greater = 0;
  shares.forEach((share, sum) => {
    if (Math.abs(sum - middle) >= distance) twoSided += share;
    if (sum <= target) less += share;
    if (sum >= target) greater += share;
  });
  return { twoSided: Math.min(1, twoSided), less: Math.min(1, less), greater: Math.min(1, greater) };
}
