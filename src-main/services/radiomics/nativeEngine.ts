import type { FeatureClass } from "#shared/domain/extractionSettings.ts";
import type { FeatureDocumentation } from "#shared/domain/featureSet.ts";
import type { Grid } from "#shared/domain/geometry.ts";
import type { VoxelArray } from "#shared/domain/volume.ts";
import { nativeAddon } from "../engine/index.ts";

/** An image as the engine takes and gives it. */
export interface NativeImage {
  readonly grid: Grid;
  /** Read where they are, on another thread: leave them alone until the promise has settled. */
  readonly voxels: VoxelArray;
}

/** How the features of one image type are computed, and how its images are made. */
export interface NativeImageType {
  /** PyRadiomics' name of the image type. */
  readonly type: string;
  readonly binWidth: number;
  readonly binCount: number | undefined;
  /** The array axis without neighbours: 0 z, 1 y, 2 x; -1 for 3D. */
  readonly planeAxis: number;
  readonly voxelArrayShift: number;
  readonly distances: readonly number[];
  readonly symmetricalGLCM: boolean;
  readonly weightingNorm: string | undefined;
  readonly gldmA: number;
  readonly sigmas: ReadonlyArray<{ readonly mm: number; readonly imageName: string }>;
  readonly wavelet: string;
  readonly startLevel: number;
  readonly levels: number;
  readonly gradientUseSpacing: boolean;
  readonly lbp2D: { readonly radius: number; readonly samples: number; readonly method: string; readonly planeAxis: number };
  readonly lbp3D: { readonly levels: number; readonly radius: number; readonly subdivision: number };
}

/** What native/src/addon reads. */
export interface NativeInput {
  readonly image: NativeImage;
  readonly mask: NativeImage;
  /** The mask lies on a grid of its own and is resampled onto the image's. */
  readonly resampleMask: boolean;
  readonly labels: readonly number[];
  readonly normalisation: { readonly scale: number; readonly removeOutliers: number | undefined } | undefined;
  readonly resampling: { readonly spacingMm: readonly number[]; readonly interpolator: string } | undefined;
  readonly preCrop: boolean;
  readonly padDistance: number;
  readonly minimumROIDimensions: number;
  /** 0: no such limit. */
  readonly minimumROISize: number;
  readonly resegmentation: { readonly range: readonly number[]; readonly mode: string; readonly shape: boolean } | undefined;
  readonly classes: readonly FeatureClass[];
  /** Of shape2D: the array axis along which the region is one voxel thick; -1 where force2D is off. */
  readonly shapePlaneAxis: number;
  readonly imageTypes: readonly NativeImageType[];
  readonly withDiagnostics: boolean;
  readonly withMatrices: boolean;
  readonly withImages: boolean;
  /** 0: one for each core. */
  readonly threads: number;
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

/** Image and mask as they were at one step. */
export interface NativeStep {
  readonly step: "original" | "corrected" | "interpolated" | "resegmented";
  readonly image?: {
    readonly spacingMm: number[];
    readonly size: number[];
    readonly mean: number;
    readonly minimum: number;
    readonly maximum: number;
  };
  readonly mask: {
    readonly spacingMm: number[];
    readonly size: number[];
    readonly lower: number[];
    readonly boxSize: number[];
    readonly voxels: number;
    readonly volumes: number;
    readonly centreIndex: number[];
    readonly centreMm: number[];
    readonly mean?: number;
    readonly minimum?: number;
    readonly maximum?: number;
  };
}

export interface NativeResult {
  readonly label: number;
  /** In words, why this label could not be measured; empty where it was. */
  readonly refused: string;
  /** Values in the order of the documentation, classes that were not asked for left out; NaN where undefined. */
  readonly shape: Float64Array;
  readonly images: ReadonlyArray<{
    readonly name: string;
    readonly values: Float64Array;
    readonly matrices?: NativeMatrices;
    readonly image?: NativeImage;
  }>;
  readonly diagnostics: readonly NativeStep[];
  readonly warnings: readonly string[];
}

/** Which maps are made, and how; all else as in NativeInput, whose classes are not looked at. */
export interface NativeMapInput extends NativeInput {
  readonly maps: {
    readonly features: ReadonlyArray<{ readonly featureClass: FeatureClass; readonly names: readonly string[] }>;
    readonly kernelRadius: number;
    readonly maskedKernel: boolean;
    readonly initValue: number;
    /** Absent: all voxels together. */
    readonly voxelBatch: number | undefined;
  };
}

export interface NativeEngine {
  readonly engineVersion: string;
  /** One result a label, in the order asked. Rejects with an Error whose code is REFUSED (words for the reader), CANCELLED or FAULT. */
  extract(input: NativeInput, onProgress?: (done: number, total: number, phase: string) => void): Promise<NativeResult[]>;
  /** Of one label, image by image, in the order asked. Rejects as `extract`. */
  extractFeatureMaps(
    input: NativeMapInput,
    onProgress?: (done: number, total: number, phase: string) => void,
  ): Promise<
    Array<{
      imageName: string;
      featureClass: FeatureClass;
      name: string;
      image: { grid: Grid; voxels: Float64Array };
    }>
  >;
  /** Each of the grid's voxels has what the image holds where the steps, the first one first, take the voxel's centre. Rejects as `extract`. */
  resampleThrough(input: {
    readonly image: NativeImage;
    readonly grid: Grid;
    readonly steps: readonly NativeTransformStep[];
    readonly sampling: "nearest" | "linear" | "cubic" | "label";
    readonly outside: number;
    readonly threads: number;
    readonly cancelFlag: Int32Array | undefined;
  }): Promise<NativeImage>;
  documentation(): FeatureDocumentation[];
}

/** A map is twelve numbers: a matrix row by row, then what is added. */
export type NativeTransformStep =
  | { readonly kind: "linear"; readonly map: Float64Array }
  | {
      readonly kind: "slices";
      readonly origin: Float64Array;
      readonly normal: Float64Array;
      readonly betweenMm: number;
      readonly maps: Float64Array;
    }
  | { readonly kind: "spline"; readonly grid: Grid; readonly displacements: Float64Array; readonly inverse: boolean };

/** The native addon, loaded at its first use. Throws PlainError where it was not built or not for this system. */
export function nativeEngine(): NativeEngine {
  return nativeAddon() as NativeEngine;
}
