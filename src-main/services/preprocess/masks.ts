import { isVoxelOnVoxel, matchGrids } from "#shared/domain/gridMatch.ts";
import type { Vector3 } from "#shared/domain/geometry.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Within } from "#shared/domain/recipe/steps.ts";
import type { Image } from "#shared/domain/volume.ts";
import { placeOnGrid } from "../imagefiles/index.ts";
import { callEngine, imageOf, type NativeImage, type StepContext } from "./nativeSteps.ts";
import { imageOfRole, type StepImage } from "./stepImages.ts";

/** Voxels of an image that are meant, and how they were found. */
export interface Mask {
  /** uint8, on the image's voxels; absent where the whole image is meant. */
  readonly mask?: Image;
  /** "within 1,234 voxels above Otsu's threshold of 397.4". */
  readonly words: string;
  /** The smallest box around them, from the first voxel on; null where there are none, or where the whole image is meant. */
  readonly box: { readonly lower: Vector3; readonly size: Vector3 } | null;
}

/**
 * The mask of an image that a step asks for. Throws PlainError where a role is not there or its label map lies on another lattice, and where the mask is
 * empty.
 */
export async function maskFor(choice: Within, role: string, images: ReadonlyMap<string, StepImage>, context: StepContext): Promise<Mask> {
  if (choice.from === "whole") return { words: "over the whole image", box: null };
  const { image } = imageOfRole(images, role);
  const source = choice.from === "role" ? await onVoxelsOf(image, role, choice.role, images) : image;
  const labels = choice.from === "role" ? (choice.labels ?? []) : [];
  const made = await callEngine<NativeImage & { count: number; threshold?: number; box: Mask["box"] }>(
    "makeMask",
    { image: source, from: choice.from === "role" ? "labels" : choice.from, labels },
    context,
  );
  const { count, threshold, box } = made;
  const where = {
    role: choice.from === "role" ? `of ${choice.role}${choice.labels ? ` (${choice.labels.join(", ")})` : ""}` : "",
    nonzero: "that are not 0",
    otsu: `above Otsu's threshold of ${plain(threshold ?? Number.NaN)}`,
  }[choice.from];
  if (!box) throw new PlainError(`The mask of ${role} is empty: there are no voxels ${where}. Choose another mask.`);
  return { mask: imageOf(made), words: `within ${count.toLocaleString("en")} voxel${count === 1 ? "" : "s"} ${where}`, box };
}

/** A label map on the voxels of an image, whose lattice it lies on. */
async function onVoxelsOf(image: Image, role: string, maskRole: string, images: ReadonlyMap<string, StepImage>): Promise<Image> {
  const labels = imageOfRole(images, maskRole).image;
  const match = matchGrids(image.grid, labels.grid);
  if ("mismatch" in match)
    throw new PlainError(
      `The mask ${maskRole} does not lie on the voxels of ${role}: ${match.mismatch}. Resample one onto the other first.`,
    );
  return isVoxelOnVoxel(match, image.grid, labels.grid) ? labels : (await placeOnGrid(labels, image.grid, match)).image;
}

/** A number in at most seven digits. */
export function plain(value: number): string {
  return String(Number(value.toPrecision(7)));
}
