import { voxelToPatient, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import { scalarTypeOf } from "#shared/domain/volume.ts";
import type { ParameterMap } from "./parameterMaps.ts";
import type { RegistrationImage } from "./registrationMessages.ts";
import { resampleImage } from "./resampleImage.ts";

/** How the images are laid out for the search: how far each resolution is coarsened, and slices that are far apart. */

/** By how many of its finest voxels an image is coarsened in each resolution, of a search that goes to the image itself. */
export const resolutions: readonly number[] = [8, 4, 2, 1];
/** An image that is coarsened to fewer shows nothing any more. */
const leastVoxels = 8;
/** Slices are interpolated up to so many voxels: those of a head of 1 mm, whose search takes 8 s. */
const mostInterpolated = 9e6;

type Layout = { readonly size: readonly number[]; readonly spacing: readonly number[] };

/**
 * By how much each axis is coarsened in each resolution, as elastix takes it: in mm about alike along all axes, since a factor for all of them would make
 * one slice of some that are far apart.
 */
export function pyramidOf(fixed: Layout, moving: Layout, factors = resolutions): ParameterMap {
  return { FixedImagePyramidSchedule: scheduleOf(fixed, factors), MovingImagePyramidSchedule: scheduleOf(moving, factors) };
}

function scheduleOf({ size, spacing }: Layout, factors: readonly number[]): string[] {
  const finest = Math.min(...spacing);
  return factors.flatMap((factor) =>
    size.map((length, axis) => {
      let most = 1;
      while (2 * most * spacing[axis]! < 1.5 * factor * finest && length >= 2 * most * leastVoxels) most *= 2;
      return String(most);
    }),
  );
}

/**
 * Into how many each slice is divided for the search, along the axis of the longest voxels: so many that they are at most about twice as long as those
 * across.
 */
export function slicePartsOf({ size, spacingMm }: Grid): [number, number, number] {
  const longest = spacingMm.indexOf(Math.max(...spacingMm));
  const across = Math.max(...spacingMm.filter((_, axis) => axis !== longest));
  const allowed = Math.floor(mostInterpolated / (size[0] * size[1] * size[2]));
  const parts: [number, number, number] = [1, 1, 1];
  parts[longest] = Math.max(1, Math.min(allowed, Math.round(spacingMm[longest]! / (2 * across))));
  return parts;
}

/**
 * Thick slices with others between them, by cubic splines: to linear interpolation, which is elastix' here, two stacks of thick slices look most alike where
 * their slices coincide. The first and the last slice stay.
 */
export async function interpolateSlices(image: RegistrationImage): Promise<RegistrationImage> {
  const parts = slicePartsOf(image.grid);
  if (parts.every((part) => part === 1)) return image;
  const { size, spacingMm } = image.grid;
  const along = <Of>(make: (axis: 0 | 1 | 2) => Of): [Of, Of, Of] => [make(0), make(1), make(2)];
  const grid: Grid = {
    ...image.grid,
    size: along((axis) => (size[axis] - 1) * parts[axis] + 1),
    spacingMm: along((axis) => spacingMm[axis] / parts[axis]),
  };
  const whole = { ...image, scalarType: scalarTypeOf(image.voxels) };
  const { voxels } = await resampleImage(whole, { transform: { kind: "composite", steps: [] }, grid, interpolation: "cubic" });
  return { role: image.role, grid, voxels };
}

/** What is left around the box of what an image shows, so that its edge is inside. */
const marginMm = 10;

/**
 * The image without what lies beyond the box of what it shows, where the rest is one value (a brain that was cut out): random places there tell a search
 * nothing. As it is where its corners differ or nothing can be left out.
 */
export function withoutEmptyBorder(image: RegistrationImage): RegistrationImage {
  const { size, spacingMm } = image.grid;
  const empty = image.voxels[0];
  const least: [number, number, number] = [...size];
  const most: [number, number, number] = [-1, -1, -1];
  for (let k = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++) {
      const row = (k * size[1] + j) * size[0];
      let [left, right] = [0, size[0] - 1];
      while (left <= right && image.voxels[row + left] === empty) left += 1;
      if (left > right) continue;
      while (image.voxels[row + right] === empty) right -= 1;
      for (const [axis, from, to] of [
        [0, left, right],
        [1, j, j],
        [2, k, k],
      ] as const) {
        least[axis] = Math.min(least[axis], from);
        most[axis] = Math.max(most[axis], to);
      }
    }
  const margin = spacingMm.map((spacing) => Math.ceil(marginMm / spacing));
  const first = least.map((index, axis) => Math.max(0, index - margin[axis]!)) as unknown as Vector3;
  const last = most.map((index, axis) => Math.min(size[axis]! - 1, index + margin[axis]!));
  const inner = first.map((from, axis) => last[axis]! - from + 1) as unknown as Vector3;
  if (inner.every((length, axis) => length === size[axis])) return image;
  const voxels = new Float32Array(inner[0] * inner[1] * inner[2]);
  let to = 0;
  for (let k = 0; k < inner[2]; k++)
    for (let j = 0; j < inner[1]; j++) {
      const from = ((first[2] + k) * size[1] + first[1] + j) * size[0] + first[0];
      for (let i = 0; i < inner[0]; i++) voxels[to++] = image.voxels[from + i]!;
    }
  return { role: image.role, grid: { ...image.grid, size: inner, originMm: voxelToPatient(image.grid, first) }, voxels };
}
