import { axisOf, dot, minus, patientToVoxel, voxelToPatient, type Grid, type Vector3 } from "../geometry.ts";
import { sliceGrid } from "../sliceGrid.ts";
import { gridOf, type Volume } from "../volume.ts";
import { pointCounts, type MeasurePlace, type MeasurePlane } from "./measure.ts";

type Plane = Pick<MeasurePlace, "plane" | "sliceIndex">;

/** The patient axis (LPS) along which a reformat looks. */
const axisOfPlane: Readonly<Record<Exclude<MeasurePlane, "acquisition">, 0 | 1 | 2>> = { sagittal: 0, coronal: 1, axial: 2 };

/** The grid that a measure lies on: its own slice at its true place, or, where that is unknown, on the volume's grid; in a reformat the whole volume. */
export function planeGrid(volume: Volume, { plane, sliceIndex }: Plane): Grid {
  const grid = gridOf(volume);
  if (plane === "acquisition" && sliceIndex !== null)
    return sliceGrid(volume, sliceIndex) ?? { ...grid, originMm: voxelToPatient(grid, [0, 0, sliceIndex]) };
  return grid;
}

/** The place (LPS, mm) of continuous voxel coordinates of a volume, as seen in a plane; k is the slice in the acquisition plane. */
export function measurePoint(volume: Volume, plane: Plane, [i, j, k]: Vector3): [number, number, number] {
  const [x, y, z] = voxelToPatient(planeGrid(volume, plane), plane.plane === "acquisition" ? [i, j, 0] : [i, j, k]);
  return [x, y, z];
}

/** The continuous voxel coordinates at which a point (LPS, mm) of a measure lies; k is exactly the slice in the acquisition plane. */
export function measureVoxel(volume: Volume, plane: Plane, pointMm: Vector3): Vector3 {
  const voxel = patientToVoxel(planeGrid(volume, plane), pointMm);
  return plane.plane === "acquisition" ? [voxel[0], voxel[1], plane.sliceIndex ?? 0] : voxel;
}

/** The unit normal, LPS, of the plane that a measure lies in. */
export function measureNormal(volume: Volume, plane: MeasurePlane): Vector3 {
  if (plane === "acquisition") return axisOf(volume.direction, 2);
  const axis = axisOfPlane[plane];
  return [Number(axis === 0), Number(axis === 1), Number(axis === 2)];
}

/** How far points of one measure may leave their plane, mm. */
const planeToleranceMm = 0.01;

/** Why a measure cannot lie so on a volume, in a sentence that names the field; null where it can. */
export function whyNotPlaced(volume: Volume, { kind, plane, sliceIndex, points }: Omit<MeasurePlace, "volumeId">): string | null {
  if (points.length !== pointCounts[kind])
    return `points: a measure of the kind “${kind}” has ${pointCounts[kind]} points, not ${points.length}.`;
  if ((plane === "acquisition") !== (sliceIndex !== null))
    return "sliceIndex: it is given in the acquisition plane, and null in a reformat.";
  if (sliceIndex !== null && sliceIndex >= volume.slices)
    return `sliceIndex: the volume has slices 0 to ${volume.slices - 1}, not ${sliceIndex}.`;
  if (plane !== "acquisition" && !(volume.hasPatientGeometry && volume.isRegular))
    return "plane: this volume has no reformats; measure in the acquisition plane.";
  const first = sliceIndex === null ? points[0]! : measurePoint(volume, { plane, sliceIndex }, [0, 0, sliceIndex]);
  const normal = measureNormal(volume, plane);
  if (points.some((point) => Math.abs(dot(minus(point, first), normal)) > planeToleranceMm))
    return `points: they do not lie in one plane (${plane}${sliceIndex === null ? "" : `, slice ${sliceIndex}`}).`;
  if (kind !== "ellipse") return null;
  const [a, b] = [minus(points[1]!, points[0]!), minus(points[2]!, points[0]!)];
  const lengths = Math.hypot(...a) * Math.hypot(...b);
  return lengths === 0 || Math.abs(dot(a, b)) > 1e-3 * lengths
    ? "points: the axes of an ellipse are at right angles and longer than 0."
    : null;
}
