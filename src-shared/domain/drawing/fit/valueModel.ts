/** The values that segments and the background about them have on the slices where they are drawn. */
export interface ValueModel {
  /** The bin of each value; one of its own for what is no number. */
  readonly binsOf: (values: ArrayLike<number>) => Uint8Array;
  /** The logarithms of how often a segment (0: the background) has values of each bin; 0 for what is no number. */
  readonly logShares: (label: number) => Float64Array;
}

const bins = 32;
/** Of each bin so many pixels are taken for granted: what was never seen is rare, not impossible. */
const granted = 2;

/**
 * Learns the values of segments from drawn slices, as histograms smoothed by binomial weights. The background is what lies within a distance of a segment.
 * @param slices with their values and labels, all of the same size
 */
export function valueModel(
  slices: ReadonlyArray<{ readonly values: ArrayLike<number>; readonly labels: Uint8Array }>,
  columns: number,
  [nearColumns, nearRows]: readonly [number, number],
): ValueModel {
  const [low, high] = rangeOf(slices.map(({ values }) => values));
  const binOf = (value: number) => Math.min(bins - 1, Math.max(0, Math.floor((bins * (value - low)) / (high > low ? high - low : 1))));
  const counts = new Map<number, Float64Array>();
  for (const { values, labels } of slices) {
    const near = nearLabels(labels, columns, nearColumns, nearRows);
    for (let at = 0; at < labels.length; at++) {
      if (near[at] === 0 || !Number.isFinite(values[at])) continue;
      const known = counts.get(labels[at]!) ?? new Float64Array(bins);
      known[binOf(values[at]!)]! += 1;
      counts.set(labels[at]!, known);
    }
  }
  const logs = new Map([...counts].map(([label, count]) => [label, logSharesOf(count)]));
  const none = logSharesOf(new Float64Array(bins));
  return {
    binsOf: (values) => Uint8Array.from(values, (value) => (Number.isFinite(value) ? binOf(value) : bins)),
    logShares: (label) => logs.get(label) ?? none,
  };
}

function logSharesOf(counts: Float64Array): Float64Array {
  let smooth = counts;
  for (let pass = 0; pass < 2; pass++)
    smooth = smooth.map((each, at) => (smooth[Math.max(0, at - 1)]! + 2 * each + smooth[Math.min(bins - 1, at + 1)]!) / 4);
  const sum = smooth.reduce((all, each) => all + each, 0) + granted * bins;
  return Float64Array.of(...smooth.map((each) => Math.log((each + granted) / sum)), 0);
}

/** 1 at each pixel that lies within so many columns and rows of a label. */
function nearLabels(labels: Uint8Array, columns: number, nearColumns: number, nearRows: number): Uint8Array {
  const near = labels.map((label) => Number(label !== 0));
  spread(near, columns, labels.length / columns, 1, columns, nearColumns);
  spread(near, labels.length / columns, columns, columns, 1, nearRows);
  return near;
}

/** Widens what is 1 along `lines` lines of `length` pixels, `step` apart in a line and `apart` from line to line. */
function spread(mask: Uint8Array, length: number, lines: number, step: number, apart: number, reach: number): void {
  const own = mask.slice();
  for (let line = 0; line < lines; line++) {
    let lastSeen = -Infinity;
    let nextSeen = -1;
    for (let at = 0; at < length; at++) {
      const index = line * apart + at * step;
      if (own[index] === 1) lastSeen = at;
      if (nextSeen < at) for (nextSeen = at; nextSeen < length && own[line * apart + nextSeen * step] === 0;) nextSeen++;
      if (at - lastSeen <= reach || (nextSeen < length && nextSeen - at <= reach)) mask[index] = 1;
    }
  }
}

/** The lowest value, and that above which half a percent lies, of every seventh pixel. */
function rangeOf(values: ReadonlyArray<ArrayLike<number>>): readonly [number, number] {
  const some: number[] = [];
  for (const each of values) for (let at = 0; at < each.length; at += 7) if (Number.isFinite(each[at])) some.push(each[at]!);
  const sorted = Float64Array.from(some).sort();
  return [sorted[0] ?? 0, sorted[Math.floor(0.995 * (sorted.length - 1))] ?? 0];
}
