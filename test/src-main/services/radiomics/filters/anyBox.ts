import { type Arbitrary, double, integer, tuple } from "fast-check";
import type { Image, VoxelArray } from "../../../../../src-shared/domain/volume.ts";
import { makeImage, makeMask } from "../makeImage.ts";
import { voxelAt } from "./filterOracles.ts";

type Three = readonly [number, number, number];

/** An image of whole numbers from -100 to 100, with a mask that is a box of two voxels or more. */
export interface BoxedImage {
  readonly image: Image;
  readonly mask: Image;
  readonly lower: Three;
  readonly size: Three;
}

/** Images with sides from `least` to `most` voxels, with boxes anywhere: at the border, one voxel thin, all of it. */
export function anyBox(least: number, most: number): Arbitrary<BoxedImage> {
  const axis = integer({ min: least, max: most }).chain((side) =>
    integer({ min: 0, max: side - 1 }).chain((lower) =>
      tuple(integer({ min: side, max: side }), integer({ min: lower, max: lower }), integer({ min: 1, max: side - lower })),
    ),
  );
  const spacing = double({ min: 0.3, max: 6, noNaN: true });
  return tuple(axis, axis, axis, tuple(spacing, spacing, spacing), integer())
    .filter(([x, y, z]) => x[2] * y[2] * z[2] > 1)
    .map(([x, y, z, spacingMm, seed]) => {
      const [side, lower, size] = [0, 1, 2].map((field) => [x[field]!, y[field]!, z[field]!] as const) as [Three, Three, Three];
      const image = makeImage(side, Int8Array.from(wholeNumbers(seed, side[0] * side[1] * side[2])), spacingMm);
      const within = (index: number, of: 0 | 1 | 2) => index >= lower[of] && index < lower[of] + size[of];
      return { image, mask: makeMask(side, (i, j, k) => within(i, 0) && within(j, 1) && within(k, 2), spacingMm), lower, size };
    });
}

/** Numbers from -100 to 100 that look random: a linear congruential generator. */
function wholeNumbers(seed: number, count: number): number[] {
  let state = seed >>> 0;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * 201) - 100;
  });
}

/** The voxels of the box. */
export function cut(image: Image, lower: Three, size: Three): number[] {
  return Array.from({ length: size[0] * size[1] * size[2] }, (_, v) =>
    voxelAt(image, [
      lower[0] + (v % size[0]),
      lower[1] + (Math.floor(v / size[0]) % size[1]),
      lower[2] + Math.floor(v / (size[0] * size[1])),
    ]),
  );
}

/** The same voxels with `before` and `after` layers of zeros along each axis. */
export function amongZeros(image: Image, before: Three, after: Three): Image {
  const [x, y, z] = image.grid.size;
  const size = [x + before[0] + after[0], y + before[1] + after[1], z + before[2] + after[2]] as const;
  const voxels = new (image.voxels.constructor as new (length: number) => VoxelArray)(size[0] * size[1] * size[2]);
  for (let v = 0; v < image.voxels.length; v += 1) {
    const [i, j, k] = [v % x, Math.floor(v / x) % y, Math.floor(v / (x * y))];
    voxels[i + before[0] + size[0] * (j + before[1] + size[1] * (k + before[2]))] = image.voxels[v]!;
  }
  return makeImage(size, voxels, image.grid.spacingMm);
}
