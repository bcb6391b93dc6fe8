import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { writeRleSlice } from "../src-main/services/volumes/writeDicom.ts";
import { runFascicle } from "./program.ts";
import { expectState, newSegment, picture, shown, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession({ prepare: importSeries, timeout: 90_000 });
let page: Page;

/** The middle one of five slices lacks its last bytes. */
async function importSeries(data: string, work: string): Promise<void> {
  const folder = join(work, "series");
  mkdirSync(folder);
  for (let k = 0; k < 5; k += 1)
    writeFileSync(
      join(folder, `${k}.dcm`),
      writeRleSlice(
        k + 11,
        k * 5,
        Array.from({ length: 12 }, (_, index) => 100 * k + 10 * index),
        k === 2 ? 8 : 0,
      ),
    );
  await runFascicle("import", folder, "--data", data);
}

beforeAll(() => {
  page = session.page;
});

/** The red of a point of the picture in the middle column of the viewport, at a fraction of its height. */
async function brightness(y: number): Promise<number> {
  const box = (await viewport(page).boundingBox())!;
  const png = await page.screenshot({ clip: { x: box.x + box.width * 0.6, y: box.y + box.height * y, width: 2, height: 2 } });
  return page.evaluate<number>(`(async () => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob("${png.toString("base64")}"), (letter) => letter.charCodeAt(0))]));
    const canvas = new OffscreenCanvas(2, 2).getContext("2d");
    canvas.drawImage(bitmap, 0, 0);
    return canvas.getImageData(0, 0, 1, 1).data[0];
  })()`);
}

test("a slice that cannot be decoded is marked on the image; the others are shown, drawn on and measured", async () => {
  await page.getByText("Doe, Jane").first().dblclick();
  await picture(page, "damaged-slice-open");
  const alert = viewport(page).getByRole("alert");
  await alert.waitFor();
  await expectState(page, "slice-index", "2");
  await shown(page);
  expect(await alert.innerText()).toBe(
    "This image cannot be shown. Slice 3 cannot be read (image 13 of the series): its RLE pixel data is cut short.",
  );
  await picture(page, "damaged-slice");

  await page.keyboard.press("ArrowDown");
  await expectState(page, "slice-index", "3");
  await alert.waitFor({ state: "detached" });
  await expectState(page, "rendered", "true");
  // From the 1st to the 99th percentile (nearest rank) of the 48 voxels that can be read, 0 to 510: the damaged slice does not make the others black.
  await expectState(page, "window", "255/510");
  // Rows run down, values rise with them (300 to 410): the greys are not turned round.
  expect(await brightness(0.85)).toBeGreaterThan(await brightness(0.15));
  await newSegment(page);
  await picture(page, "damaged-slice-neighbour");
  await page.keyboard.press("ArrowUp");
  await alert.waitFor();
  // The door's refusal of the one slice is all that the browser has to report.
  expect(session.complaints.filter((complaint) => !complaint.includes("422"))).toEqual([]);
});
