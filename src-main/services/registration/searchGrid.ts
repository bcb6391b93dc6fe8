import type { Grid } from "#shared/domain/geometry.ts";
import { scalarTypeOf } from "#shared/domain/volume.ts";
import type { ParameterMap } from "./parameterMaps.ts";
import type { RegistrationImage } from "./registrationMessages.ts";
import { resampleImage } from "./resampleImage.ts";

/** How the images are laid out for the search: how far each resolution is coarsened, and slices that are far apart. */

const resolutions = [8, 4, 2, 1] as const;
/** An image that is coarsened to fewer shows nothing any more. */
const leastVoxels = 8;
/** Slices are interpolated up to so many voxels: those of a head of 1 mm, whose search takes 8 s. */
const mostInterpolated = 9e6;

type Layout = { readonly size: readonly number[]; readonly spacing: readonly number[] };

/**
 * By how much each axis is coarsened in each resolution, as elastix takes it: in mm about alike along all axes, since a factor for all of them would make
 * one slice of some that are far apart.
 */
export function pyramidOf(fixed: Layout, moving: Layout): ParameterMap {
  return { FixedImagePyramidSchedule: scheduleOf(fixed), MovingImagePyramidSchedule: scheduleOf(moving) };
}

function scheduleOf({ size, spacing }: Layout): string[] {
  const finest = Math.min(...spacing);
  return resolutions.flatMap((factor) =>
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
