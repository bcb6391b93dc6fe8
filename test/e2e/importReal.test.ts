import { join } from "node:path";
import { mkdirSync, writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { dicomFile } from "../dicomFiles.ts";
import { noSharedData, unpackArchive } from "../sharedData.ts";
import { drag, expectState, newSegment, picture, shown, state, storedLabels } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession();
const { work } = session;
let page: Page;

beforeAll(() => {
  page = session.page;
});

/** Imports a folder by the window's own input (the system's dialog exists in Electron only) and closes the result; answers its text. */
async function importFolder(folder: string): Promise<string> {
  await page.getByLabel("Folder to import").first().setInputFiles(folder);
  const sheet = page.getByRole("dialog", { name: "Import result" });
  await sheet.waitFor({ timeout: 120_000 });
  const text = await sheet.innerText();
  await sheet.getByRole("button", { name: "Done" }).click();
  await sheet.waitFor({ state: "hidden" });
  return text;
}

test("what is no image is refused with the reason, file by file, and the rest goes on", async () => {
  const folder = join(work.path, "broken");
  mkdirSync(folder);
  writeFileSync(join(folder, "notes.txt"), "no DICOM at all");
  writeFileSync(join(folder, "empty.dcm"), "");
  const text = await importFolder(folder);
  expect(text).toContain("Nothing was imported");
  expect(text).toContain("notes.txt");
  expect(text).toContain("empty.dcm");
});

test("a patient's name that holds HTML is text", async () => {
  const folder = join(work.path, "html");
  mkdirSync(folder);
  const name = "<img src=x onerror=document.title='hurt'>";
  writeFileSync(
    join(folder, "1.dcm"),
    dicomFile({
      studyInstanceUid: "2.25.71",
      seriesInstanceUid: "2.25.72",
      sopInstanceUid: "2.25.73",
      patientName: name.replaceAll("=", "&#61;"),
      patientId: "<b>bold</b>",
      characterSet: "ISO_IR 192",
      slice: 0,
      size: 16,
      pixels: Buffer.alloc(512, 7),
    }),
  );
  await importFolder(folder);
  await page.getByText("<b>bold</b>").first().waitFor();
  const row = page.getByRole("row").filter({ hasText: "<b>bold</b>" }).first();
  expect(await row.innerText()).toContain("<img src");
  expect(await page.locator("img[src='x']").count()).toBe(0);
  expect(await page.title()).not.toBe("hurt");
  await row.dblclick();
  await shown(page);
  expect(await page.getByTestId("overlay").first().innerText()).toContain("<b>bold</b>");
  expect(await page.locator("img[src='x'], b").filter({ hasText: "bold" }).count()).toBe(0);
  await page.getByRole("navigation").getByText("Worklist").click();
});

const vendors = [
  { name: "Siemens", archive: "siemens_xa30_study_classic", series: "anat-T1w", slices: "96" },
  { name: "Philips, enhanced and classic", archive: "philips_cs_enh_and_classic", series: "T1W_FFE", slices: "24" },
  { name: "United Imaging", archive: "uih_umr770", series: "t1_gre", slices: "12" },
  { name: "Canon, enhanced and classic, gzipped", archive: "canon_galan_enh_and_classic", series: "DTI_PA", slices: "40" },
];

test.skipIf(noSharedData).each(vendors)("$name: import, search, open, scroll, window, draw", async ({ archive, series, slices }) => {
  await importFolder(unpackArchive("dicom", `${archive}.tar.xz`));
  await page.getByText("Series", { exact: true }).first().click();
  const search = page.getByRole("textbox", { name: "Search" });
  await search.fill(series);
  const row = page.getByRole("row").filter({ hasText: series }).first();
  await row.waitFor();
  await picture(page, `import-${archive}-worklist`);
  await row.dblclick();
  await shown(page);
  await expectState(page, "slice-count", slices);
  expect(await state(page, "orientation-letters")).toMatch(/^([APLRHF]{1,3} ){3}[APLRHF]{1,3}$/);

  const middle = Number(await state(page, "slice-index"));
  await page.getByTestId("viewport-0").hover();
  await page.mouse.wheel(0, -100);
  await expectState(page, "slice-index", String(middle - 1));
  const window = await state(page, "window");
  await drag(page, [
    [0.5, 0.5],
    [0.6, 0.6],
  ]);
  await expect.poll(() => state(page, "window")).not.toBe(window);

  await newSegment(page);
  await page.keyboard.press("b");
  await drag(page, [
    [0.45, 0.45],
    [0.55, 0.5],
  ]);
  const volumeId = await shown(page);
  await expect.poll(async () => (await storedLabels(page, volumeId)).labels.includes(1)).toBe(true);
  await picture(page, `import-${archive}-drawn`);
  await page.getByRole("navigation").getByText("Worklist").click();
  await search.waitFor();
  await search.fill("");
});

test.skipIf(noSharedData)("reformats of a real volume follow the patient: axial, coronal and sagittal letters", async () => {
  await page.getByRole("textbox", { name: "Search" }).fill("anat-T1w");
  await page.getByRole("row").filter({ hasText: "anat-T1w" }).first().dblclick();
  await shown(page);
  for (const [plane, letters] of [
    ["Axial", "A L P R"],
    ["Coronal", "H L F R"],
    ["Sagittal", "H P F A"],
  ] as const) {
    await page
      .getByRole("button", { name: plane })
      .or(page.getByText(plane, { exact: true }))
      .first()
      .click();
    await expectState(page, "plane", plane.toLowerCase());
    await expect
      .poll(async () =>
        (await state(page, "orientation-letters"))
          .split(" ")
          .map((letter) => letter[0])
          .join(" "),
      )
      .toBe(letters);
  }
  await picture(page, "import-sagittal-reformat");
});

test("nothing complained, and no patient's name is in what the program wrote", () => {
  expect(session.complaints).toEqual([]);
  expect(
    session.program
      .output()
      .replace(/^http\S+$/m, "")
      .trim(),
  ).toBe("");
});
