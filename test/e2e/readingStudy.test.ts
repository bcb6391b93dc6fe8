import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { OpenReading, OwnReadings } from "#shared/api/reading.ts";
import { findings } from "./axe.ts";
import { projectRoot, runFascicle } from "./program.ts";
import { cellsOutOfSight, circle, drag, expectState, fetched, picture, saved, shown, storedLabels, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";
import { hiddenOfCases, matrix, passphrase, startWholeStudy } from "./wholeStudy.ts";

/** From the template: reader 1 reads all cases again, two months at least after the own first reading. */
const later = {
  NODE_OPTIONS: `--import=${join(projectRoot, "test", "e2e", "laterClock.mjs")}`,
  TEST_CLOCK_AHEAD_MS: String(63 * 86_400_000),
};
const environment: Record<string, string> = {};
const session = browserSession({ prepare: startWholeStudy, environment, timeout: 30_000 });
let page: Page;
beforeAll(() => {
  page = session.page;
});

const signIn = async (name: string) => {
  await page
    .getByRole("button", { name: new RegExp(`^${name}`) })
    .first()
    .click();
  await page.getByLabel(`Passphrase of ${name}`).fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Muscles" }).waitFor();
};
const signOut = async (name: string) => {
  await page
    .getByRole("button", { name: new RegExp(name) })
    .first()
    .click();
  await page.getByRole("menuitem", { name: /Sign out/ }).click();
};
const side = () => page.getByRole("complementary", { name: "Segments, form and what is missing" });
/** The page, its title and its address, in which nothing hidden may stand. */
const told = async () => [await page.content(), await page.title(), page.url()].join("\n");
/** What the door answers to this page's session. */
const asked = async <Answer>(procedure: string, input?: unknown): Promise<Answer> => {
  const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  const { bytes } = await fetched(page, `/api/${procedure}${query}`);
  return (JSON.parse(bytes.toString()) as { result: { data: { json: Answer } } }).result.data.json;
};
const openReading = async () => (await asked<OwnReadings[]>("reading.own"))[0]!.begun.find(({ state }) => state === "open")!.readingId;
const open = async () => {
  const button = page.getByRole("button", { name: /^Open case / });
  const code = (await button.textContent())!.replace("Open case ", "").trim();
  // A hasty reader: the second click finds the case being opened.
  await button.dblclick();
  await shown(page, 0);
  await shown(page, 1);
  // The limbs lay feet first: the first slice is the most distal one, and the right leg stands on the left all the same.
  await expectState(page, "orientation-letters", "A L P R");
  return code;
};
/** Draws a circle by few points; it is on the disk when this ends. */
const draw = async (index: number, slice: number, x: number, radius: number) => {
  const volumeId = await shown(page, index);
  await viewport(page, index).click({ position: { x: 40, y: 60 } });
  await side().locator('[aria-label="Segments"][aria-busy="false"]').waitFor();
  const before = await drawnOn(index, slice);
  await page.keyboard.press("f");
  await drag(page, circle(x, 0.5, radius, 8), { index });
  await expect.poll(() => drawnOn(index, slice), { timeout: 15_000 }).not.toBe(before);
  await saved(page);
  expect(await shown(page, index)).toBe(volumeId);
};
/** Voxels that are drawn on a slice. */
const drawnOn = async (index: number, slice: number) => {
  const { columns, rows, labels } = { ...matrix, ...(await storedLabels(page, await shown(page, index))) };
  return labels.subarray(slice * columns * rows, (slice + 1) * columns * rows).reduce((sum, label) => sum + label, 0);
};
/** Draws on each level of both regions on T1, copies each to water-only and revises it there. */
const drawAll = async () => {
  for (const slices of [
    [4, 3, 2],
    [4, 3],
  ]) {
    for (const slice of slices) {
      await expectState(page, "slice-index", String(slice), 0);
      await expectState(page, "slice-index", String(slice), 1);
      await draw(0, slice, 0.28, 0.1);
      if (slice !== slices.at(-1)) await page.keyboard.press("Shift+PageDown");
    }
    const thigh = await shown(page, 0);
    await viewport(page, 1).click({ position: { x: 40, y: 60 } });
    await side()
      .getByRole("button", { name: /^Copy here from/ })
      .click();
    const t1 = await storedLabels(page, thigh);
    // The same grid: voxel on voxel. Then it is revised: something more on the last level.
    await expect.poll(async () => (await storedLabels(page, await shown(page, 1))).labels, { timeout: 15_000 }).toEqual(t1.labels);
    expect((await storedLabels(page, await shown(page, 1))).segmentationId).not.toBe(t1.segmentationId);
    await draw(1, slices.at(-1)!, 0.72, 0.05);
    await page.keyboard.press("Shift+PageDown");
    if (slices.length === 3) await expect.poll(() => shown(page, 0)).not.toBe(thigh);
  }
};
const formTab = () => page.getByRole("tab", { name: "Form" }).click();
/** 34 keys of the number pad for the muscles, and ten for the quality of the images. */
const scoreAll = async () => {
  await formTab();
  await page.getByText("0 of 34").first().waitFor();
  await page.keyboard.press("q");
  await page.getByText("Keys fill the form").first().waitFor();
  for (let at = 0; at < 34; at++) await page.keyboard.press(`Numpad${at % 6}`);
  await page.getByText("34 of 34").first().waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "Form", exact: true }).selectOption({ label: "10 left: Image quality of each level" });
  await page.keyboard.press("q");
  for (let at = 0; at < 10; at++) await page.keyboard.press("Numpad3");
  await page.getByText("10 of 10").first().waitFor();
  await page.keyboard.press("Escape");
  await page.getByText("Nothing is missing").first().waitFor();
};
const submit = async () => {
  await page
    .getByRole("button", { name: /^Submit/ })
    .first()
    .click();
  const sheet = page.getByRole("dialog", { name: /^Submit case / });
  await sheet.getByLabel("Passphrase").fill(passphrase);
  await page.keyboard.press("Enter");
};
const readWhole = async (submitted: string) => {
  const code = await open();
  await drawAll();
  await scoreAll();
  await submit();
  await page.getByText(submitted).waitFor();
  return code;
};

