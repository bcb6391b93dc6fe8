import { axisOf, dot, patientToVoxel, voxelToPatient, type Direction, type Grid, type Vector3 } from "./geometry.ts";
import { isVoxelOnVoxel, matchGrids, noteOfMatch } from "./gridMatch.ts";
import { isSameSpace } from "./sameSpace.ts";
import { gridOf, type Volume, type VolumeWarning } from "./volume.ts";

/** How what was drawn on one volume lies on another one. */
export interface VolumeFit {
  /** The other one. */
  readonly volumeId: string;
  /** "same": voxel on voxel. "resample": the label map must be brought onto its grid. "no": it cannot be. */
  readonly fit: "same" | "resample" | "no";
  /** Where the grids differ and by how much, a sentence each. */
  readonly differences: readonly string[];
  /** Why it cannot be brought there, a sentence; empty where it can. */
  readonly reason: string;
}

/** Whether what was drawn on one volume can be brought onto another one, and where their grids differ, by how much. */
export function compareVolumes(drawnOn: Volume, other: Volume): VolumeFit {
  const answer = (fit: VolumeFit["fit"], differences: readonly string[] = [], reason = ""): VolumeFit => ({
    volumeId: other.id,
    fit,
    differences,
    reason,
  });
  if (other.id === drawnOn.id) return answer("same");
  if (!other.hasPatientGeometry) return answer("no", [], "It does not say where its slices lie in the patient.");
  if (!drawnOn.hasPatientGeometry)
    return answer("no", [], "The series that was drawn on does not say where its slices lie in the patient.");
  if (!isSameSpace(other, drawnOn))
    return answer("no", [], "It has another frame of reference: nothing says that the patient lay still in between.");
  const [from, to] = [gridOf(drawnOn), gridOf(other)];
  const match = matchGrids(to, from);
  if (
    !("mismatch" in match) &&
    ((other.isRegular && drawnOn.isRegular) || (isVoxelOnVoxel(match, to, from) && areSlicesInPlace(drawnOn, other)))
  ) {
    const note = noteOfMatch(match);
    return answer("same", note === undefined ? [] : [`Position: ${note}.`]);
  }
  if (!other.isRegular) return answer("no", [], "Its slices are not evenly spaced, so that the segmentation cannot be brought onto it.");
  if (!drawnOn.isRegular)
    return answer(
      "no",
      [],
      "The slices that were drawn on are not evenly spaced, so that the segmentation cannot be brought onto another series.",
    );
  if (!mayOverlap(from, to)) return answer("no", [], "It shows another place of the body: no slice of it reaches what was drawn on.");
  return answer("resample", differencesInWords(from, to));
}

const gapCodes: readonly VolumeWarning["code"][] = ["uneven-spacing", "missing-slices", "duplicate-positions"];

/**
 * Grids of uneven volumes have the usual step only: whether each slice lies where its like lies, to a tenth of the smallest voxel edge (as matchGrids). Of
 * tilted volumes the places of slices are not known: they are taken as alike where the steps between them are even in both.
 */
function areSlicesInPlace(drawnOn: Volume, other: Volume): boolean {
  const [drawn, places] = [drawnOn.slicePositionsMm, other.slicePositionsMm];
  if (drawn && places) return drawn.every((place, slice) => Math.abs(place - places[slice]!) <= 0.1 * Math.min(...other.spacingMm));
  const hasGaps = ({ warnings }: Volume) => warnings.some(({ code }) => gapCodes.includes(code));
  return !drawn && !places && !hasGaps(drawnOn) && !hasGaps(other);
}

/** False where the box of one grid, seen along the axes of the other, lies beside it. */
function mayOverlap(a: Grid, b: Grid): boolean {
  const ends = (length: number) => [-0.5, length - 0.5];
  const corners = ends(b.size[0]).flatMap((i) =>
    ends(b.size[1]).flatMap((j) => ends(b.size[2]).map((k): Vector3 => patientToVoxel(a, voxelToPatient(b, [i, j, k])))),
  );
  return a.size.every((length, axis) => {
    const along = corners.map((corner) => corner[axis]!);
    return Math.max(...along) > -0.5 && Math.min(...along) < length - 0.5;
  });
}

function differencesInWords(drawn: Grid, measured: Grid): string[] {
  const words: string[] = [];
  if (drawn.size.some((count, axis) => count !== measured.size[axis]))
    words.push(`Matrix: ${measured.size.join(" × ")} here, ${drawn.size.join(" × ")} where it was drawn.`);
  if (drawn.spacingMm.some((step, axis) => Math.abs(step - measured.spacingMm[axis]!) > 1e-5 * step)) {
    words.push(
      `Voxels: ${measured.spacingMm.map(short).join(" × ")} mm here, ${drawn.spacingMm.map(short).join(" × ")} mm where it was drawn.`,
    );
  }
  const shift = Math.hypot(...drawn.originMm.map((place, axis) => place - measured.originMm[axis]!));
  if (shift > 1e-3 * Math.min(...drawn.spacingMm))
    words.push(`Position: the first voxel lies ${short(shift)} mm from that of the series drawn on.`);
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
