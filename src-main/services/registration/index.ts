import { PlainError } from "#shared/domain/plainError.ts";
import type { RigidTransform, Transform } from "#shared/domain/transform/transform.ts";
import type { Grid } from "#shared/domain/geometry.ts";
import type { Image, VoxelArray } from "#shared/domain/volume.ts";
import type { ForkProcess } from "../engine/index.ts";

interface RegistrationImage {
  readonly role: string;
  readonly grid: Grid;
  readonly voxels: VoxelArray;
}
export interface RegisterRequest {
  readonly fixed: RegistrationImage;
  readonly moving: RegistrationImage;
  readonly kind: "rigid" | "affine" | "bspline" | "inPlane";
  readonly initial?: RigidTransform | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: { readonly phase: string; readonly done: number; readonly total: number }) => void) | undefined;
}
export interface Registered {
  readonly transform: Transform;
  readonly checks: {
    readonly mutualInformation: { readonly before: number; readonly after: number };
    readonly overlap: { readonly before: number; readonly after: number };
    readonly turnedDegrees: number;
    readonly shiftMm: number;
    readonly shrink: { readonly fixed: readonly number[]; readonly moving: readonly number[] };
    readonly slices: readonly { readonly slice: number; readonly aligned: boolean; readonly why: string }[] | null;
  };
}
export interface Registration {
  register(request: RegisterRequest): Promise<Registered>;
  close(): void;
}

/** Stands here until registration is there. */
export function createRegistration(_options: { forkProcess: ForkProcess; modulePath: string }): Registration {
  return { register: () => Promise.reject(new PlainError("registration is not part of the program yet.")), close: () => undefined };
}

export interface ResampleOptions {
  readonly transform: Transform;
  readonly grid: Grid;
  readonly interpolation: "nearest" | "linear" | "cubic" | "label";
  readonly signal?: AbortSignal | undefined;
}

/** Stands here until registration is there. */
export function resampleImage(_image: Image, _options: ResampleOptions): Promise<Image> {
  return Promise.reject(new PlainError("transforms are not part of the program yet."));
}