test("a reader signs in, and sees the own readings alone; a training case stands beside the coordinator's reading", async () => {
  await signIn("Reader One");
  await page.getByText("1 of 5 submitted").waitFor();
  expect(await told()).not.toMatch(hiddenOfCases);
  await picture(page, "reading-1-my-readings");
  expect(await page.getByRole("button", { name: /Worklist|Import|Models/ }).count()).toBe(0);
  await page.getByRole("button", { name: "Compare case K0" }).click();
  await shown(page, 0);
  await page.getByText("Dashed outlines: the coordinator's drawing").first().waitFor();
  // Grade 3 everywhere, beside 2.
  await page.getByText("34 answers of 34 differ").waitFor();
  await picture(page, "reading-2-compared");
  const before = await storedLabels(page, await shown(page, 0));
  await page.keyboard.press("f");
  await viewport(page, 0).click({ position: { x: 150, y: 250 } });
  await page.getByText("it is compared, and not changed any more").first().waitFor();
  expect((await storedLabels(page, await shown(page, 0))).revision).toBe(before.revision);
  await page.getByRole("button", { name: "Back to my readings" }).click();
});

test("reader 1 draws a case on T1, copies it to water-only and revises it there", async () => {
  await open();
  expect((await asked<OwnReadings[]>("reading.own"))[0]!.begun.filter(({ state }) => state === "open")).toHaveLength(1);
  await drawAll();
  await picture(page, "reading-3-drawn");
  expect(await told()).not.toMatch(hiddenOfCases);
});

test("all 17 muscles of both sides are in sight while they are scored, with the images of the region that is asked about", async () => {
  await formTab();
  await page.getByText("0 of 34").first().waitFor();
  await page.keyboard.press("q");
  const cells = page.locator("td [data-cell]");
  await page.getByRole("img", { name: "rectus femoris right in a schematic section" }).waitFor();
  for (const size of [
    { width: 1280, height: 720 },
    { width: 2560, height: 1440 },
  ]) {
    await page.setViewportSize(size);
    await page.getByText("0 of 34").first().waitFor();
    expect(await cells.count()).toBe(34);
    expect(await findings(page)).toEqual([]);
    await picture(page, `reading-4-scoring-${size.width}`);
    expect(await cellsOutOfSight(page)).toBe(0);
  }
  await page.setViewportSize({ width: 1280, height: 720 });
});

