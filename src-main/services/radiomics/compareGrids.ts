import type { GridComparison } from "#shared/api/featureSet.ts";
import { axisOf, dot, patientToVoxel, voxelToPatient, type Direction, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import { gridDifference } from "./gridDifference.ts";

/** Whether what was drawn on one volume can be measured on another one, and where their grids differ, by how much. */
export function compareGrids(drawnOn: Volume, measured: Volume): GridComparison {
  const answer = (fit: GridComparison["fit"], differences: readonly string[] = [], reason = ""): GridComparison => ({ volumeId: measured.id, fit, differences, reason });
  if (measured.samplesPerPixel !== 1) return answer("no", [], "It is in colour; features are defined on grey values only.");
  if (measured.id === drawnOn.id) return answer("same");
  if (!measured.hasPatientGeometry) return answer("no", [], "It does not say where its slices lie in the patient.");
  if (!drawnOn.hasPatientGeometry) return answer("no", [], "The series that was drawn on does not say where its slices lie in the patient.");
  const isInPlace = measured.frameOfReferenceUid === drawnOn.frameOfReferenceUid && measured.frameOfReferenceUid !== null;
  if (!isInPlace && measured.seriesInstanceUid !== drawnOn.seriesInstanceUid) return answer("no", [], "It has another frame of reference: nothing says that the patient lay still in between.");
  const [from, to] = [gridOf(drawnOn), gridOf(measured)];
  if (gridDifference(to, from) === undefined) return answer("same");
  if (!measured.isRegular) return answer("no", [], "Its slices are not evenly spaced, so that the segmentation cannot be brought onto it.");
  if (!drawnOn.isRegular) return answer("no", [], "The slices that were drawn on are not evenly spaced, so that the segmentation cannot be brought onto another series.");
  if (!mayOverlap(from, to)) return answer("no", [], "It shows another place of the body: no slice of it reaches what was drawn on.");
  return answer("resample", differencesInWords(from, to));
}

/** False where the box of one grid, seen along the axes of the other, lies beside it. */
function mayOverlap(a: Grid, b: Grid): boolean {
  const ends = (length: number) => [-0.5, length - 0.5];
  const corners = ends(b.size[0]).flatMap((i) => ends(b.size[1]).flatMap((j) => ends(b.size[2]).map((k): Vector3 => patientToVoxel(a, voxelToPatient(b, [i, j, k])))));
  return a.size.every((length, axis) => {
    const along = corners.map((corner) => corner[axis]!);
    return Math.max(...along) > -0.5 && Math.min(...along) < length - 0.5;
  });
}

function differencesInWords(drawn: Grid, measured: Grid): string[] {
  const words: string[] = [];
  if (drawn.size.some((count, axis) => count !== measured.size[axis])) words.push(`Matrix: ${measured.size.join(" × ")} here, ${drawn.size.join(" × ")} where it was drawn.`);
  if (drawn.spacingMm.some((step, axis) => Math.abs(step - measured.spacingMm[axis]!) > 1e-5 * step)) {
    words.push(`Voxels: ${measured.spacingMm.map(short).join(" × ")} mm here, ${drawn.spacingMm.map(short).join(" × ")} mm where it was drawn.`);
  }
  const shift = Math.hypot(...drawn.originMm.map((place, axis) => place - measured.originMm[axis]!));
  if (shift > 1e-3 * Math.min(...drawn.spacingMm)) words.push(`Position: the first voxel lies ${short(shift)} mm from that of the series drawn on.`);
  const turned = degreesBetweenNormals(drawn.direction, measured.direction);
  if (turned > 0.01) words.push(`Slices: tilted by ${short(turned)}° against those drawn on.`);
  const inPlane = degreesInPlane(drawn.direction, measured.direction);
  if (turned <= 0.01 && inPlane > 0.01) words.push(`Slices: turned by ${short(inPlane)}° in their plane.`);
  return words;
}

function degreesBetweenNormals(a: Direction, b: Direction): number {
  return degrees(Math.abs(dot(axisOf(a, 2), axisOf(b, 2))));
}

function degreesInPlane(a: Direction, b: Direction): number {
  return degrees(dot(axisOf(a, 0), axisOf(b, 0)));
}

function degrees(cosine: number): number {
  return (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
