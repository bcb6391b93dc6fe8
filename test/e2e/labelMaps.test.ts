import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { decodeImageFile, readImageFile, writeImageFile } from "../../src-main/services/imagefiles/index.ts";
import { noSharedData, sharedData } from "../sharedData.ts";
import { runFascicle } from "./program.ts";
import { fetched, picture, shown, storedLabels } from "./readingPage.ts";
import { browserSession } from "./session.ts";

let page: Page;

const caseFile = (...path: string[]) => sharedData("cases", ...path);

/** The two cases are of one volume. */
async function importCase(data: string): Promise<void> {
  await runFascicle("import", caseFile("import-name-lost", "dicom"), "--data", data);
}

/** Drags files from outside onto the middle of a viewport and lets them fall, as the system's file manager does. */
async function drop(files: readonly string[], index = 0): Promise<void> {
  const box = (await page.getByTestId(`viewport-${index}`).boundingBox())!;
  const devtools = await page.context().newCDPSession(page);
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2, data: { items: [], files: [...files], dragOperationsMask: 1 } };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) await devtools.send("Input.dispatchDragEvent", { type, ...place });
  await devtools.detach();
}

describe.skipIf(noSharedData)("label maps in the reading room", () => {
  const session = browserSession({ prepare: importCase, timeout: 120_000 });
  const { data } = session;
  let volumeId: string;
  beforeAll(() => {
    page = session.page;
  });

  test("a dropped label map is offered for the image it falls on, and named after its file", async () => {
    await page.getByRole("row", { name: /neg/ }).first().dblclick();
    volumeId = await shown(page);
    await drop([caseFile("import-name-lost", "RaterA.nii.gz")]);
    const offer = page.getByRole("dialog", { name: "Import this label map?" });
    await offer.getByText("RaterA.nii.gz").waitFor();
    await picture(page, "label-map-offered");
    // Not wanted: nothing is imported, neither as a label map nor as an image.
    await offer.getByRole("button", { name: "Cancel" }).click();
    await offer.waitFor({ state: "hidden" });
    expect(await page.getByRole("dialog").count()).toBe(0);

    for (const name of ["RaterA", "RaterB"]) {
      await drop([caseFile("import-name-lost", `${name}.nii.gz`)]);
      await offer.getByRole("button", { name: "Import" }).click();
      await expect.poll(() => page.getByRole("combobox", { name: "Segmentation" }).inputValue()).toBe(name);
      const { labels } = await storedLabels(page, volumeId);
      const file = await readImageFile(caseFile("import-name-lost", `${name}.nii.gz`));
      // The file's rows run the other way: the number of voxels of each label is the same.
      const count = (voxels: Iterable<number>) => [...voxels].filter((label) => label > 0).length;
      expect(count(labels)).toBe(count(file.voxels));
    }
    await picture(page, "label-map-imported");
  });

  test("what does not fit stays on the screen, with by how much, until it is put away", async () => {
    const { grid, ...voxels } = await readImageFile(caseFile("import-name-lost", "RaterA.nii.gz"));
    const shifted = join(data.path, "shifted.nii.gz");
    await writeImageFile(shifted, { ...voxels, grid: { ...grid, originMm: [grid.originMm[0] + 0.5, grid.originMm[1], grid.originMm[2]] } });
    await drop([shifted]);
    await page.getByRole("dialog", { name: "Import this label map?" }).getByRole("button", { name: "Import" }).click();
    const refusal = page.getByRole("alert").filter({ hasText: "The label map was not imported" });
    await refusal.getByText(/shifted\.nii\.gz: does not lie on the grid of this image: its voxels lie up to 0\.5 mm/).waitFor();
    expect(await refusal.innerText()).toContain("a tenth of a voxel's edge, 0.1 mm, is allowed");
    await picture(page, "label-map-refused");
    // One notice at a time: more of them would lie over all of the tools.
    await writeImageFile(join(data.path, "again.nii.gz"), {
      ...voxels,
      grid: { ...grid, originMm: [grid.originMm[0] + 0.5, grid.originMm[1], grid.originMm[2]] },
    });
    await drop([join(data.path, "again.nii.gz")]);
    await page.getByRole("dialog", { name: "Import this label map?" }).getByRole("button", { name: "Import" }).click();
    await refusal.getByText(/again\.nii\.gz/).waitFor();
    await expect.poll(() => refusal.count()).toBe(1);
    await refusal.getByRole("button").click();
  });

  test("labels above 255 keep their numbers on the way out", async () => {
    await drop([caseFile("mask-with-large-labels", "labels.nii.gz")]);
    await page.getByRole("dialog", { name: "Import this label map?" }).getByRole("button", { name: "Import" }).click();
    await expect.poll(() => page.getByRole("combobox", { name: "Segmentation" }).inputValue()).toBe("labels");
    await expect.poll(() => page.getByRole("list", { name: "Segments" }).getByRole("listitem").count()).toBe(3);
    expect(await page.locator('[title^="Label 1035 in files"]').count()).toBe(1);
    const { segmentationId } = await storedLabels(page, volumeId);
    const { bytes } = await fetched(page, `/segmentations/${segmentationId}/export.nii.gz`);
    const out = (await decodeImageFile("labels.nii.gz", bytes)).image;
    const given = (await decodeImageFile("labels.nii.gz", readFileSync(caseFile("mask-with-large-labels", "labels.nii.gz")))).image;
    const counts = (voxels: Iterable<number>) =>
      Object.entries(Object.groupBy([...voxels], String)).map(([label, all]) => [label, all!.length]);
    expect([out.scalarType, counts(out.voxels)]).toEqual(["uint16", counts(given.voxels)]);
    // The browser itself names the two requests that were refused.
    expect(session.complaints).toEqual([expect.stringContaining("status of 400"), expect.stringContaining("status of 400")]);
  });
});
