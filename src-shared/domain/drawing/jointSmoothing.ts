import { boxesOf, type MaskBox, type MaskGrid } from "./mask.ts";

/** Weights of a Gaussian along one axis, from the middle outwards, cut at three standard deviations; they add up to 1 over both sides. */
function gaussian(sigmaMm: number, spacingMm: number): Float64Array {
  const reach = Math.floor((3 * sigmaMm) / spacingMm);
  const weights = Float64Array.from({ length: reach + 1 }, (_, at) => Math.exp(-((at * spacingMm) ** 2) / (2 * sigmaMm ** 2)));
  const sum = weights.reduce((all, weight, at) => all + (at === 0 ? weight : 2 * weight), 0);
  return weights.map((weight) => weight / sum);
}

/**
 * Smooths segments together, so that those that touch go on touching: without gaps and without overlap between them. Each segment is smoothed by a
 * Gaussian; a voxel is inside where the segments together hold at least half of it, and there belongs to the one that holds most of it (of
 * equal ones, to the one it belonged to, else to the lower number). Segments that are fixed take part, but keep and gain no voxels.
 * @param segments the labels that take part; all others are untouched and count as background that cannot be taken
 * @param fixed those of them that must not change
 * @returns the labels as they are to be
 */
export function jointlySmoothed(
  labels: Uint8Array,
  grid: MaskGrid,
  segments: readonly number[],
  { sigmaMm, fixed = new Set() }: { readonly sigmaMm: number; readonly fixed?: ReadonlySet<number> },
): Uint8Array {
  const best = new Float32Array(labels.length);
  const winner = new Uint8Array(labels.length);
  const total = new Float32Array(labels.length);
  const taking = new Uint8Array(256);
  for (const segment of segments) taking[segment] = 1;
  const boxes = boxesOf(labels, grid);
  for (const segment of [...segments].toSorted((a, b) => a - b)) {
    const box = boxes[segment];
    if (!box) continue;
    eachShare(labels, grid, segment, box, sigmaMm, (index, share) => {
      total[index]! += share;
      if (fixed.has(segment)) return;
      const isOwn = labels[index] === segment;
      if (share > best[index]! || (isOwn && share === best[index])) {
        best[index] = share;
        winner[index] = segment;
      }
    });
  }
  return labels.map((label, index) => {
    if (fixed.has(label) || (label !== 0 && taking[label] === 0)) return label;
    // Shares are single precision: a half that rounding took from is one.
    return total[index]! < 0.5 - 1e-6 ? 0 : winner[index]!;
  });
}

/** The smoothed share of a segment in every voxel near it. Beyond the grid the nearest voxel of it is repeated. */
function eachShare(
  labels: Uint8Array,
  grid: MaskGrid,
  segment: number,
  { first, last }: MaskBox,
  sigmaMm: number,
  found: (index: number, share: number) => void,
): void {
  const kernels = grid.size.map((length, axis) => (length === 1 ? Float64Array.of(1) : gaussian(sigmaMm, grid.spacingMm[axis]!)));
  const from = first.map((at, axis) => Math.max(0, at - kernels[axis]!.length + 1));
  const to = last.map((at, axis) => Math.min(grid.size[axis]! - 1, at + kernels[axis]!.length - 1));
  const size = from.map((at, axis) => to[axis]! - at + 1);
  const indexOf = (i: number, j: number, k: number) => ((k + from[2]!) * grid.size[1] + j + from[1]!) * grid.size[0] + i + from[0]!;
  let share: Float32Array = new Float32Array(size[0]! * size[1]! * size[2]!);
  eachVoxel(size, (at, i, j, k) => {
    share[at] = labels[indexOf(i, j, k)] === segment ? 1 : 0;
  });
  const strides = [1, size[0]!, size[0]! * size[1]!];
  for (const axis of [0, 1, 2] as const) {
    if (kernels[axis]!.length > 1) share = convolved(share, kernels[axis]!, size[axis]!, strides[axis]!);
  }
  eachVoxel(size, (at, i, j, k) => {
    if (share[at]! > 0) found(indexOf(i, j, k), share[at]!);
  });
}

function eachVoxel(size: readonly number[], visit: (at: number, i: number, j: number, k: number) => void): void {
  let at = 0;
  for (let k = 0; k < size[2]!; k++) for (let j = 0; j < size[1]!; j++) for (let i = 0; i < size[0]!; i++, at++) visit(at, i, j, k);
}

/** A symmetric convolution along one axis; beyond the ends the last value is repeated. */
function convolved(values: Float32Array, kernel: Float64Array, length: number, stride: number): Float32Array {
  const made = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += length * stride) {
    for (let line = start; line < start + stride; line++) {
      const last = line + (length - 1) * stride;
      for (let at = line; at <= last; at += stride) {
        let sum = kernel[0]! * values[at]!;
        for (let step = 1; step < kernel.length; step++) {
          const before = at - step * stride;
          const after = at + step * stride;
          sum += kernel[step]! * (values[before < line ? line : before]! + values[after > last ? last : after]!);
        }
        made[at] = sum;
      }
    }
  }
  return made;
}
