import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dicomFile } from "../dicomFiles.ts";

/** Columns and rows of an image. */
export const size = 96;
export const slices = 7;
export const patients = [
  { id: "HOSP-4711", name: "Quastenflosser^Xaver", uid: "2.25.810" },
  { id: "HOSP-4712", name: "Zitteraal^Berta", uid: "2.25.820" },
] as const;

/** Two patients with a T1 and a water-only series of one thigh, on one grid; they lay on the belly. */
export function writeStudies(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const [patient, { id, name, uid }] of patients.entries())
    for (const [series, description] of ["T1 TSE axial thigh", "T2 Dixon water thigh"].entries())
      for (let slice = 0; slice < slices; slice++) {
        const pixels = Buffer.alloc(size ** 2 * 2);
        for (let at = 0; at < size ** 2; at++) {
          const [x, y] = [(at % size) - size / 2, Math.floor(at / size) - size / 2];
          const isLimb = Math.hypot(x / 30, y / 36) < 1;
          pixels.writeUInt16LE(isLimb ? 400 + series * 200 + patient * 50 + ((at * 7) % 31) : 20, at * 2);
        }
        const of = `${uid}.${series + 1}`;
        const bytes = dicomFile({
          patientId: id,
          patientName: name,
          studyInstanceUid: uid,
          seriesInstanceUid: of,
          sopInstanceUid: `${of}.${slice + 1}`,
          seriesNumber: series + 1,
          seriesDescription: description,
          slice,
          size,
          pixels,
          isProne: true,
        });
        writeFileSync(join(folder, `${of}.${slice}.dcm`), bytes);
      }
  return folder;
}
