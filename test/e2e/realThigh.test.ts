import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { OpenReading, OwnReadings } from "#shared/api/reading.ts";
import { createApp } from "../../src-main/app/createApp.ts";
import { addReader } from "../src-main/author.ts";
import { setCheapPassphrase } from "../src-main/services/readers/signingReader.ts";
import { noSharedData, unpackArchive } from "../sharedData.ts";
import { synthetic, writeLimbsOf, type RealHeaders } from "./limbsOfThigh.ts";
import { circle, drag, expectState, fetched, picture, saved, shown, storedLabels, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";

/**
 * The myopathy study on a real thigh. The real data beside the project hold one series of each thigh, T1-weighted: it is what is drawn on. The water-only
 * images
 * that it is copied to, and the calf, are the sample generator's limbs, as files of the same patient.
 */
const passphrase = "correct horse battery";
let real: RealHeaders;

async function prepare(data: string, work: string): Promise<void> {
  if (noSharedData) return;
  const folder = join(work, "thigh");
  const images = join(unpackArchive("dicom", "ibsi_STS_001.tar.xz"), "MR_T1", "image");
  mkdirSync(folder);
  cpSync(images, join(folder, "real"), { recursive: true });
  real = writeLimbsOf(images, join(folder, "synthetic"));
  const app = createApp({ dataFolder: data, host: { name: "cli" } });
  for (const name of ["Coordinator", "Reader One", "Reader Two"])
    setCheapPassphrase(app.services.store, addReader(app.services.store, name).readerId, passphrase);
  await app.close();
}

const session = browserSession({ prepare, timeout: 30_000 });
let page: Page;
/** Everything that the door answered since the reader signed in, by its address. */
const answers: Promise<readonly [string, Buffer]>[] = [];
beforeAll(() => {
  page = session.page;
});

/** What the door answers to this page's session. */
const asked = async <Answer>(procedure: string, input?: unknown): Promise<Answer> => {
  const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  const { bytes } = await fetched(page, `/api/${procedure}${query}`);
  return (JSON.parse(bytes.toString()) as { result: { data: { json: Answer } } }).result.data.json;
};
const step = (name: string) => page.getByRole("navigation", { name: "Parts of the project" }).getByRole("button", { name });
const choose = async (field: Locator, option: string) => {
  await field.click();
  await page.getByRole("option", { name: option }).click();
};
const press = async (...keys: readonly string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

test.skipIf(noSharedData)("the coordinator imports a real thigh, and makes a case of it", async () => {
  await page.getByRole("button", { name: /^Reader: / }).click();
  await page.getByRole("menuitem", { name: /^Coordinator/ }).click();
  await page.getByLabel("Passphrase of Coordinator").fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Reader: Coordinator" }).waitFor();
  await page.getByLabel("Folder to import").first().setInputFiles(join(session.work.path, "thigh"));
  const result = page.getByRole("dialog", { name: "Import result" });
  await result.getByRole("button", { name: "Done" }).click({ timeout: 60_000 });
  await page.getByRole("button", { name: "Projects" }).click();
  await page.getByRole("button", { name: "New project…" }).click();
  await page.getByLabel("Name").fill("Muscles");
  await choose(page.getByRole("combobox", { name: "Template" }), "Myopathy: lower-limb muscle MR, two readers");
  await page.getByRole("button", { name: "Make the project" }).click();
  await page.getByRole("heading", { name: "Muscles" }).waitFor();
  await step("Readers, coordinators").click();
  for (const name of ["Reader One", "Reader Two"]) {
    await choose(page.getByRole("combobox", { name: "Add to readers" }), name);
    await page.getByRole("list", { name: "Readers" }).getByText(name).waitFor();
  }
  await step("Cases").click();
  await page.getByRole("button", { name: "Add from the worklist…" }).click();
  const dialog = page.getByRole("dialog");
  const rows = dialog.getByRole("checkbox", { name: new RegExp(`^${real.patientName}`) });
  await rows.nth(1).waitFor();
  for (const row of await rows.all()) await row.click();
  // The thigh and the calf are two studies of one patient: one case.
  await dialog.getByText(/^Chosen: 2 studies of 1 patient/).waitFor();
  await dialog.getByLabel("Group").fill("sarcoma");
  await dialog.getByRole("button", { name: "Add 2 studies" }).click();
  await page.getByText(/^1 case was added/).waitFor();
  expect(await asked<object[]>("project.list")).toMatchObject([{ name: "Muscles", state: "draft", cases: 1 }]);
});

test.skipIf(noSharedData)("roles are confirmed; the real series, whose description fits no rule, is chosen", async () => {
  await step("Roles of series").click();
  await page.getByRole("button", { name: `Confirm all that was found (${synthetic.length})` }).click();
  await page.getByText("none fits", { exact: true }).waitFor();
  await page.getByRole("button", { name: /^Choose the series of case .*, thigh, t1$/ }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: new RegExp(real.description) })
    .click();
  await expect
    .poll(async () => {
      const [{ id } = { id: "" }] = await asked<Array<{ id: string }>>("project.list");
      const [one] = await asked<Array<{ roles: Array<{ state: string; cannotCopy: string | null }> }>>("project.cases", { projectId: id });
      return one!.roles.map(({ state, cannotCopy }) => [state, cannotCopy]);
    })
    .toEqual(Array.from({ length: 4 }, () => ["confirmed", null]));
});

test.skipIf(noSharedData)("each series is looked at for burned-in text, levels are marked, and it starts", async () => {
  await step("Levels and look").click();
  const panel = page.getByRole("complementary", { name: "This series" });
  await panel.getByRole("heading", { name: "thigh, T1-weighted" }).waitFor();
  const mark = async (key: string, slice: number) => {
    await page.locator(`canvas[data-slice="${slice}"]`).waitFor();
    await press(key);
    await panel.getByRole("button", { name: new RegExp(`, slice ${slice}$`) }).waitFor();
  };
  // Slices on which there are water-only images too.
  await press("Home", "PageDown", "PageDown", "PageDown", "ArrowUp");
  await mark("1", 15);
  await press("PageDown", "PageDown", "ArrowDown", "ArrowDown");
  await mark("2", 27);
  await picture(page, "real-1-look");
  await press("PageDown", "PageDown", "ArrowDown", "ArrowDown");
  await mark("3", 39);
  await press("Home", ...Array<string>(real.slices).fill("ArrowDown"));
  await panel.getByText(`${real.slices} of ${real.slices} slices seen.`).waitFor();
  await press("l");
  const lookThrough = async () => {
    await press("Home", ...Array<string>(real.slices).fill("ArrowDown"));
    await panel.getByText(/^(\d+) of \1 slices seen\.$/).waitFor();
    await press("l");
  };
  await panel.getByRole("heading", { name: "thigh, water-only" }).waitFor();
  await lookThrough();
  await panel.getByRole("heading", { name: "calf, T1-weighted" }).waitFor();
  await press("Home");
  await mark("1", 1);
  await press("ArrowDown", "ArrowDown");
  await mark("2", 3);
  await lookThrough();
  await panel.getByRole("heading", { name: "calf, water-only" }).waitFor();
  await lookThrough();
  await page.getByRole("region", { name: "Before a start" }).getByText("Nothing is lacking: it can be started.").waitFor();
  await page.getByRole("button", { name: "Start…" }).click();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByRole("table", { name: "Board of readings" }).waitFor();
  expect(await asked<object[]>("project.list")).toMatchObject([{ state: "running" }]);
});

const side = () => page.getByRole("complementary", { name: "Segments, form and what is missing" });

test.skipIf(noSharedData)("reader 1 draws the real thigh on its levels, and copies it to water-only", async () => {
  await page
    .getByRole("button", { name: /^Reader: / })
    .first()
    .click();
  await page.getByRole("menuitem", { name: /Sign out/ }).click();
  page.on("response", (response) => {
    const body = response.body().catch(() => Buffer.alloc(0));
    answers.push(body.then((bytes) => [`${response.url()} ${JSON.stringify(response.headers())}`, bytes] as const));
  });
  await page
    .getByRole("button", { name: /^Reader One/ })
    .first()
    .click();
  await page.getByLabel("Passphrase of Reader One").fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Open case / }).click();
  await shown(page, 0);
  await shown(page, 1);
  await expectState(page, "slice-count", String(real.slices), 0);
  await picture(page, "real-2-open");
  const draw = async (slice: number, copySlice: number) => {
    await expectState(page, "slice-index", String(slice), 0);
    await expectState(page, "slice-index", String(copySlice), 1);
    // Until it is open nothing is drawn in it, which the program says: the stroke is looked for on the disk.
    await viewport(page, 0).click({ position: { x: 40, y: 40 } });
    await side().locator('[aria-label="Segments"][aria-busy="false"]').waitFor();
    const { revision } = await storedLabels(page, await shown(page, 0));
    await press("f");
    await drag(page, circle(0.5, 0.5, 0.2, 8), { index: 0 });
    await expect.poll(async () => (await storedLabels(page, await shown(page, 0))).revision).toBe(revision + 1);
    await saved(page);
  };
  const copy = async () => {
    await viewport(page, 1).click({ position: { x: 40, y: 40 } });
    await side()
      .getByRole("button", { name: /^Copy here from/ })
      .click();
    await expect.poll(async () => (await storedLabels(page, await shown(page, 1))).labels.includes(1)).toBe(true);
    const [t1, water] = [await storedLabels(page, await shown(page, 0)), await storedLabels(page, await shown(page, 1))];
    const count = (labels: Uint8Array) => labels.reduce((sum, label) => sum + label, 0);
    // Only slices that both have are drawn on, on the same lattice: voxel on voxel.
    expect(count(water.labels)).toBe(count(t1.labels));
  };
  for (const [at, [slice, onWater]] of (
    [
      [14, 2],
      [26, 4],
      [38, 6],
    ] as const
  ).entries()) {
    if (at > 0) await press("Shift+PageDown");
    await draw(slice, onWater);
  }
  await picture(page, "real-3-drawn");
  await copy();
  for (const slice of [0, 2]) {
    await press("Shift+PageDown");
    await draw(slice, slice);
  }
  await copy();
});

