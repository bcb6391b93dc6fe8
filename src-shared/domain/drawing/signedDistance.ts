import { parabolaEnvelope } from "../../statistics/overlap/parabolaEnvelope.ts";

/**
 * For each pixel of a mask the Euclidean distance, mm, from its centre to the nearest piece of the mask's border: positive inside, negative outside. The border
 * is taken at the middle of each pixel edge that parts inside from outside; beyond the rectangle all is outside. -Infinity everywhere of an empty mask.
 * Exact, in time proportional to the pixels: lower envelopes of parabolas (Felzenszwalb & Huttenlocher 2012), once for the edges between
 * neighbours of a row and once for those of a column.
 * @param mask 1 inside, else 0; columns * rows, row by row. An empty ring around the mask is needed for the border there to be seen.
 * @param spacingMm between columns and between rows
 */
export function signedDistance(mask: Uint8Array, columns: number, rows: number, spacingMm: readonly [number, number]): Float32Array {
  const squared = new Float32Array(mask.length).fill(Number.POSITIVE_INFINITY);
  nearestEdges(mask, squared, { length: columns, step: 1, spacing: spacingMm[0] }, { length: rows, step: columns, spacing: spacingMm[1] });
  nearestEdges(mask, squared, { length: rows, step: columns, spacing: spacingMm[1] }, { length: columns, step: 1, spacing: spacingMm[0] });
  for (let at = 0; at < squared.length; at++) {
    const distance = Math.sqrt(squared[at]!);
    squared[at] = mask[at] === 1 ? distance : -distance;
  }
  return squared;
}

/** A direction of the lattice: its pixels, how far they are apart in the array, and in mm. */
interface Axis {
  readonly length: number;
  readonly step: number;
  readonly spacing: number;
}

/** Lowers `squared` to the squared distance to the nearest edge between neighbours along `along`; `across` is the other direction. */
function nearestEdges(mask: Uint8Array, squared: Float32Array, along: Axis, across: Axis): void {
  const heights = new Float32Array(mask.length).fill(Number.POSITIVE_INFINITY);
  let any = false;
  for (let line = 0; line < across.length; line++) any = edgesOfLine(mask, heights, line * across.step, along) || any;
  if (!any) return;
  const { length, step, spacing } = across;
  const lower = parabolaEnvelope(length, spacing);
  for (let line = 0; line < along.length; line++) {
    const start = line * along.step;
    lower(heights, start, step);
    for (let q = 0; q < length; q++) {
      const at = start + q * step;
      if (heights[at]! < squared[at]!) squared[at] = heights[at]!;
    }
  }
}

/** The squared distance of each pixel of one line to the nearest edge on that line; answers whether there is one. */
function edgesOfLine(mask: Uint8Array, heights: Float32Array, start: number, { length, step, spacing }: Axis): boolean {
  let edge = Number.NEGATIVE_INFINITY;
  for (let p = 0; p < length; p++) {
    if (p > 0 && mask[start + p * step] !== mask[start + (p - 1) * step]) edge = p - 0.5;
    const distance = (p - edge) * spacing;
    heights[start + p * step] = distance * distance;
  }
  if (edge === Number.NEGATIVE_INFINITY) return false;
  edge = Number.POSITIVE_INFINITY;
  for (let p = length - 1; p >= 0; p--) {
    if (p < length - 1 && mask[start + p * step] !== mask[start + (p + 1) * step]) edge = p + 0.5;
    const distance = (edge - p) * spacing;
    const at = start + p * step;
    if (distance * distance < heights[at]!) heights[at] = distance * distance;
  }
  return true;
}
