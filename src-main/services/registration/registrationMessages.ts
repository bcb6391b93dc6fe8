import type { Direction, Grid } from "#shared/domain/geometry.ts";
import type { RigidTransform, Transform } from "#shared/domain/transform/transform.ts";
import type { VoxelArray } from "#shared/domain/volume.ts";

/** How the moving image may be moved: as a whole, stretched and sheared, bent, or each slice in its own plane. */
export const registrationKinds = ["rigid", "affine", "bspline", "inPlane"] as const;
export type RegistrationKind = (typeof registrationKinds)[number];

/** One of the two images; `role` is what messages call it. */
export interface RegistrationImage {
  readonly role: string;
  readonly grid: Grid;
  /** i fastest, one number a voxel. */
  readonly voxels: VoxelArray;
}

/** How far an image may be moved from where the search began. */
export interface RegistrationLimits {
  readonly angleDegrees: number;
  /** Of the middle of the fixed image, and of every place where the image is bent; mm. */
  readonly shiftMm: number;
}

/** What the process is asked. */
export interface RegistrationTask {
  readonly fixed: RegistrationImage;
  readonly moving: RegistrationImage;
  readonly kind: RegistrationKind;
  readonly initial: RigidTransform | undefined;
  readonly limits: RegistrationLimits;
  /** What the search may take: it is refused where it is estimated to take more, and its process ended where it does. */
  readonly memoryBytes: number;
  /** The file that is made before the process is ended for taking more. */
  readonly markPath: string;
}

/** What became of one slice that was aligned by itself. */
export interface SliceOutcome {
  /** From 0, of the fixed image. */
  readonly slice: number;
  readonly aligned: boolean;
  /** Why it stays where it was; empty where it was aligned. */
  readonly why: string;
  readonly mutualInformation: { readonly before: number; readonly after: number } | null;
}

/** Why the images stay where the search began. */
export interface StartKept {
  /** Of what the search ended with: no more than at the start. */
  readonly mutualInformationFound: number;
  /** The start was tried by displacing it to and fro by so much along each axis of the fixed image, and by turning it about each axis. */
  readonly shiftsMm: readonly [number, number, number];
  readonly turnDegrees: number;
  /** By which part the mutual information fell at least, 0 to 1. */
  readonly leastFall: number;
}

/** What is known of a registration that was found good enough to be shown to a reader. */
export interface RegistrationChecks {
  /** Of the two images at the same random places, nats; before: where the search began. */
  readonly mutualInformation: { readonly before: number; readonly after: number };
  /** The part of the smaller image that lies within the other, 0 to 1. */
  readonly overlap: { readonly before: number; readonly after: number };
  /** From where the search began: by how much the image was turned, and its middle shifted. In the plane: the most of any slice. */
  readonly turnedDegrees: number;
  readonly shiftMm: number;
  /** How many voxels along each axis were made one for the search; 1 where the image was small enough. */
  readonly shrink: { readonly fixed: readonly [number, number, number]; readonly moving: readonly [number, number, number] };
  /** Of "affine" and "bspline": the least and largest factor by which a small volume grows. */
  readonly volumeFactor: readonly [least: number, most: number] | null;
  /** Of three dimensions only; null where what the search found was taken. */
  readonly startKept: StartKept | null;
  /** Of "inPlane" only. */
  readonly slices: readonly SliceOutcome[] | null;
}

export interface RegistrationFound {
  readonly transform: Transform;
  readonly checks: RegistrationChecks;
}

/** What it says meanwhile: the search itself says nothing, as it is one call. */
export interface RegistrationProgress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
}

export type RegistrationAnswer =
  | { readonly kind: "progress"; readonly progress: RegistrationProgress }
  | { readonly kind: "found"; readonly found: RegistrationFound }
  /** `message` is for the reader; null where the error's own words are not. */
  | { readonly kind: "error"; readonly message: string | null; readonly name: string };

/** A picture as the search takes it, in two or three dimensions; the direction row by row. */
export interface SearchImage {
  readonly size: readonly number[];
  readonly spacing: readonly number[];
  readonly origin: readonly number[];
  readonly direction: readonly number[] | Direction;
  readonly voxels: Float32Array;
}
