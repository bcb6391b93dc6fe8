import { axisOf, dot, type Vector3 } from "#shared/domain/geometry.ts";
import { isTurnedUpright, type Volume } from "#shared/domain/volume.ts";

/** How the stored slice is turned and flipped for the screen: first turned counter-clockwise (as Cornerstone counts), then flipped. */
export interface Presentation {
  readonly rotation: 0 | 90;
  readonly flipHorizontal: boolean;
  readonly flipVertical: boolean;
}

/** What points to the right and down on the screen in each plane, LPS: the patient's left to the right, the head or the front up. */
const conventions: ReadonlyArray<readonly [right: Vector3, down: Vector3]> = [
  [
    [0, 1, 0],
    [0, 0, -1],
  ],
  [
    [1, 0, 0],
    [0, 0, -1],
  ],
  [
    [1, 0, 0],
    [0, 1, 0],
  ],
];

/**
 * How a slice stands upright, seen from the feet, the front or the patient's left. Slices of DICOM are shown as they were acquired, which
 * is upright; image files keep
 * their axes in any order and direction.
 */
export function uprightOf(volume: Volume): Presentation {
  if (!isTurnedUpright(volume) || !volume.hasPatientGeometry) return { rotation: 0, flipHorizontal: false, flipVertical: false };
  const [row, column, normal] = [axisOf(volume.direction, 0), axisOf(volume.direction, 1), axisOf(volume.direction, 2)];
  const sizes = normal.map(Math.abs);
  const [right, down] = conventions[sizes.indexOf(Math.max(...sizes))]!;
  const isTurned = Math.abs(dot(row, right)) < Math.abs(dot(row, down));
  // Turned counter-clockwise, the row runs up and the column to the right.
  const [toRight, toDown] = isTurned ? [dot(column, right), -dot(row, down)] : [dot(row, right), dot(column, down)];
  return { rotation: isTurned ? 90 : 0, flipHorizontal: toRight < 0, flipVertical: toDown < 0 };
}
