import type { VolumeInput } from "#shared/domain/bundle/input.ts";
import { voxelToPatient, type Grid } from "#shared/domain/geometry.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image, ScalarType, VoxelArray } from "#shared/domain/volume.ts";
import { cropBox, cutBox, filledNonzero } from "./cropBox.ts";
import { evaluateFormula } from "./formula.ts";
import { letGo } from "./letGo.ts";
import { normaliseImage } from "./normaliseImage.ts";
import { gridFor, regridImage } from "./regrid.ts";
import { countOf, shapeOf, tensorAxes, toTensor, turnedBox, turnedGrid, type Box, type Shape3, type TensorAxes } from "./tensorGrid.ts";

/** A change of the grid, which is taken back on the answer. */
export type GridChange =
  | { readonly kind: "crop"; readonly before: Grid; readonly box: Box }
  | { readonly kind: "resample"; readonly before: Grid; readonly after: Grid };

/** Images as they enter a network, and the way back. */
export interface PreparedVolume {
  /** By the name of the image or formula; each of `shape`. */
  readonly images: ReadonlyMap<string, Float32Array>;
  /** After padding. */
  readonly shape: Shape3;
  /** The padded volume's first voxel, and the lengths before padding. */
  readonly inside: Box;
  readonly grid: Grid;
  readonly axes: TensorAxes;
  /** In the order in which they were made. */
  readonly changes: readonly GridChange[];
}

/**
 * Prepares images, all on one grid, as a bundle says: turned, then cropped, normalised and resampled in its order, its formulas computed, and padded.
 * `take` answers an image, or undefined where it is not given, and is asked once for each. `patch` is what padding to the patch means.
 * Throws PlainError where an image holds NaN or infinite numbers, and where the result would be larger than `maxVoxels`.
 */
export async function prepareVolume(
  input: VolumeInput,
  {
    grid: storedGrid,
    take,
    patch,
    maxVoxels,
  }: { grid: Grid; take: (name: string) => Image | undefined; patch: Shape3 | undefined; maxVoxels: number },
): Promise<PreparedVolume> {
  const axes = tensorAxes(storedGrid.direction, input);
  let grid = turnedGrid(storedGrid, axes);
  const taken = new Map<string, Image>();
  const absent: string[] = [];
  for (const { name } of input.images) {
    const image = take(name);
    if (image) taken.set(name, image);
    else absent.push(name);
  }
  const scalarTypes = new Map<string, ScalarType>([...taken].map(([name, { scalarType }]) => [name, scalarType]));
  // Before anything is measured: a range that is cut off would hide them, and a resampling spread them.
  for (const [name, { voxels }] of taken) refuseNotFinite(name, voxels, "");
  const changes: GridChange[] = [];
  // A crop that comes first is made as the image is turned: what it takes away is never turned.
  const isCroppedFirst = input.order[0] === "crop";
  const stored = isCroppedFirst
    ? cropBox(
        [...taken.values()].map(({ voxels }) => voxels),
        shapeOf(storedGrid),
        input.crop,
      )
    : { from: [0, 0, 0] as const, shape: shapeOf(storedGrid) };
  const box = turnedBox(stored, storedGrid.size, axes);
  const images = new Map<string, Float32Array>();
  for (const [name, { voxels }] of taken) {
    images.set(name, toTensor(voxels, storedGrid.size, axes, box));
    taken.delete(name);
  }
  const crop = (to: Box) => {
    changes.push({ kind: "crop", before: grid, box: to });
    grid = croppedGrid(grid, to);
  };
  if (!isWhole(box, grid)) crop(box);
  const change = async (make: (values: Float32Array, name: string) => Promise<Float32Array> | Float32Array) => {
    for (const [name, values] of images) {
      const made = await make(values, name);
      if (made !== values) letGo(values);
      images.set(name, made);
    }
  };
  for (const step of isCroppedFirst ? input.order.slice(1) : input.order) {
    if (step === "crop") {
      const shape = shapeOf(grid);
      const left = cropBox([...images.values()], shape, input.crop);
      if (isWhole(left, grid)) continue;
      await change((values) => cutBox(values, shape, left));
      crop(left);
    } else if (step === "normalise") {
      const needsMask = input.images.some(({ normalise }) => normalise.kind === "zscore" && normalise.over === "nonzeroFilled");
      const mask = needsMask ? filledNonzero([...images.values()], shapeOf(grid)) : undefined;
      for (const { name, normalise } of input.images) if (images.has(name)) normaliseImage(images.get(name)!, normalise, mask);
      if (mask) letGo(mask);
    } else {
      const after = gridFor(grid, input, storedGrid);
      const before = grid;
      refuseTooLarge(shapeOf(after), maxVoxels);
      await change((values, name) => regridImage(values, before, after, { input, stored: storedGrid, scalarType: scalarTypes.get(name)! }));
      if (input.grid.kind !== "keep") changes.push({ kind: "resample", before, after });
      grid = after;
    }
  }
  for (const name of absent) images.set(name, new Float32Array(countOf(shapeOf(grid))));
  for (const [name, expression] of Object.entries(input.formulas ?? {}))
    images.set(name, evaluateFormula(expression, images, countOf(shapeOf(grid))));
  for (const [name, values] of images) refuseNotFinite(name, values, " once it is prepared for the model");
  const { shape, inside } = paddedShape(shapeOf(grid), input.pad, patch);
  refuseTooLarge(shape, maxVoxels);
  if (countOf(shape) !== countOf(inside.shape)) {
    const from = inside.from.map((at) => -at) as unknown as Shape3;
    await change((values) => cutBox(values, inside.shape, { from, shape }, input.pad.to === "none" ? 0 : input.pad.value));
  }
  return { images, shape, inside, grid, axes, changes };
}

