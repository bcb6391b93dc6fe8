import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { dicomFile } from "../dicomFiles.ts";
import { runFascicle } from "./program.ts";

/** Columns, rows and slices of every series, mm between columns and rows, and between slices. */
export const bodyGrid = { size: 64, slices: 8, pixelMm: 2, betweenSlicesMm: 5 } as const;

/** A body with a few bright and dark places, which has no symmetry; mm from its middle. */
function body(x: number, y: number, z: number): number {
  const spot = (cx: number, cy: number, cz: number, radius: number) =>
    Math.exp(-((x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2) / (2 * radius ** 2));
  const inside = (x / 50) ** 2 + (y / 38) ** 2 < 1 ? 300 : 20;
  return inside + 500 * spot(-20, 8, 2, 9) + 350 * spot(18, -12, -6, 7) - 200 * spot(14, 14, 6, 8) + 200 * spot(-4, -22, 0, 6);
}

/** A series that shows the body. */
export interface BodySeries {
  readonly description: string;
  /** How many columns further to the left its lattice lies. */
  readonly columnsAway?: number;
  /** Where the body lies by then, x and y, mm. */
  readonly movedMm?: readonly [number, number];
  readonly frameOfReferenceUid?: string;
  /** Bright is dark, as in another weighting. */
  readonly isInverted?: boolean;
  /** The same grey value everywhere: nothing can be aligned to it. */
  readonly isConstant?: boolean;
}

export interface BodyPatient {
  readonly patientId: string;
  readonly studyInstanceUid: string;
  readonly series: readonly BodySeries[];
}

/** Writes the body as DICOM files, one study a patient; answers their folder. */
export function writeBodies(workFolder: string, patients: readonly BodyPatient[]): string {
  const folder = join(workFolder, "bodies");
  mkdirSync(folder, { recursive: true });
  const { size, slices, pixelMm, betweenSlicesMm } = bodyGrid;
  for (const { patientId, studyInstanceUid, series } of patients) {
    for (const [at, one] of series.entries()) {
      const left = -size + (one.columnsAway ?? 0) * pixelMm;
      const [dx, dy] = one.movedMm ?? [0, 0];
      for (let slice = 0; slice < slices; slice++) {
        const z = (slice - (slices - 1) / 2) * betweenSlicesMm;
        const pixels = Buffer.alloc(size ** 2 * 2);
        for (let pixel = 0; pixel < size ** 2; pixel++) {
          const [x, y] = [left + (pixel % size) * pixelMm - dx, Math.floor(pixel / size) * pixelMm - size - dy];
          const value = one.isConstant ? 100 : one.isInverted ? 1200 - body(x, y, z) : body(x, y, z);
          pixels.writeUInt16LE(Math.round(value), pixel * 2);
        }
        const seriesInstanceUid = `${studyInstanceUid}.${at + 1}`;
        const file = dicomFile({
          patientId,
          studyInstanceUid,
          seriesInstanceUid,
          sopInstanceUid: `${seriesInstanceUid}.${slice + 1}`,
          seriesNumber: at + 1,
          seriesDescription: one.description,
          slice,
          size,
          pixels,
          lattice: {
            columns: size,
            rows: size,
            pixelSpacingMm: pixelMm,
            positionMm: [left, -size, z],
            frameOfReferenceUid: one.frameOfReferenceUid ?? `${studyInstanceUid}.9`,
          },
        });
        writeFileSync(join(folder, `${seriesInstanceUid}-${slice}.dcm`), file);
      }
    }
  }
  return folder;
}

/** The same, imported into a data folder by the built program. */
export async function importBodies(dataFolder: string, workFolder: string, patients: readonly BodyPatient[]): Promise<void> {
  const { code, stderr } = await runFascicle("import", writeBodies(workFolder, patients), "--data", dataFolder);
  expect(`${code} ${code === 0 ? "" : stderr}`).toBe("0 ");
}