test("34 keys of the number pad fill the form; the images follow to the calf; it is submitted with the passphrase", async () => {
  await expectState(page, "slice-index", "2", 0);
  const thigh = await shown(page, 0);
  for (let at = 0; at < 22; at++) await page.keyboard.press(`Numpad${at % 6}`);
  await page.getByRole("img", { name: "tibialis anterior right in a schematic section" }).waitFor();
  await expect.poll(() => shown(page, 0)).not.toBe(thigh);
  await page.locator('[data-testid="answers-saved"][data-kind="saved"]').waitFor();
  await picture(page, "reading-5-calf");
  for (let at = 22; at < 34; at++) await page.keyboard.press(`Numpad${at % 6}`);
  await page.getByText("34 of 34").first().waitFor();
  const readingId = await openReading();
  const answers = async () => (await asked<OpenReading>("reading.describe", { readingId })).answers;
  await expect.poll(async () => (await answers()).length).toBe(34);
  // In the order of the form: rectus femoris right, left, vastus medialis right ...
  expect((await answers()).map(([, answer]) => (answer.type === "grade" ? answer.value : null))).toEqual(
    Array.from({ length: 34 }, (_, at) => String(at % 6)),
  );
  await page.keyboard.press("Escape");
  // What is there stays through a reload.
  await page.reload();
  await shown(page, 0);
  await formTab();
  await page.getByRole("combobox", { name: "Form", exact: true }).selectOption({ label: "10 left: Image quality of each level" });
  await page.keyboard.press("q");
  for (let at = 0; at < 10; at++) await page.keyboard.press("Numpad3");
  await page.getByText("Nothing is missing").first().waitFor();
  await page.keyboard.press("Escape");
  await page
    .getByRole("button", { name: /^Submit/ })
    .first()
    .click();
  const sheet = page.getByRole("dialog", { name: /^Submit case / });
  await sheet.getByLabel("Passphrase").fill("wrong horse battery");
  await page.keyboard.press("Enter");
  await sheet
    .getByRole("alert")
    .getByText(/not the right one/)
    .waitFor();
  await picture(page, "reading-6-submit");
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await submit();
  await page.getByText("2 of 5 submitted").waitFor();
  await picture(page, "reading-7-submitted");
  expect(await told()).not.toMatch(hiddenOfCases);
});

const codesOfFirstPass: string[] = [];

test("reader 1 reads the other case whole; the second pass waits for two months", async () => {
  codesOfFirstPass.push(await readWhole("3 of 5 submitted"));
  await page.getByText(/cases wait for the washout/).waitFor();
  expect(await page.getByRole("button", { name: /^Open case / }).count()).toBe(0);
  await picture(page, "reading-8-washout");
});

test("reader 2 sees nothing of it, and reads both cases whole", async () => {
  await signOut("Reader One");
  await signIn("Reader Two");
  await page.getByText("1 of 3 submitted").waitFor();
  const first = await readWhole("2 of 3 submitted");
  const content = await page.content();
  expect(content).not.toMatch(hiddenOfCases);
  expect(content).not.toMatch(/Reader One/);
  const second = await readWhole("3 of 3 submitted");
  expect([first, second].toSorted()).toEqual(["K1", "K2"]);
  await signOut("Reader Two");
});

test("two months later reader 1 reads again, under a new code, and the log fits", async () => {
  Object.assign(environment, later);
  await session.restart();
  await signIn("Reader One");
  await page.getByText("3 of 5 submitted").waitFor();
  const code = await readWhole("4 of 5 submitted");
  expect(["K0", "K1", "K2"]).not.toContain(code);
  expect(await told()).not.toMatch(hiddenOfCases);
  // The browser's own line about the passphrase that was refused, and nothing else.
  expect(session.complaints.filter((line) => !/net::ERR_|401 \(Unauthorized\)/.test(line))).toEqual([
    expect.stringMatching(/400 \(Bad Request\) \(.*\/api\/reading\.submit\)$/),
  ]);
  expect(session.program.output()).not.toMatch(hiddenOfCases);
  const data = ["--data", session.data.path];
  const refused = await runFascicle("project", "verify", "Muscles", ...data, "--as", "Reader One");
  expect(refused.stderr).toMatch(/passphrase/);
  process.env["FASCICLE_PASSPHRASE"] = passphrase;
  try {
    const { stdout } = await runFascicle("project", "verify", "Muscles", ...data, "--as", "Coordinator", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ fault: null });
  } finally {
    delete process.env["FASCICLE_PASSPHRASE"];
  }
});