function isWhole(box: Box, grid: Grid): boolean {
  return box.shape.every((length, axis) => length === shapeOf(grid)[axis]);
}

function croppedGrid(grid: Grid, { from, shape }: Box): Grid {
  return {
    ...grid,
    size: shape.toReversed() as unknown as Grid["size"],
    originMm: voxelToPatient(grid, from.toReversed() as unknown as Grid["originMm"]),
  };
}

/** Lengths after padding, and where what was there before lies in it. In the centre, the odd voxel comes behind. */
export function paddedShape(before: Shape3, pad: VolumeInput["pad"], patch: Shape3 | undefined): { shape: Shape3; inside: Box } {
  const shape = before.map((length, axis) => {
    if (pad.to === "none") return length;
    const multiple = pad.to === "multiple" ? pad.of[axis]! : 1;
    return pad.to === "patch" ? Math.max(length, patch?.[axis] ?? 0) : Math.ceil(length / multiple) * multiple;
  }) as unknown as Shape3;
  const isCentred = pad.to !== "none" && pad.where === "centre";
  const from = shape.map((length, axis) => (isCentred ? Math.floor((length - before[axis]!) / 2) : 0)) as unknown as Shape3;
  return { shape, inside: { from, shape: before } };
}

function refuseTooLarge(shape: Shape3, maxVoxels: number): void {
  if (countOf(shape) > maxVoxels)
    throw new PlainError(
      `The image would have ${shape.join(" x ")} voxels for this model, more than the ${maxVoxels} that its bundle allows (limits.maxVoxels). Crop it first.`,
    );
}

/** Of voxels in single precision. */
function refuseNotFinite(name: string, values: VoxelArray, when: string): void {
  // Infinity - Infinity is NaN, as NaN - NaN is; of every other number it is 0.
  let sum = 0;
  for (let at = 0; at < values.length; at++) {
    const value = Math.fround(values[at]!);
    sum += value - value;
  }
  if (Number.isNaN(sum))
    throw new PlainError(`The image ${name} holds NaN or infinite numbers${when}. Check the file, and the bundle's input.`);
}
