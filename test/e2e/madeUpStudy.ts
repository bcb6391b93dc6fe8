import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { dicomFile } from "../dicomFiles.ts";
import { runFascicle } from "./program.ts";
import { shown } from "./readingPage.ts";

/** Columns and rows of each slice, and slices of each of the two series. */
export const madeUp = { size: 96, slices: 7, left: 200, right: 900 } as const;

/** Brings a study of two small series into a data folder: the left half of each slice has values about 200 (0 to 9 more by row), the right half about 900. */
export async function importMadeUpStudy(dataFolder: string, workFolder: string): Promise<void> {
  const folder = join(workFolder, "made-up");
  mkdirSync(folder, { recursive: true });
  for (const series of [1, 2]) {
    for (let slice = 0; slice < madeUp.slices; slice++) {
      const pixels = Buffer.alloc(madeUp.size ** 2 * 2);
      for (let at = 0; at < madeUp.size ** 2; at++) {
        pixels.writeUInt16LE(
          (at % madeUp.size < madeUp.size / 2 ? madeUp.left : madeUp.right) + (Math.floor(at / madeUp.size) % 10),
          at * 2,
        );
      }
      writeFileSync(
        join(folder, `${series}-${slice}.dcm`),
        dicomFile({
          studyInstanceUid: "2.25.70",
          seriesInstanceUid: `2.25.71.${series}`,
          sopInstanceUid: `2.25.72.${series}.${slice}`,
          seriesNumber: series,
          seriesDescription: `Series ${series}`,
          slice,
          size: madeUp.size,
          pixels,
        }),
      );
    }
  }
  const { code, stderr } = await runFascicle("import", folder, "--data", dataFolder);
  expect(`${code} ${code === 0 ? "" : stderr}`).toBe("0 ");
}

/** Opens the study from the worklist; answers the id of the volume on show. */
export async function openMadeUpStudy(page: Page): Promise<string> {
  await page.getByText("Made, Up").first().dblclick();
  return shown(page);
}
