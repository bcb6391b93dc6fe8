import type { GridTarget, Skimage, VolumeInput } from "#shared/domain/bundle/input.ts";
import type { SegmentationOutput } from "#shared/domain/bundle/output.ts";
import { patientToVoxel, voxelToPatient, type Grid } from "#shared/domain/geometry.ts";
import type { ScalarType } from "#shared/domain/volume.ts";
import { conformedTensorGrid, conformTensor, sampleInPatient } from "./conformTensor.ts";
import { roundHalfEven } from "./patches.ts";
import { resizeVolume } from "./resizeVolume.ts";
import { countOf, shapeOf, spacingOf, type Shape3 } from "./tensorGrid.ts";

/** The grid that a bundle asks for; grids are turned as the tensor is, but for the one that is `stored`. */
export function gridFor(grid: Grid, input: Pick<VolumeInput, "grid" | "orientation" | "tensorAxes">, stored: Grid): Grid {
  const target = input.grid;
  const shape = shapeOf(grid);
  const spacing = spacingOf(grid);
  switch (target.kind) {
    case "keep":
      return grid;
    case "spacing": {
      const wanted = target.mm.map((mm, axis) => mm ?? spacing[axis]!) as unknown as Shape3;
      // As Python computes it: the quotient first, and then halves to the even number.
      if (target.resample.method === "skimage")
        return withEdgesKept(
          grid,
          shape.map((length, axis) => Math.max(1, roundHalfEven((spacing[axis]! / wanted[axis]!) * length))) as unknown as Shape3,
        );
      const lengths = shape.map((length, axis) => Math.max(1, roundHalfEven(((length - 1) * spacing[axis]!) / wanted[axis]! + 1)));
      return {
        ...grid,
        size: lengths.toReversed() as unknown as Grid["size"],
        spacingMm: wanted.toReversed() as unknown as Grid["spacingMm"],
      };
    }
    case "conform":
      return conformedTensorGrid(stored, input);
    case "size":
      return target.alignment === "centres" ? withEdgesKept(grid, target.size) : withCentresKept(grid, target.size);
  }
}

/** The grid of so many voxels between the same outer edges. */
function withEdgesKept(grid: Grid, shape: Shape3): Grid {
  const size = shape.toReversed() as unknown as Grid["size"];
  const ratio = grid.size.map((length, axis) => length / size[axis]!);
  return {
    ...grid,
    size,
    spacingMm: grid.spacingMm.map((mm, axis) => mm * ratio[axis]!) as unknown as Grid["spacingMm"],
    originMm: voxelToPatient(grid, ratio.map((each) => (each - 1) / 2) as unknown as Grid["originMm"]),
  };
}

/** The grid of so many voxels between the centres of the first and last ones. */
function withCentresKept(grid: Grid, shape: Shape3): Grid {
  const size = shape.toReversed() as unknown as Grid["size"];
  const spacingMm = grid.spacingMm.map((mm, axis) => (size[axis]! > 1 ? (mm * (grid.size[axis]! - 1)) / (size[axis]! - 1) : mm));
  return { ...grid, size, spacingMm: spacingMm as unknown as Grid["spacingMm"] };
}

/** Brings an image onto the grid that gridFor answered. */
export async function regridImage(
  values: Float32Array,
  from: Grid,
  to: Grid,
  { input, stored, scalarType }: { input: VolumeInput; stored: Grid; scalarType: ScalarType },
): Promise<Float32Array> {
  const target = input.grid;
  switch (target.kind) {
    case "keep":
      return values;
    case "spacing":
      return target.resample.method === "skimage"
        ? resampleLikeSkimage(values, from, to, target.resample)
        : sampleAt(values, from, to, target.resample.order);
    case "conform":
      return conformTensor(values, { grid: from, stored, input, scalarType });
    case "size":
      return resizeVolume(values, shapeOf(from), {
        to: shapeOf(to),
        orders: [target.order, target.order, target.order],
        alignment: target.alignment,
      });
  }
}

