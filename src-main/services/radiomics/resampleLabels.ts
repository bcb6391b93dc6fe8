import type { Grid } from "#shared/domain/geometry.ts";
import type { Image } from "#shared/domain/volume.ts";
import { throwInWords } from "./extractFeatures.ts";
import { nativeEngine } from "./nativeEngine.ts";

/**
 * A label map of uint8 on another grid: each voxel takes the label of the nearest one, 0 outside, as PyRadiomics' correctMask (ITK's nearest neighbour:
 * half-way goes up; inside is from half a voxel before the first centre to half a voxel after the last). The engine does it, in the order of operations
 * in which it resamples for extraction: ties fall alike. Throws PlainError where the grids cannot be computed with, the signal's reason where it is aborted.
 */
export async function resampleLabels(mask: Image, grid: Grid, signal?: AbortSignal): Promise<Image> {
  signal?.throwIfAborted();
  const cancelFlag = new Int32Array(new SharedArrayBuffer(4));
  const cancel = () => {
    Atomics.store(cancelFlag, 0, 1);
  };
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    const { voxels } = await nativeEngine().resampleNearest({ image: mask, grid, threads: 0, cancelFlag });
    return { grid, scalarType: mask.scalarType, voxels };
  } catch (error) {
    signal?.throwIfAborted();
    return throwInWords(error);
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}
