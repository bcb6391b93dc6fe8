import type { Direction, Vector3 } from "#shared/domain/geometry.ts";
import { composeTransforms, invertTransform } from "#shared/domain/transform/applyTransform.ts";
import { anglesOf, linearMapOf, mapPoint, type LinearMap } from "#shared/domain/transform/linearMap.ts";
import { middleOf } from "#shared/domain/transform/manualStart.ts";
import type { RigidTransform } from "#shared/domain/transform/transform.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import { Observable } from "../../ui/observable.ts";

/** A moving image on its way over a fixed one, as a reader places it. */
export interface Placing {
  readonly fixed: Volume;
  readonly moving: Volume;
  /** What was done to the picture of the moving image: it takes its points, LPS, mm, to where they are seen. */
  readonly picture: RigidTransform;
}

/** Places a moving image by hand, so that a registration begins near to where it is to end. */
export class PlacingDesk {
  readonly state = new Observable<Placing | null>(null);

  /** Begins where a reader left it (see `start`), or where the files say. */
  begin(fixed: Volume, moving: Volume, start: RigidTransform | null = null): void {
    this.state.set({ fixed, moving, picture: start ? (invertTransform(start) as RigidTransform) : unmoved(fixed) });
  }

  end(): void {
    this.state.set(null);
  }

  /** Back to where the files say. */
  reset(): void {
    const placing = this.state.value;
    if (placing) this.state.set({ ...placing, picture: unmoved(placing.fixed) });
  }

  moveBy(shiftMm: Vector3): void {
    this.#then((centreMm) => ({ anglesRad: [0, 0, 0], translationMm: [...shiftMm], centreMm }));
  }

  /** Turns the image about its middle, around an axis of patient space of length 1; radians, right-handed. */
  turnBy(axis: Vector3, angle: number): void {
    this.#then((centreMm) => ({ anglesRad: [...anglesOf(rotationAbout(axis, angle))], translationMm: [0, 0, 0], centreMm }));
  }

  /** Where the middle of the moving image is seen, LPS, mm; null where nothing is placed. */
  get middleMm(): Vector3 | null {
    const placing = this.state.value;
    return placing && mapPoint(linearMapOf(placing.picture), middleOf(gridOf(placing.moving)));
  }

  /** Where a registration is to begin: it takes points of the fixed image to those of the moving one. Null where nothing was moved. */
  get start(): RigidTransform | null {
    const placing = this.state.value;
    return placing && !isUnmoved(placing) ? (invertTransform(placing.picture) as RigidTransform) : null;
  }

  #then(change: (middleMm: [number, number, number]) => Pick<RigidTransform, "anglesRad" | "translationMm" | "centreMm">): void {
    const placing = this.state.value;
    const middle = this.middleMm;
    if (!placing || !middle) return;
    const step: RigidTransform = { kind: "rigid", order: "zxy", ...change([...middle]) };
    this.state.set({ ...placing, picture: composeTransforms(placing.picture, step) as RigidTransform });
  }
}

/** Where points of the fixed image find their like in the moving one, as it is placed now. */
export function placementMap({ picture }: Placing): LinearMap {
  return linearMapOf(invertTransform(picture) as RigidTransform);
}

/** How far the middle of the moving image was moved, mm to the left, posterior and head, and by how many degrees it was turned. */
export function movedSoFar({ moving, picture }: Placing): { readonly shiftMm: Vector3; readonly degrees: number } {
  const middle = middleOf(gridOf(moving));
  const seen = mapPoint(linearMapOf(picture), middle);
  const { matrix } = linearMapOf(picture);
  // The trace says small angles badly; the part that is not symmetrical says them well.
  const sine = Math.hypot(matrix[7] - matrix[5], matrix[2] - matrix[6], matrix[3] - matrix[1]) / 2;
  const cosine = (matrix[0] + matrix[4] + matrix[8] - 1) / 2;
  return {
    shiftMm: [seen[0] - middle[0], seen[1] - middle[1], seen[2] - middle[2]],
    degrees: (Math.atan2(sine, cosine) * 180) / Math.PI,
  };
}

export function isUnmoved(placing: Placing): boolean {
  const { shiftMm, degrees } = movedSoFar(placing);
  return Math.hypot(...shiftMm) < 1e-6 && degrees < 1e-6;
}

function unmoved(fixed: Volume): RigidTransform {
  return { kind: "rigid", anglesRad: [0, 0, 0], order: "zxy", translationMm: [0, 0, 0], centreMm: [...middleOf(gridOf(fixed))] };
}

/** The rotation about an axis of length 1 (Rodrigues), row by row. */
function rotationAbout([x, y, z]: Vector3, angle: number): Direction {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const t = 1 - c;
  return [t * x * x + c, t * x * y - s * z, t * x * z + s * y, t * x * y + s * z, t * y * y + c, t * y * z - s * x, t * x * z - s * y, t * y * z + s * x, t * z * z + c];
}
