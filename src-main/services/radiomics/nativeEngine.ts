import { createRequire } from "node:module";
import { join } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import type { FeatureClass, FeatureDocumentation } from "#shared/domain/featureSet.ts";
import type { Grid } from "#shared/domain/geometry.ts";
import type { Image, VoxelArray } from "#shared/domain/volume.ts";
import { projectRoot } from "../store/index.ts";

/** What native/src/addon reads. The arrays are read where they are, on another thread: leave them alone until the promise has settled. */
export interface NativeInput {
  readonly image: VoxelArray;
  readonly mask: VoxelArray;
  readonly size: readonly [number, number, number];
  readonly spacingMm: readonly [number, number, number];
  readonly classes: readonly FeatureClass[];
  readonly binWidth: number;
  readonly binCount: number | undefined;
  /** The array axis without neighbours: 0 z, 1 y, 2 x; -1 for 3D. */
  readonly planeAxis: number;
  readonly voxelArrayShift: number;
  readonly distances: readonly number[];
  readonly symmetricalGLCM: boolean;
  /** Absent: directions are averaged. */
  readonly weightingNorm: string | undefined;
  readonly gldmA: number;
  readonly label: number;
  readonly minimumROIDimensions: number;
  /** 0: no such limit. */
  readonly minimumROISize: number;
  /** 0: one for each core. */
  readonly threads: number;
  readonly withMatrices: boolean;
  /** Polled: non-zero cancels. */
  readonly cancelFlag: Int32Array | undefined;
}

/** Entries that are not zero; one matrix a direction for glcm and glrlm. */
export interface NativeMatrices {
  readonly levels: number[];
  /** [level, level, probability] */
  readonly glcm: Array<Array<[number, number, number]>>;
  /** [level, size, count] */
  readonly glrlm: Array<Array<[number, number, number]>>;
  readonly glszm: Array<Array<[number, number, number]>>;
  readonly gldm: Array<Array<[number, number, number]>>;
  /** [voxels, difference, level] */
  readonly ngtdm: Array<Array<[number, number, number]>>;
}

/** What maps are made of and how; the other fields as in NativeInput. */
export interface NativeMapInput extends Pick<NativeInput, "label" | "minimumROIDimensions" | "minimumROISize" | "binWidth" | "binCount" | "planeAxis" | "distances" | "weightingNorm"
  | "symmetricalGLCM" | "gldmA" | "voxelArrayShift" | "threads" | "cancelFlag"> {
  readonly image: Image;
  readonly mask: Image;
  readonly features: ReadonlyArray<{ readonly featureClass: FeatureClass; readonly names: readonly string[] }>;
  readonly kernelRadius: number;
  readonly maskedKernel: boolean;
  readonly initValue: number;
  /** Absent: all voxels together. */
  readonly voxelBatch: number | undefined;
}

export interface NativeEngine {
  readonly engineVersion: string;
  /** Rejects with an Error whose code is REFUSED (words for the reader), CANCELLED or FAULT. */
  extract(input: NativeInput, onProgress?: (done: number, total: number, phase: string) => void): Promise<{
    values: Array<{ featureClass: FeatureClass; name: string; value: number | null; undefinedWhen: string }>;
    matrices?: NativeMatrices;
  }>;
  /** In the order asked. Rejects as `extract`. */
  extractFeatureMaps(input: NativeMapInput, onProgress?: (done: number, total: number, phase: string) => void): Promise<Array<{
    featureClass: FeatureClass; name: string; image: { grid: Grid; voxels: Float64Array };
  }>>;
  documentation(): FeatureDocumentation[];
}

let loaded: NativeEngine | undefined;

/** The native addon, loaded at its first use. Throws PlainError where it was not built or not for this system. */
export function nativeEngine(): NativeEngine {
  try {
    loaded ??= createRequire(import.meta.url)(join(projectRoot, "native", "build", "Release", "fascicle.node")) as NativeEngine;
    return loaded;
  } catch (cause) {
    throw new PlainError("The native radiomics engine could not be loaded. Run `npm run build` in the program's folder, or install the program again.", { cause });
  }
}
