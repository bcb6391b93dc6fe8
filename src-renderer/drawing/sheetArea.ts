import type { DrawingSession } from "./drawingSession.ts";
import type { Sheet } from "./sheet.ts";

/** How much of a sheet a segment covers: its voxels there, and their area in the plane of the sheet, mm2. */
export function areaOn(
  session: DrawingSession,
  sheet: Sheet,
  segment: number,
): { readonly sliceVoxels: number; readonly sliceAreaMm2: number } {
  const sliceVoxels = session.labelsOn(sheet).reduce((count, label) => count + Number(label === segment), 0);
  const [x, y] = sheet.spacingMm;
  const sine = Math.sqrt(1 - (sheet.cut?.cosine ?? 0) ** 2);
  return { sliceVoxels, sliceAreaMm2: sliceVoxels * x * y * sine };
}
