import type { Bundle2 } from "#shared/domain/bundle/bundle2.ts";
import type { Grid } from "#shared/domain/geometry.ts";
import { bytesPerVoxel, type ScalarType } from "#shared/domain/volume.ts";
import { channelsOf } from "./labelVolume.ts";
import { paddedShape } from "./prepareVolume.ts";
import { gridFor } from "./regrid.ts";
import { patchShape } from "./runPatches.ts";
import { countOf, shapeOf, tensorAxes, turnedGrid } from "./tensorGrid.ts";

export interface MemoryQuestion {
  readonly images: ReadonlyArray<{ readonly grid: Grid; readonly scalarType: ScalarType }>;
  /** Of the largest ONNX file. */
  readonly modelBytes: number;
  /** What the process holds before. */
  readonly heldBytes: number;
}

const float = 4;
/** Of what is laid out one behind another, memory that the system has not yet got back, and the runtime's own. */
const slack = 1.12;
/** Threads and arenas of the runtime, and what the program itself gathers, in every run. */
const runtimeBytes = 48 * 2 ** 20;

/**
 * Bytes that a run will hold at most, before anything is prepared: the largest of its stages, as their arrays say, with the peak of one patch as the bundle
 * states it. Crops are not known yet: the whole image counts.
 */
export function estimateMemory(bundle: Bundle2, { images, modelBytes, heldBytes }: MemoryQuestion): number {
  // The file's bytes, and the runtime's copies while it reads them.
  const model = 2 * modelBytes + runtimeBytes;
  const activations = bundle.limits.patchMb * 2 ** 20;
  const first = images[0];
  if (bundle.kind === "table" || !bundle.input || !first) return heldBytes + (model + activations) * slack;
  const { input } = bundle;
  const stored = turnedGrid(first.grid, tensorAxes(first.grid.direction, input));
  const before = countOf(shapeOf(stored));
  const regridded = shapeOf(gridFor(stored, input, first.grid));
  const inference = bundle.kind === "ensemble" ? undefined : bundle.inference;
  const patch = inference && inference.patch !== "whole volume" ? patchShape(inference, input.dims, regridded) : undefined;
  const { shape } = paddedShape(regridded, input.pad, patch);
  const after = countOf(shape);
  const given = input.images.length;
  const all = given + Object.keys(input.formulas ?? {}).length;
  const largest = Math.max(...images.map(({ scalarType }) => bytesPerVoxel(scalarType)));
  // One image is turned from the file's voxels, or brought onto the other grid in double precision, while the others wait.
  const preparing =
    given * Math.max(before, after) * float + Math.max(before * largest, before === after ? 0 : 2 * 8 * Math.max(before, after));
  const held = all * after * float;
  if (bundle.kind !== "segmentation") return heldBytes + Math.max(preparing, held * 2 + model + activations) * slack;
  const channels = channelsOf(bundle.output);
  const seen = patchShape(bundle.inference, input.dims, shape);
  const isWhole = countOf(seen) === after;
  const buffers = (bundle.inference.channels.length + channels) * countOf(seen) * float * (bundle.inference.mirrorAxes.length > 0 ? 2 : 1);
  // One fold that sees all at once answers in the buffer that it wrote to.
  const isAlone = isWhole && bundle.inference.folds.length === 1;
  const answers = isAlone
    ? 0
    : (channels * (bundle.inference.folds.length > 1 && bundle.inference.average === "scores" ? 2 : 1) + (isWhole ? 0 : 1)) * after * float;
  const running = held + answers + buffers + (isWhole ? 0 : countOf(seen) * float) + model + activations;
  const back = channels * after * float + before * (3 * float + 2 + (before === after ? 0 : 2 * 8));
  // Parts or distances of the largest mask there can be.
  const post = before * (2 + (bundle.output.post.length > 0 ? 14 : 2));
  return heldBytes + Math.max(preparing, running, back, post) * slack;
}

/** Why a run is refused that would take more than there is; undefined where it fits. */
export function memoryRefusal(
  estimatedBytes: number,
  { heldBytes, freeBytes }: { heldBytes: number; freeBytes: number },
): string | undefined {
  if (estimatedBytes <= heldBytes + freeBytes) return undefined;
  const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GB`;
  return (
    `This run needs about ${gigabytes(estimatedBytes)} of memory, and only ${gigabytes(heldBytes + freeBytes)} can be had. Nothing was computed. Close ` +
    `other programs, crop the image, or use a machine with more memory.`
  );
}
