import { voxelToPatient, type Grid, type Vector3 } from "../geometry.ts";
import { invertTransform } from "./applyTransform.ts";
import type { RigidTransform } from "./transform.ts";

/** The middle of a grid, LPS, mm. */
export function middleOf(grid: Grid): Vector3 {
  return voxelToPatient(grid, grid.size.map((length) => (length - 1) / 2) as unknown as Vector3);
}

/**
 * Where a reader puts the moving image before the search begins: dragged by `draggedMm` along the axes of patient space, after it was turned by `turnedDegrees`
 * about them, through the middle of the fixed image (about y first, then x, then z). Dragging the picture one way means that the fixed image's points find
 * their like the other way: this is the inverse of what the picture did.
 */
export function manualStart(fixed: Grid, { draggedMm, turnedDegrees }: { draggedMm: Vector3; turnedDegrees: Vector3 }): RigidTransform {
  const centre = middleOf(fixed);
  const picture: RigidTransform = {
    kind: "rigid",
    anglesRad: turnedDegrees.map((degrees) => (degrees * Math.PI) / 180) as [number, number, number],
    order: "zxy",
    translationMm: [...draggedMm],
    centreMm: [...centre],
  };
  return invertTransform(picture) as RigidTransform;
}
