import type { Grid } from "#shared/domain/geometry.ts";

/**
 * In words, where two grids differ and by how much; undefined where they are the same grid. Differences that cannot matter are those of
 * rounding in file formats: a hundred-thousandth of the spacing, of a unit vector, and a thousandth of a voxel of the origin.
 */
export function gridDifference(image: Grid, mask: Grid): string | undefined {
  if (image.size.some((count, axis) => count !== mask.size[axis])) {
    return `the image has ${image.size.join(" x ")} voxels, the mask ${mask.size.join(" x ")}`;
  }
  const spacing = image.spacingMm.map((step, axis) => Math.abs(step - mask.spacingMm[axis]!));
  if (spacing.some((difference, axis) => !(difference <= 1e-5 * image.spacingMm[axis]!))) {
    return `their spacing differs by ${words(spacing)} mm (image ${words(image.spacingMm)}, mask ${words(mask.spacingMm)})`;
  }
  const origin = image.originMm.map((position, axis) => Math.abs(position - mask.originMm[axis]!));
  if (origin.some((difference) => !(difference <= 1e-3 * Math.min(...image.spacingMm)))) {
    return `their origin differs by ${words(origin)} mm (image ${words(image.originMm)}, mask ${words(mask.originMm)})`;
  }
  const direction = Math.max(...image.direction.map((cosine, entry) => Math.abs(cosine - mask.direction[entry]!)));
  if (!(direction <= 1e-5)) return `their axes point in different directions (direction cosines differ by up to ${Number(direction.toPrecision(3))})`;
  return undefined;
}

function words(numbers: readonly number[]): string {
  return numbers.map((number) => Number(number.toPrecision(6))).join(", ");
}
