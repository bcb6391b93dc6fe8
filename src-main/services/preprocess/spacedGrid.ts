import { voxelToPatient, type Grid } from "#shared/domain/geometry.ts";
import { PlainError } from "#shared/domain/plainError.ts";

/** What a workstation has beside the image: 1 GiB as float64. */
const mostVoxels = 134_217_728;

/**
 * A grid with other spacings, mm, along its axes; null keeps an axis. The outer corner of the first voxel stays, and an axis has size * spacing / new spacing
 * voxels, rounded half to even as Python does, at least 1. Throws PlainError where it would have more than 134,217,728 voxels.
 */
export function spacedGrid(grid: Grid, spacingMm: readonly [number | null, number | null, number | null]): Grid {
  const axes = [0, 1, 2] as const;
  const spacing = axes.map((axis) => spacingMm[axis] ?? grid.spacingMm[axis]);
  const size = axes.map((axis) => Math.max(1, roundHalfToEven((grid.size[axis] * grid.spacingMm[axis]) / spacing[axis]!)));
  if (size.reduce((product, length) => product * length, 1) > mostVoxels)
    throw new PlainError(
      `With this spacing the image would have ${size.join(" x ")} voxels, more than ${mostVoxels.toLocaleString("en")}. Choose a larger one.`,
    );
  const first = axes.map((axis) => 0.5 * (spacing[axis]! / grid.spacingMm[axis]) - 0.5);
  return {
    ...grid,
    size: [size[0]!, size[1]!, size[2]!],
    spacingMm: [spacing[0]!, spacing[1]!, spacing[2]!],
    originMm: voxelToPatient(grid, [first[0]!, first[1]!, first[2]!]),
  };
}

function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
