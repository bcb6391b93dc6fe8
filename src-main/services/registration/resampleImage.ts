import { axisOf, type Grid } from "#shared/domain/geometry.ts";
import { linearMapOf, sliceMapOf, type LinearMap } from "#shared/domain/transform/linearMap.ts";
import { stepsOf, type BSplineTransform, type Transform, type TransformStep } from "#shared/domain/transform/transform.ts";
import { scalarTypeOf, type Image } from "#shared/domain/volume.ts";
import { nativeEngine, throwInWords, type NativeTransformStep } from "../radiomics/index.ts";

/** `label`: of the eight nearest voxels' labels the one that weighs most: smoother than the nearest one's, and never a label that was not there. */
export type Interpolation = "nearest" | "linear" | "cubic" | "label";

/**
 * The image on another grid through a transform of the grid's points to the image's (LPS, mm): a registration's transform brings the moving image onto the
 * fixed one's grid, its inverse a drawing the same way. Outside the image is `outside`, 0 unless told otherwise. "nearest" and "label" keep the type of the
 * voxels; "linear" and "cubic" answer float32 (of float64: float64); cubic does not overshoot. Throws PlainError where the grids cannot be computed with, the
 * signal's reason where it is aborted.
 */
export async function resampleImage(
  image: Image,
  { transform, grid, interpolation, outside = 0, signal }: ResampleOptions,
): Promise<Image> {
  signal?.throwIfAborted();
  const cancelFlag = new Int32Array(new SharedArrayBuffer(4));
  const cancel = () => void Atomics.store(cancelFlag, 0, 1);
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    const steps = stepsOf(transform).map(nativeStep);
    const { voxels } = await nativeEngine().resampleThrough({
      image,
      grid,
      steps,
      sampling: interpolation,
      outside,
      threads: 0,
      cancelFlag,
    });
    return { grid, scalarType: scalarTypeOf(voxels), voxels };
  } catch (error) {
    signal?.throwIfAborted();
    return throwInWords(error);
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}

export interface ResampleOptions {
  readonly transform: Transform;
  readonly grid: Grid;
  readonly interpolation: Interpolation;
  readonly outside?: number;
  readonly signal?: AbortSignal | undefined;
}

function nativeStep(step: TransformStep): NativeTransformStep {
  switch (step.kind) {
    case "rigid":
    case "affine":
      return { kind: "linear", map: twelve(linearMapOf(step)) };
    case "slices":
      return {
        kind: "slices",
        origin: Float64Array.from(step.originMm),
        normal: Float64Array.from(axisOf(step.direction, 2)),
        betweenMm: step.betweenSlicesMm,
        maps: Float64Array.from(step.slices.flatMap((_, index) => [...twelve(sliceMapOf(step, index))])),
      };
    case "bspline":
      return splineStep(step, false);
    case "inverse":
      return splineStep(step.of, true);
  }
}

function splineStep({ grid, coefficientsMm }: BSplineTransform, inverse: boolean): NativeTransformStep {
  return { kind: "spline", grid, displacements: Float64Array.from(coefficientsMm), inverse };
}

function twelve({ matrix, offset }: LinearMap): Float64Array {
  return Float64Array.from([...matrix, ...offset]);
}
