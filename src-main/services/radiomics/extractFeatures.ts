import { PlainError } from "#shared/domain/plainError.ts";
import type { ExtractionSettings, FeatureValue } from "#shared/domain/featureSet.ts";
import type { Image } from "#shared/domain/volume.ts";
import { columnName } from "./featureDocumentation.ts";
import { gridDifference } from "./gridDifference.ts";
import { nativeEngine, type NativeMatrices } from "./nativeEngine.ts";
import { completeSettings } from "./settings.ts";

export interface ExtractionOptions {
  /** One 32-bit flag, polled by the engine: non-zero cancels. */
  readonly cancelFlag?: SharedArrayBuffer;
  readonly onProgress?: (done: number, total: number, phase: string) => void;
  /** Threads to use; one for each core where absent. The result does not depend on it. */
  readonly threads?: number;
}

/** Thrown where the reader cancelled. */
export class ExtractionCancelled extends Error {
  override readonly name = "ExtractionCancelled";
}

/**
 * Computes PyRadiomics' features of one label of a mask on an image, off JavaScript's thread. The voxels are read in place: leave them alone
 * until the promise has settled. Answers PyRadiomics' names in its order; null, with the reason, where a feature is undefined.
 * Throws PlainError where the settings cannot be used, the mask lies on another grid, the label is absent, the region is too small for the
 * settings, or an intensity in it is not finite; ExtractionCancelled where the flag was set.
 */
export async function extractFeatures(image: Image, mask: Image, settings: ExtractionSettings, options: ExtractionOptions = {}): Promise<FeatureValue[]> {
  return (await extract(image, mask, settings, options, false)).features;
}

/** The features, and the matrices they are made of. */
export async function extractMatrices(image: Image, mask: Image, settings: ExtractionSettings, options: ExtractionOptions = {}): Promise<NativeMatrices> {
  return (await extract(image, mask, settings, options, true)).matrices!;
}

async function extract(image: Image, mask: Image, settings: ExtractionSettings, options: ExtractionOptions, withMatrices: boolean) {
  const complete = completeSettings(settings);
  const difference = gridDifference(image.grid, mask.grid);
  if (difference) {
    throw new PlainError(`The mask does not lie on the image's grid: ${difference}. Draw it on this image, or resample it to the image's grid.`);
  }
  const { values, matrices } = await nativeEngine().extract({
    image: image.voxels,
    mask: mask.voxels,
    size: image.grid.size,
    spacingMm: image.grid.spacingMm,
    classes: complete.featureClass.map(([name]) => name),
    binWidth: complete.binWidth,
    binCount: complete.binCount ?? undefined,
    planeAxis: complete.force2D ? complete.force2Ddimension : -1,
    voxelArrayShift: complete.voxelArrayShift,
    distances: complete.distances,
    symmetricalGLCM: complete.symmetricalGLCM,
    weightingNorm: complete.weightingNorm,
    gldmA: complete.gldm_a,
    label: complete.label,
    minimumROIDimensions: complete.minimumROIDimensions,
    minimumROISize: complete.minimumROISize ?? 0,
    threads: options.threads ?? 0,
    withMatrices,
    cancelFlag: options.cancelFlag && new Int32Array(options.cancelFlag, 0, 1),
  }, options.onProgress).catch(throwInWords);

  const byName = new Map(values.map((value) => [columnName(value.featureClass, value.name), value]));
  const features = complete.featureClass.flatMap(([featureClass, names]) => names.map((name): FeatureValue => {
    const column = columnName(featureClass, name);
    const { value, undefinedWhen } = byName.get(column)!;
    return value === null ? { name: column, value, reason: undefinedWhen || "it divides by zero for this region" } : { name: column, value };
  }));
  return { features, matrices };
}

/** Throws what the engine said as the reader's PlainError or ExtractionCancelled. */
export function throwInWords(error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "REFUSED") throw new PlainError(message, { cause: error });
  if (code === "CANCELLED") throw new ExtractionCancelled(message, { cause: error });
  throw error;
}
