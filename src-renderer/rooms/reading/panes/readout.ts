import type { Volume } from "#shared/domain/volume.ts";
import type { Vector3 } from "#shared/domain/geometry.ts";
import { placeInWords } from "#shared/domain/measure/measureWords.ts";
import type { Segment } from "#shared/domain/segment.ts";
import { segmentInWords } from "#shared/domain/segmentInWords.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { cellUnder, type Sheet } from "../../../drawing/sheet.ts";
import { formatValue } from "../../../ui/format.ts";
import type { PointerPosition } from "../../../viewer/viewState.ts";

/** The voxel whose centre is nearest, by its indices from 0; null outside the volume. */
export function voxelAt({ columns, rows, slices }: Volume, voxel: Vector3): Vector3 | null {
  const [i, j, k] = voxel.map(Math.round) as [number, number, number];
  return i < 0 || j < 0 || k < 0 || i >= columns || j >= rows || k >= slices ? null : [i, j, k];
}

/**
 * What is under the mouse, in words: the value of the voxel, its column, row and slice as they are counted on the screen (from 1), and its place
 * in the patient, towards left, posterior and head. Empty outside the volume.
 * @param voxels of the slice under the mouse, i fastest, colours interleaved; null while they are on their way
 */
export function readout(volume: Volume, { voxel, patientMm }: PointerPosition, voxels: ArrayLike<number> | null): string {
  const found = voxelAt(volume, voxel);
  if (!found) return "";
  const [i, j, k] = found;
  const parts: string[] = [];
  if (voxels) {
    const at = (j * volume.columns + i) * volume.samplesPerPixel;
    const values = Array.from({ length: volume.samplesPerPixel }, (_, channel) => formatValue(voxels[at + channel] ?? 0));
    parts.push(`Value ${values.join(", ")}`);
  }
  parts.push(`voxel ${i + 1}, ${j + 1}, ${k + 1}`);
  if (patientMm) parts.push(placeInWords(patientMm));
  return parts.join("   ");
}

/** The segment at a place, as it is seen on the slice or cut on show; null where there is none, or it is hidden. */
export function segmentAt(session: DrawingSession, sheet: Sheet | null, { voxel }: PointerPosition): Segment | null {
  const { columns, rows } = session.volume;
  const found = sheet && cellUnder(sheet, session.volume, voxel);
  if (!found) return null;
  const { segmentation, hidden } = session.state.value;
  const [i, j, k] = found.voxel;
  const label = session.labels[(k * rows + j) * columns + i];
  const segment = segmentation.segments.find(({ number }) => number === label);
  return segment && !hidden.has(segment.number) ? segment : null;
}

/** The segment under the mouse, in words; empty where there is none, or it is hidden. */
export function segmentReadout(session: DrawingSession, sheet: Sheet | null, at: PointerPosition): string {
  const segment = segmentAt(session, sheet, at);
  return segment ? segmentInWords(segment) : "";
}
