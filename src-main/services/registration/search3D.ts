import { voxelToPatient, type Direction, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import { composeTransforms, pointMapper } from "#shared/domain/transform/applyTransform.ts";
import { invertMap, linearMapOf, mapPoint, multiply } from "#shared/domain/transform/linearMap.ts";
import type { RigidTransform, Transform, TransformStep } from "#shared/domain/transform/transform.ts";
import { extendBSpline } from "./extendBSpline.ts";
import { parameterMaps, type ParameterMap } from "./parameterMaps.ts";
import type { RegistrationImage, RegistrationKind, SearchImage } from "./registrationMessages.ts";
import { runElastix, type FoundTransform } from "./runElastix.ts";
import { interpolateSlices, pyramidOf, resolutions, withoutEmptyBorder } from "./searchGrid.ts";

interface Stage {
  readonly map: ParameterMap;
  readonly factors: readonly number[];
}

/** What a stretched or bent image begins with is found on coarse images: the rest is the last stage's. Without affine, stretch and shear would be bending. */
const stagesOf: Readonly<Record<Exclude<RegistrationKind, "inPlane">, readonly Stage[]>> = {
  rigid: [{ map: parameterMaps.rigid, factors: resolutions }],
  affine: [
    { map: parameterMaps.rigid, factors: resolutions.slice(0, 2) },
    { map: parameterMaps.affine, factors: resolutions },
  ],
  bspline: [
    { map: parameterMaps.rigid, factors: resolutions.slice(0, 2) },
    { map: parameterMaps.affine, factors: resolutions.slice(0, 3) },
    { map: parameterMaps.bspline, factors: resolutions.slice(1) },
  ],
};

/**
 * The transform of the fixed image's points to the moving one's (LPS, mm) that elastix finds, beginning at `initial`: rigid, or rigid and then affine, or
 * both and then bent. Throws PlainError where it gives up.
 */
export async function search3D(
  fixed: RegistrationImage,
  moving: RegistrationImage,
  kind: Exclude<RegistrationKind, "inPlane">,
  initial: RigidTransform | undefined,
): Promise<Transform> {
  const still = asSearchImage(await interpolateSlices(kind === "bspline" ? withoutEmptyBorder(fixed) : fixed));
  const moved = asSearchImage(await interpolateSlices({ ...moving, grid: pulledBack(moving.grid, initial) }));
  const maps = stagesOf[kind].map(({ map, factors }) => ({
    ...map,
    ...pyramidOf(still, moved, factors),
    NumberOfResolutions: [String(factors.length)],
  }));
  const found = await runElastix(still, moved, maps, what(fixed, moving));
  const searched = found.map(stepOf).reduce<Transform>(
    // The border that was left out of the search is bent as what lies next to it.
    (chain, step) =>
      composeTransforms(chain, step.kind === "bspline" ? extendBSpline(step, cornersOf(fixed.grid).map(pointMapper(chain))) : step),
    { kind: "composite", steps: [] },
  );
  return initial ? composeTransforms(searched, initial) : searched;
}

function cornersOf(grid: Grid): Vector3[] {
  const ends = ([0, 1, 2] as const).map((axis) => [0, grid.size[axis] - 1]);
  return ends[2]!.flatMap((k) => ends[1]!.flatMap((j) => ends[0]!.map((i) => voxelToPatient(grid, [i, j, k]))));
}

/**
 * The grid as it lies where the transform, which takes the fixed image's points to the moving one's, was undone: what then remains is what the search is to
 * find.
 */
export function pulledBack(grid: Grid, initial: RigidTransform | undefined): Grid {
  if (!initial) return grid;
  const back = invertMap(linearMapOf(initial));
  return { ...grid, originMm: mapPoint(back, grid.originMm), direction: multiply(back.matrix, grid.direction) };
}

/** The two images in words. */
export function what(fixed: RegistrationImage, moving: RegistrationImage): string {
  return `"${moving.role}" to "${fixed.role}"`;
}

function asSearchImage({ grid, voxels }: RegistrationImage): SearchImage {
  return {
    size: grid.size,
    spacing: grid.spacingMm,
    origin: grid.originMm,
    direction: grid.direction,
    // What is handed over is the whole of the memory behind it.
    voxels: voxels instanceof Float32Array && voxels.byteLength === voxels.buffer.byteLength ? voxels : Float32Array.from(voxels),
  };
}

function stepOf({ name, parameters: p, fixed }: FoundTransform): TransformStep {
  const three = (numbers: readonly number[], from = 0) => numbers.slice(from, from + 3) as [number, number, number];
  const direction = (numbers: readonly number[]) => numbers as unknown as [...Direction];
  switch (name) {
    case "Euler3D":
      return { kind: "rigid", anglesRad: three(p), order: fixed[3] ? "zyx" : "zxy", translationMm: three(p, 3), centreMm: three(fixed) };
    case "Affine":
      return { kind: "affine", matrix: direction(p.slice(0, 9)), translationMm: three(p, 9), centreMm: three(fixed) };
    case "BSpline": {
      const grid = { size: three(fixed), originMm: three(fixed, 3), spacingMm: three(fixed, 6), direction: direction(fixed.slice(9)) };
      return { kind: "bspline", grid, coefficientsMm: [...p] };
    }
    default:
      throw new Error(`elastix answered with a transform of another kind: ${name}`);
  }
}
