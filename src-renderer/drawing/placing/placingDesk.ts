import { minus, voxelToPatient, type Direction, type Vector3 } from "#shared/domain/geometry.ts";
import {
  anglesOf,
  chainMaps,
  identityMap,
  invertMap,
  linearMapOf,
  mapAbout,
  mapPoint,
  type LinearMap,
} from "#shared/domain/transform/linearMap.ts";
import type { RigidTransform } from "#shared/domain/transform/transform.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import { Observable } from "../../ui/observable.ts";

/** A moving image on its way over a fixed one, as a reader places it. */
export interface Placing {
  readonly fixed: Volume;
  readonly moving: Volume;
  /** What was done to the picture of the moving image: it takes its points, LPS, mm, to where they are seen. Turned and shifted, never stretched. */
  readonly picture: LinearMap;
}

/** Places a moving image by hand, so that a registration begins near to where it is to end. */
export class PlacingDesk {
  readonly state = new Observable<Placing | null>(null);

  /** Begins where a reader left it (see `start`), or where the files say. */
  begin(fixed: Volume, moving: Volume, start: RigidTransform | null = null): void {
    this.state.set({ fixed, moving, picture: start ? invertMap(linearMapOf(start)) : identityMap });
  }

  end(): void {
    this.state.set(null);
  }

  /** Back to where the files say. */
  reset(): void {
    const placing = this.state.value;
    if (placing) this.state.set({ ...placing, picture: identityMap });
  }

  moveBy(shiftMm: Vector3): void {
    this.#then({ ...identityMap, offset: shiftMm });
  }

  /** Turns the image about its middle, around an axis of patient space of length 1; radians, right-handed. */
  turnBy(axis: Vector3, angle: number): void {
    const { middleMm } = this;
    if (middleMm) this.#then(mapAbout(rotationAbout(axis, angle), middleMm, [0, 0, 0]));
  }

  /** Where the middle of the moving image is seen, LPS, mm; null where nothing is placed. */
  get middleMm(): Vector3 | null {
    const placing = this.state.value;
    return placing && mapPoint(placing.picture, middleOf(placing.moving));
  }

  /** Where a registration is to begin: it takes points of the fixed image to those of the moving one. Null where nothing was moved. */
  get start(): RigidTransform | null {
    const placing = this.state.value;
    if (!placing || isUnmoved(placing)) return null;
    const map = placementMap(placing);
    const centre = middleOf(placing.fixed);
    return {
      kind: "rigid",
      anglesRad: [...anglesOf(map.matrix)],
      order: "zxy",
      translationMm: [...minus(mapPoint(map, centre), centre)],
      centreMm: [...centre],
    };
  }

  #then(change: LinearMap): void {
    const placing = this.state.value;
    if (placing) this.state.set({ ...placing, picture: chainMaps(placing.picture, change) });
  }
}

/** Where points of the fixed image find their like in the moving one, as it is placed now. */
export function placementMap({ picture }: Placing): LinearMap {
  return invertMap(picture);
}

/** How far the middle of the moving image was moved, mm to the left, posterior and head, and by how many degrees it was turned. */
export function movedSoFar({ moving, picture }: Placing): { readonly shiftMm: Vector3; readonly degrees: number } {
  const middle = middleOf(moving);
  const { matrix } = picture;
  // The trace says small angles badly; the part that is not symmetrical says them well.
  const sine = Math.hypot(matrix[7] - matrix[5], matrix[2] - matrix[6], matrix[3] - matrix[1]) / 2;
  const cosine = (matrix[0] + matrix[4] + matrix[8] - 1) / 2;
  return { shiftMm: minus(mapPoint(picture, middle), middle), degrees: (Math.atan2(sine, cosine) * 180) / Math.PI };
}

export function isUnmoved(placing: Placing): boolean {
  const { shiftMm, degrees } = movedSoFar(placing);
  return Math.hypot(...shiftMm) < 1e-6 && degrees < 1e-6;
}

function middleOf(volume: Volume): Vector3 {
  const [columns, rows, slices] = gridOf(volume).size;
  return voxelToPatient(gridOf(volume), [(columns - 1) / 2, (rows - 1) / 2, (slices - 1) / 2]);
}

/** The rotation about an axis of length 1 (Rodrigues), row by row. */
function rotationAbout([x, y, z]: Vector3, angle: number): Direction {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const t = 1 - c;
  return [
    t * x * x + c,
    t * x * y - s * z,
    t * x * z + s * y,
    t * x * y + s * z,
    t * y * y + c,
    t * y * z - s * x,
    t * x * z - s * y,
    t * y * z + s * x,
    t * z * z + c,
  ];
}
