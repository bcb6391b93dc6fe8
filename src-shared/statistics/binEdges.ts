/** How grey values are put into bins: of a fixed width, or a fixed number of them. The count wins where both are given; 25 wide where neither is. */
export interface Binning {
  readonly binWidth?: number | undefined;
  readonly binCount?: number | null | undefined;
}

/** More bins than this are refused by the engine. */
const mostBins = 65_535;

/**
 * The edges of the bins for values from `minimum` to `maximum`, as PyRadiomics makes them: bin b holds what is at or above edge b and below edge b + 1.
 * A width: those of numpy.arange from a multiple of the width, up to the last edge that a bin in use needs. A count: those of
 * numpy.histogram, the last one plus 1.
 * `isSinglePrecision`: of a float32 image, whose edges for a count are float32. Null where there would be more than 65,535 bins.
 */
export function binEdges(
  { binWidth = 25, binCount }: Binning,
  minimum: number,
  maximum: number,
  isSinglePrecision = false,
): Float64Array | null {
  return binCount ? edgesOfCount(binCount, minimum, maximum, isSinglePrecision) : edgesOfWidth(binWidth, minimum, maximum);
}

function edgesOfWidth(width: number, minimum: number, maximum: number): Float64Array | null {
  const low = minimum - floorModulus(minimum, width);
  const length = Math.ceil((maximum + 2 * width - low) / width);
  if (!(length <= mostBins)) return null;
  // arange computes its first two values and goes on by their difference.
  const second = low + width;
  const step = second - low;
  const edges = Float64Array.from({ length }, (_, index) => (index === 1 ? second : low + index * step));
  let used = 1;
  while (used < length - 1 && edges[used]! <= maximum) used++;
  return edges.subarray(0, used + 1);
}

function edgesOfCount(count: number, minimum: number, maximum: number, isSinglePrecision: boolean): Float64Array | null {
  if (count > mostBins) return null;
  const isFlat = minimum === maximum;
  const [low, high] = isFlat ? [minimum - 0.5, maximum + 0.5] : [minimum, maximum];
  const step = (high - low) / count;
  const single = (value: number) => (isSinglePrecision ? Math.fround(value) : value);
  return Float64Array.from({ length: count + 1 }, (_, index) => (index === count ? single(single(high) + 1) : single(index * step + low)));
}

/** numpy's remainder: it has the divisor's sign. */
function floorModulus(value: number, divisor: number): number {
  const remainder = value % divisor;
  return remainder !== 0 && remainder < 0 !== divisor < 0 ? remainder + divisor : remainder;
}

/** The bin of a value, from 0; the first or the last one for values outside. A closed form finds the neighbourhood; the edges themselves decide. */
export function binOf(edges: Float64Array, value: number): number {
  const last = edges.length - 2;
  const width = (edges[last]! - edges[0]!) / Math.max(1, last);
  let bin = width > 0 ? Math.min(last, Math.max(0, Math.floor((value - edges[0]!) / width))) : 0;
  while (bin < last && edges[bin + 1]! <= value) bin++;
  while (bin > 0 && edges[bin]! > value) bin--;
  return bin;
}
