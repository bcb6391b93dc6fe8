import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { dicomFile } from "../dicomFiles.ts";
import { runFascicle } from "./program.ts";
import { shown, viewport } from "./readingPage.ts";

const slices = 12;

/** Two studies of one kind: a T1 series, a T2 series with pixels twice as large in the same space, and one in a space of its own. */
export async function importSeeingStudies(data: string, work: string): Promise<void> {
  const folder = join(work, "files");
  mkdirSync(folder);
  for (const study of ["1", "2"])
    for (const [number, seriesDescription, size, pixelMm, frame] of [
      [1, "T1 axial", 64, 0.8, "9"],
      [2, "T2 axial", 32, 1.6, "9"],
      [3, "T2 repeated", 32, 1.6, "8"],
    ] as const)
      for (let slice = 0; slice < slices; slice++) {
        const pixels = Buffer.alloc(size * size * 2);
        for (let at = 0; at < size * size; at++) {
          const [x, y] = [((at % size) + 0.5) / size, (Math.floor(at / size) + 0.5) / size];
          pixels.writeUInt16LE(Math.hypot(x - 0.5, y - 0.5) < 0.4 ? 400 + 20 * slice + (at % 11) : 10, at * 2);
        }
        const uid = `2.25.61${study}.${number}`;
        const bytes = dicomFile({
          studyInstanceUid: `2.25.61${study}`,
          seriesInstanceUid: uid,
          sopInstanceUid: `${uid}.${slice}`,
          frameOfReferenceUid: `2.25.61${study}.${frame}`,
          patientId: `P${study}`,
          patientName: study === "1" ? "Erstling^Anna" : "Zweitling^Bertram",
          seriesNumber: number,
          seriesDescription,
          pixelMm,
          slice,
          size,
          pixels,
        });
        writeFileSync(join(folder, `${study}-${number}-${slice}.dcm`), bytes);
      }
  const { code } = await runFascicle("import", folder, "--data", data);
  if (code !== 0) throw new Error("The studies were not imported.");
}

/** Opens a patient's study from the worklist. */
export async function openStudyOf(page: Page, name: string): Promise<void> {
  await page.locator('[role="row"][aria-level="1"]').filter({ hasText: name }).dblclick();
  await shown(page);
}

/** A point of the screen, by fractions of a viewport. */
export async function pointOf(page: Page, index: number, [x, y]: readonly [number, number]): Promise<readonly [number, number]> {
  const box = (await viewport(page, index).boundingBox())!;
  return [box.x + x * box.width, box.y + y * box.height];
}
