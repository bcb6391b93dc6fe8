import { axisOf, dot, type Vector3 } from "#shared/domain/geometry.ts";
import type { Volume } from "#shared/domain/volume.ts";

/** What stands at the four edges of an image. */
export interface EdgeLetters {
  readonly top: string;
  readonly right: string;
  readonly bottom: string;
  readonly left: string;
}

/** A component smaller than this (11.5 degrees off the plane of the others) is not told: "A", not "AL". */
const smallestTold = 0.2;

const towards = [
  ["R", "L"],
  ["A", "P"],
  ["F", "H"],
] as const;

/**
 * The letters for a direction in patient space (LPS), the strongest first: R L (right, left), A P (anterior, posterior), H F (head, feet),
 * as DICOM names them (PS3.3 C.7.6.1.1.1). A component below a fifth of the direction's length is left out. Empty for the null vector.
 */
export function directionLetters(direction: Vector3): string {
  const length = Math.sqrt(dot(direction, direction));
  if (length === 0) return "";
  return [0, 1, 2]
    .map((axis) => ({ axis: axis as 0 | 1 | 2, share: direction[axis as 0 | 1 | 2] / length }))
    .filter(({ share }) => Math.abs(share) >= smallestTold)
    .toSorted((a, b) => Math.abs(b.share) - Math.abs(a.share))
    .map(({ axis, share }) => towards[axis][share > 0 ? 1 : 0])
    .join("");
}

/** The letters at the edges of an image whose rows run to `right` and whose columns run to `down` on the screen, both in LPS. */
export function edgeLetters(right: Vector3, down: Vector3): EdgeLetters {
  const opposite = (v: Vector3): Vector3 => [-v[0], -v[1], -v[2]];
  return {
    top: directionLetters(opposite(down)),
    right: directionLetters(right),
    bottom: directionLetters(down),
    left: directionLetters(opposite(right)),
  };
}

const planes = ["sagittal", "coronal", "axial"] as const;

/**
 * The plane in which a volume was acquired, in words: "axial", or "oblique axial" where its normal is more than 10 degrees off the axis;
 * empty where unknown.
 */
export function acquisitionPlaneName(volume: Volume): string {
  if (!volume.hasPatientGeometry) return "";
  const normal = axisOf(volume.direction, 2).map(Math.abs);
  const largest = Math.max(...normal);
  return `${largest < Math.cos(Math.PI / 18) ? "oblique " : ""}${planes[normal.indexOf(largest)]!}`;
}
