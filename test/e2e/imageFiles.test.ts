import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { encodeImageFile } from "../../src-main/services/imagefiles/index.ts";
import type { Direction } from "#shared/domain/geometry.ts";
import type { Image } from "#shared/domain/volume.ts";
import { drag, expectState, fetched, newSegment, picture, saved, shown, storedLabels, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession({ prepare: writeStudy, timeout: 120_000 });
let page: Page;

const size = [64, 72, 20] as const;

/**
 * A head of two halves: bright where x runs to the patient's left and y to the back, so that its orientation can be seen; on axes in the
 * order and direction given.
 */
function head(direction: Direction, originMm: readonly [number, number, number]): Image {
  const voxels = new Int16Array(size[0] * size[1] * size[2]);
  const spacing = [3, 3, 6] as const;
  for (let k = 0, at = 0; k < size[2]; k += 1)
    for (let j = 0; j < size[1]; j += 1)
      for (let i = 0; i < size[0]; i += 1, at += 1) {
        const [x, y, z] = [0, 1, 2].map(
          (row) =>
            originMm[row]! +
            direction[row * 3]! * i * spacing[0] +
            direction[row * 3 + 1]! * j * spacing[1] +
            direction[row * 3 + 2]! * k * spacing[2],
        ) as [number, number, number];
        const inside = (x / 75) ** 2 + (y / 90) ** 2 + (z / 70) ** 2 < 1;
        voxels[at] = inside ? 300 + (x > 0 ? 200 : 0) + (y < 0 ? 100 : 0) : 10;
      }
  return { grid: { size, spacingMm: spacing, originMm, direction }, scalarType: "int16", voxels };
}

// RAS, as most NIfTI files: i to the right, j to the front.
const ras: Direction = [-1, 0, 0, 0, -1, 0, 0, 0, 1];
const rasOrigin = [95, 107, -57] as const;
// i to the front, j to the right: the slice is stored on its side.
const turned: Direction = [0, -1, 0, -1, 0, 0, 0, 0, 1];

async function writeStudy(_data: string, work: string): Promise<void> {
  const anat = join(work, "study", "sub-01", "anat");
  mkdirSync(anat, { recursive: true });
  const t1 = head(ras, rasOrigin);
  const put = async (name: string, image: Image) => writeFileSync(join(anat, name), await encodeImageFile(name, image, { segments: [] }));
  await put("sub-01_T1w.nii.gz", t1);
  await put("sub-01_T2w.nii.gz", head(turned, [107, 95, -57]));
  await put("sub-01_dseg.nii.gz", {
    ...t1,
    scalarType: "uint8",
    voxels: Uint8Array.from(t1.voxels, (value) => (value > 550 ? 2 : value > 350 ? 1 : 0)),
  });
  writeFileSync(join(anat, "sub-01_dseg.tsv"), "index\tname\n1\tOne side\n2\tLeft front\n");
  writeFileSync(join(anat, "sub-01_T1w.json"), JSON.stringify({ RepetitionTime: 2.3, EchoTime: 0.00298, MagneticFieldStrength: 3 }));
}

beforeAll(() => {
  page = session.page;
});

const letters = async (index = 0) =>
  (await viewport(page, index).locator('[data-furniture="letter"]').allInnerTexts()).map((text) => text.trim());

describe("a BIDS folder in the window", () => {
  let volumeId: string;

  test("is imported, and its label map is offered and taken as a segmentation", async () => {
    await page.getByLabel("Folder to import").setInputFiles(join(session.work.path, "study"));
    const sheet = page.getByRole("dialog", { name: "Import result" });
    await sheet.getByText("Everything was imported.").waitFor();
    const list = sheet.getByRole("region", { name: "Label maps" });
    await list.getByText(/sub-01_dseg\.nii\.gz/).waitFor();
    await picture(page, "image-files-imported");
    await list.getByRole("button", { name: "Make 1 segmentation" }).click();
    await list.getByText("1 segmentation was made.").waitFor();
    expect(await list.getByRole("button", { name: "Make 1 segmentation" }).isDisabled()).toBe(true);
    await picture(page, "image-files-label-map-taken");
    await sheet.getByRole("button", { name: "Done" }).click();
    await page
      .getByRole("row", { name: /sub-01/ })
      .first()
      .click();
    await page.getByText("TR 2300 ms").first().waitFor();
    await picture(page, "image-files-worklist");
  });

  test("opens upright, says where it comes from, and is scrolled", async () => {
    await page
      .getByRole("row", { name: /sub-01/ })
      .first()
      .dblclick();
    volumeId = await shown(page);
    await viewport(page)
      .getByText(/NIfTI file: sub-01_T1w\.nii\.gz/)
      .waitFor();
    expect(await letters()).toEqual(["A", "R", "L", "P"]);
    await picture(page, "image-files-open");
    const box = (await viewport(page).boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.wheel(0, 100);
    await expectState(page, "slice-index", "11");
  });

  test("has the segmentation of its label map, with the names of the table beside it", async () => {
    await page.getByText("Left front").first().waitFor();
    const { labels } = await storedLabels(page, volumeId);
    const t1 = head(ras, rasOrigin);
    expect([...labels].filter((label) => label === 2)).toHaveLength([...t1.voxels].filter((value) => value > 550).length);
  });

  test("is drawn on and measured like any other", async () => {
    await newSegment(page);
    await page.keyboard.press("b");
    await drag(page, [
      [0.5, 0.5],
      [0.53, 0.52],
    ]);
    const drawn = async () => [...(await storedLabels(page, volumeId)).labels].filter((label) => label === 3).length;
    await expect.poll(drawn, { timeout: 60_000 }).toBeGreaterThan(0);
    await saved(page);
    expect(await page.getByTestId("segment-statistics").innerText()).toMatch(/ml/);
    await picture(page, "image-files-drawn");
  });

  test("stored on its side it stands upright all the same, and lies where it says", async () => {
    await page.getByRole("button", { name: /T2w/ }).first().dblclick();
    await expectState(page, "volume-id", new RegExp(`^(?!${volumeId}).+`));
    await shown(page);
    expect(await letters()).toEqual(["A", "R", "L", "P"]);
    await picture(page, "image-files-turned");
    const { headers } = await fetched(page, `/volumes/${await shown(page)}/frames/0`);
    expect(headers["x-scalar-type"]).toBe("int16");
  });

  test("nothing complained", () => {
    expect(session.complaints).toEqual([]);
    expect(session.program.output()).not.toContain("sub-01");
  });
});