test.skipIf(noSharedData)("34 keys of the number pad score the case, 10 more the quality of the images; it is submitted", async () => {
  await page.getByRole("tab", { name: "Form" }).click();
  await page.getByText("0 of 34").first().waitFor();
  await press("q");
  await page.getByText("Keys fill the form").first().waitFor();
  for (let at = 0; at < 34; at++) await press(`Numpad${at % 6}`);
  await page.getByText("34 of 34").first().waitFor();
  await page.locator('[data-testid="answers-saved"][data-kind="saved"]').waitFor();
  await picture(page, "real-4-scored");
  await press("Escape");
  await page.getByRole("combobox", { name: "Form", exact: true }).selectOption({ label: "10 left: Image quality of each level" });
  await press("q");
  await page.getByText("Keys fill the form").first().waitFor();
  const readingId = (await asked<OwnReadings[]>("reading.own"))[0]!.begun[0]!.readingId;
  const given = async () => (await asked<OpenReading>("reading.describe", { readingId })).answers.length;
  for (let at = 1; at <= 10; at++) await press("Numpad3");
  await expect.poll(given).toBe(44);
  await press("Escape");
  await page
    .getByRole("button", { name: /^Submit/ })
    .first()
    .click();
  const sheet = page.getByRole("dialog", { name: /^Submit case / });
  await sheet.getByLabel("Passphrase").fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByText("1 of 2 submitted").waitFor();
});

test.skipIf(noSharedData)("nothing of the real headers was told to the reader", async () => {
  const told = [
    ["page", Buffer.from([await page.content(), await page.title(), page.url()].join("\n"))] as const,
    ["output of the program", Buffer.from(session.program.output())] as const,
    ...(await Promise.all(answers)),
  ];
  // Pages, scripts, procedures and voxels.
  expect(told.length).toBeGreaterThan(100);
  const marks = [...real.marks, "sarcoma", ...synthetic.map(({ description }) => description)];
  const hits = told.flatMap(([name, bytes]) =>
    marks.filter((mark) => name.includes(mark) || bytes.includes(mark)).map((mark) => `${mark} in ${name}`),
  );
  expect(hits).toEqual([]);
  // The list of jobs may be on its way when the coordinator signs out.
  expect(session.complaints.filter((line) => !/401 \(Unauthorized\) \(.*\/api\/job\.list/.test(line))).toEqual([]);
});