/** Brings one channel of an answer back from the network's grid. From a conformed one, which need not reach as far as the image, `outside` is taken beyond. */
export async function regridBack(
  values: Float32Array,
  from: Grid,
  to: Grid,
  { resampleBack: { resample }, grid, outside }: Pick<SegmentationOutput, "resampleBack"> & { grid: GridTarget; outside: number },
): Promise<Float32Array> {
  if (grid.kind === "conform") return sampleInPatient(values, from, { to, outside });
  return resample.method === "inverse" ? sampleAt(values, from, to, 1) : resampleLikeSkimage(values, from, to, resample);
}

/**
 * nnU-Net's resampling: in one go, or where one axis is of low resolution slice by slice across it and then along it. Slices are clipped to their own
 * range, as scikit-image does; along the axis nothing is.
 */
async function resampleLikeSkimage(values: Float32Array, from: Grid, to: Grid, how: Skimage): Promise<Float32Array> {
  const sliceAxis = lowResolutionAxis(spacingOf(from), spacingOf(to), how);
  const orders = [0, 1, 2].map((axis) => (axis === sliceAxis ? how.orderZ : how.order)) as [
    typeof how.order,
    typeof how.order,
    typeof how.order,
  ];
  return resizeVolume(values, shapeOf(from), { to: shapeOf(to), orders, alignment: "centres", sliceAxis });
}

/** The axis that is resampled by itself; undefined where there is none. */
export function lowResolutionAxis(
  current: Shape3,
  wanted: Shape3,
  { separateZ, threshold }: Pick<Skimage, "separateZ" | "threshold">,
): 0 | 1 | 2 | undefined {
  if (separateZ === "never") return undefined;
  const isUneven = (spacing: Shape3) => Math.max(...spacing) / Math.min(...spacing) > threshold;
  const deciding = separateZ === "always" || isUneven(current) ? current : isUneven(wanted) ? wanted : undefined;
  if (!deciding) return undefined;
  const largest = Math.max(...deciding);
  const axes = ([0, 1, 2] as const).filter((axis) => largest / deciding[axis] === 1);
  return axes.length === 1 ? axes[0] : undefined;
}

/** The values at the places of the voxels of a grid with the same axes: linear between, or of the nearest; beyond the last voxels their value. */
function sampleAt(values: Float32Array, from: Grid, to: Grid, order: 0 | 1): Float32Array {
  const first = patientToVoxel(from, to.originMm);
  const [i, j, k] = ([0, 1, 2] as const).map((axis) => {
    const length = from.size[axis];
    return Array.from({ length: to.size[axis] }, (_, at) => {
      // Places of one another's voxels are reached to rounding only.
      const exact = first[axis] + (at * to.spacingMm[axis]) / from.spacingMm[axis];
      const place = Math.abs(exact - Math.round(exact)) < 1e-9 ? Math.round(exact) : exact;
      const inside = Math.min(length - 1, Math.max(0, order === 0 ? Math.floor(place + 0.5) : place));
      const below = Math.floor(inside);
      return { below, above: Math.min(length - 1, below + 1), share: inside - below };
    });
  }) as unknown as [Line, Line, Line];
  const [rows, columns] = [from.size[1], from.size[0]];
  const out = new Float32Array(countOf(shapeOf(to)));
  let at = 0;
  for (const z of k)
    for (const y of j) {
      const lines = [z.below * rows + y.below, z.below * rows + y.above, z.above * rows + y.below, z.above * rows + y.above].map(
        (line) => line * columns,
      ) as [number, number, number, number];
      for (const x of i) {
        const along = (line: number) => values[line + x.below]! * (1 - x.share) + values[line + x.above]! * x.share;
        const low = along(lines[0]) * (1 - y.share) + along(lines[1]) * y.share;
        out[at++] = z.share === 0 ? low : low * (1 - z.share) + (along(lines[2]) * (1 - y.share) + along(lines[3]) * y.share) * z.share;
      }
    }
  return out;
}

type Line = ReadonlyArray<{ readonly below: number; readonly above: number; readonly share: number }>;
