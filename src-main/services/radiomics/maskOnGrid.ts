import type { Grid } from "#shared/domain/geometry.ts";
import { isVoxelOnVoxel, matchGrids, noteOfMatch } from "#shared/domain/gridMatch.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { placeOnGrid, type LostVoxels } from "../imagefiles/index.ts";
import type { CompleteSettings } from "./settings.ts";

/** A mask as the engine takes it. */
export interface MaskOnGrid {
  readonly mask: Image;
  /** It lies on a grid of its own: the engine resamples it. */
  readonly resample: boolean;
  /** Labels of which voxels lie beyond the image and are left out. */
  readonly lost: readonly LostVoxels[];
  /** What to be careful of, a sentence each. */
  readonly notes: readonly string[];
}

/** SimpleITK's, which PyRadiomics leaves as it is where geometryTolerance is not given. */
const itkTolerance = 1e-6;

/**
 * Brings a mask onto the grid of an image: as it is where PyRadiomics takes it as it is (its geometryTolerance, else 1e-6), for the engine to resample where
 * correctMask asks for it, else by matchGrids: where it holds a box of the image's lattice it is put in its place. A geometryTolerance that
 * is given is the last
 * word, as there.
 * Throws PlainError, saying by how much, where it lies on another grid.
 */
export async function maskOnGrid(
  image: Image,
  mask: Image,
  { correctMask, geometryTolerance }: Pick<CompleteSettings, "correctMask" | "geometryTolerance">,
): Promise<MaskOnGrid> {
  const asItIs = { mask, resample: false, lost: [], notes: [] };
  if (isSameForItk(image.grid, mask.grid, geometryTolerance ?? itkTolerance))
    return geometryTolerance === null ? asItIs : { ...asItIs, notes: notesOfTolerance(image.grid, mask.grid) };
  if (correctMask) return { ...asItIs, resample: true };
  const match = matchGrids(image.grid, mask.grid);
  if (geometryTolerance !== null) {
    const how =
      "mismatch" in match
        ? match.mismatch
        : `it lies on the image's lattice, but its header differs by more than geometryTolerance (${geometryTolerance}), or it holds only ` +
          `a part of it (${mask.grid.size.join(" x ")} voxels of ${image.grid.size.join(" x ")})`;
    throw new PlainError(
      `The mask does not lie on the image's grid: ${how}. Leave geometryTolerance out to have it put in its place, or have it resampled ` +
        `to the image's grid (setting correctMask).`,
    );
  }
  if ("mismatch" in match) {
    throw new PlainError(
      `The mask does not lie on the image's grid: ${match.mismatch}. Draw it on this image, or have it resampled to the image's grid (setting correctMask).`,
    );
  }
  const apart = noteOfMatch(match);
  const notes = apart === undefined ? [] : [`The mask: ${apart}.`];
  // The engine takes places and spacing from the mask: they are to be the image's.
  if (isVoxelOnVoxel(match, image.grid, mask.grid)) return { ...asItIs, mask: { ...mask, grid: image.grid }, notes };
  const placed = await placeOnGrid(mask, image.grid, match);
  return { mask: placed.image, resample: false, lost: placed.lost, notes };
}

/** What is told of one label of which voxels lie beyond the image: a sentence, and whether nothing of it is left. */
export function lossOf({ lost }: MaskOnGrid, label: number): { readonly words: string; readonly isWhole: boolean } | undefined {
  const found = lost.find((each) => each.label === label);
  if (!found) return undefined;
  const isWhole = found.lost === found.voxels;
  return {
    isWhole,
    words: isWhole
      ? `Label ${label} lies wholly outside the image (${found.voxels} voxels).`
      : `Label ${label} reaches beyond the image: ${found.lost} of its ${found.voxels} voxels lie outside and are not measured.`,
  };
}

/**
 * Whether ITK takes two grids as one (ImageToImageFilter::VerifyInputInformation): numbers of the header, the tolerance a share of the
 * first image's spacing along x.
 */
function isSameForItk(image: Grid, mask: Grid, tolerance: number): boolean {
  const near = (a: readonly number[], b: readonly number[], most: number) => a.every((value, at) => Math.abs(value - b[at]!) <= most);
  const mm = Math.abs(tolerance * image.spacingMm[0]);
  return (
    image.size.every((length, axis) => length === mask.size[axis]) &&
    near(image.originMm, mask.originMm, mm) &&
    near(image.spacingMm, mask.spacingMm, mm) &&
    near(image.direction, mask.direction, tolerance)
  );
}

/** What is told where a tolerance of the reader's own takes a mask as it is that lies elsewhere. */
function notesOfTolerance(image: Grid, mask: Grid): string[] {
  const match = matchGrids(image, mask);
  if ("mismatch" in match) return [`geometryTolerance takes the mask as lying on the image's grid, voxel on voxel, but ${match.mismatch}.`];
  const note = noteOfMatch(match);
  if (!isVoxelOnVoxel(match, image, mask))
    return ["geometryTolerance takes the mask as lying on the image's grid, voxel on voxel, but it lies a whole voxel or more away."];
  return note === undefined ? [] : [`The mask: ${note}.`];
}
