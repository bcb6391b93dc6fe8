import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { userInfo } from "node:os";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { importMadeUpStudy, openMadeUpStudy } from "./madeUpStudy.ts";
import { runFascicle } from "./program.ts";
import { circle, drag, faded, fetched, newSegment, picture, saved, shown, storedLabels } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const first = userInfo().username;
const session = browserSession({ prepare: importMadeUpStudy, timeout: 40_000 });
const { data, work } = session;
let page: Page;
let volumeId: string;

beforeAll(() => {
  page = session.page;
});

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
async function axe(): Promise<string[]> {
  await faded(page);
  await page.evaluate(axeSource);
  return page.evaluate<string[]>(`axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" | ")))`);
}

const who = (name: string) => page.getByRole("button", { name: `Reader: ${name}` });
const names = () =>
  page.getByRole("list", { name: "Segments" }).getByRole("listitem").locator('button[draggable="true"]').allTextContents();
const labelCount = async (label: number) =>
  (await storedLabels(page, volumeId)).labels.reduce((sum, each) => sum + (each === label ? 1 : 0), 0);

async function history(): Promise<Array<{ tool: string; reader: string; segments: unknown[] }>> {
  const { segmentationId } = await storedLabels(page, volumeId);
  const { bytes } = await fetched(
    page,
    `/api/segmentation.history?input=${encodeURIComponent(JSON.stringify({ json: { segmentationId } }))}`,
  );
  return (JSON.parse(bytes.toString()) as { result: { data: { json: Awaited<ReturnType<typeof history>> } } }).result.data.json;
}

test("the user who is logged in reads at once; another reader is added by the keyboard alone", async () => {
  await who(first).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Add a reader …" }).waitFor();
  expect(await axe()).toEqual([]);
  await picture(page, "readers-1-menu");
  const focused = () => page.evaluate<string>("document.activeElement.textContent");
  for (let step = 0; step < 6 && !(await focused()).includes("Add a reader"); step++) await page.keyboard.press("ArrowDown");
  expect(await focused()).toContain("Add a reader");
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "Add a reader" });
  await sheet.waitFor();
  await expect.poll(() => page.evaluate("document.activeElement.tagName")).toBe("INPUT");
  await page.keyboard.type("Anna Berg");
  await page.keyboard.press("Tab");
  expect(await axe()).toEqual([]);
  await picture(page, "readers-2-add");
  await page.keyboard.press("Enter");
  await sheet.waitFor({ state: "detached" });
});

test("a segment that is renamed, coloured, moved and deleted comes back step by step, also after a restart", async () => {
  volumeId = await openMadeUpStudy(page);
  await newSegment(page);
  await page.keyboard.press("b");
  await drag(page, circle(0.5, 0.5, 0.08));
  await expect.poll(() => labelCount(1)).toBeGreaterThan(0);
  const drawn = await labelCount(1);
  await page.keyboard.press("n");
  await expect.poll(names).toEqual(["Segment 1", "Segment 2"]);

  // By the keyboard: F2, a name, Enter; Alt and an arrow.
  await page.getByRole("button", { name: "Segment 1", exact: true }).focus();
  await page.keyboard.press("F2");
  await page.getByRole("textbox", { name: "Name of Segment 1" }).waitFor();
  await page.keyboard.type("RFEM right");
  await page.keyboard.press("Enter");
  await expect.poll(names).toEqual(["RFEM right", "Segment 2"]);
  await page.getByRole("button", { name: "RFEM right", exact: true }).focus();
  await page.keyboard.press("F2");
  await page.keyboard.type("VLA left");
  await page.keyboard.press("Enter");
  await expect.poll(names).toEqual(["VLA left", "Segment 2"]);
  await page.getByRole("button", { name: "VLA left", exact: true }).focus();
  await page.keyboard.press("Alt+ArrowDown");
  await expect.poll(names).toEqual(["Segment 2", "VLA left"]);
  // By the mouse: back to where it was, and deleted.
  await page.getByRole("button", { name: "VLA left", exact: true }).dragTo(page.getByRole("button", { name: "Segment 2", exact: true }));
  await expect.poll(names).toEqual(["VLA left", "Segment 2"]);
  await page.getByRole("button", { name: "Delete VLA left" }).click();
  await expect.poll(names).toEqual(["Segment 2"]);
  await expect.poll(() => labelCount(1)).toBe(0);
  await picture(page, "readers-3-deleted");

  for (const again of ["at once", "after a restart"]) {
    if (again === "after a restart") {
      await session.restart();
      volumeId = await openMadeUpStudy(page);
    }
    const steps: Array<[string[], number]> = [
      [["VLA left", "Segment 2"], drawn],
      [["Segment 2", "VLA left"], drawn],
      [["VLA left", "Segment 2"], drawn],
      [["RFEM right", "Segment 2"], drawn],
      [["Segment 1", "Segment 2"], drawn],
      [["Segment 1", "Segment 2"], 0],
    ];
    for (const [list, voxels] of steps) {
      await page.keyboard.press("Control+z");
      await expect.poll(names).toEqual(list);
      await expect.poll(() => labelCount(1)).toBe(voxels);
    }
    await expect.poll(() => page.getByRole("button", { name: /^Undo/ }).getAttribute("aria-disabled")).not.toBe("false");
    for (const [list, voxels] of steps.toReversed().slice(1)) {
      await page.keyboard.press("Control+Shift+z");
      await expect.poll(names).toEqual(list);
      await expect.poll(() => labelCount(1)).toBe(voxels);
    }
    await page.keyboard.press("Control+Shift+z");
    await expect.poll(names).toEqual(["Segment 2"]);
    await expect.poll(() => labelCount(1)).toBe(0);
  }
  await page.keyboard.press("Control+z");
  await expect.poll(names).toEqual(["VLA left", "Segment 2"]);
  await saved(page);
}, 400_000);

test("another reader takes over by one click: nothing of the former one is left in the window, and nothing of hers is undone", async () => {
  await who(first).click();
  await page.getByRole("menuitem", { name: "Anna Berg" }).click();
  await who("Anna Berg").waitFor();
  await page
    .getByRole("heading", { name: "Worklist" })
    .or(page.getByRole("button", { name: "Worklist" }))
    .first()
    .waitFor();
  expect(await page.getByRole("button", { name: "Reading" }).isDisabled()).toBe(true);
  await page.goBack();
  await who("Anna Berg").waitFor();
  expect(await page.getByTestId("viewport-0").count()).toBe(0);
  volumeId = await openMadeUpStudy(page);
  await page.getByRole("button", { name: "VLA left", exact: true }).waitFor();
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await saved(page);
  expect(await names()).toEqual(["VLA left", "Segment 2"]);
  await page.getByRole("button", { name: "Segment 2", exact: true }).click();
  await page.keyboard.press("b");
  await drag(page, circle(0.3, 0.5, 0.05));
  await expect.poll(() => labelCount(2)).toBeGreaterThan(0);
  await saved(page);
  const lines = await history();
  expect(lines.at(-1)).toMatchObject({ tool: "brush", reader: "Anna Berg" });
  expect(lines.find(({ tool }) => tool === "rename segment")).toMatchObject({
    reader: first,
    segments: [{ number: 1, field: "name", from: "Segment 1", to: "RFEM right" }],
  });
});

test("who reads is not what a request says", async () => {
  const { segmentationId } = await storedLabels(page, volumeId);
  const status = await page.evaluate(
    async ([id]) =>
      (
        await fetch("/api/segmentation.updateSegment", {
          method: "POST",
          headers: { "content-type": "application/json", "x-reader": "1" },
          body: JSON.stringify({ json: { segmentationId: id, number: 2, change: { name: "Forged" }, reader: "Somebody", readerId: 1 } }),
        })
      ).status,
    [segmentationId] as const,
  );
  expect(status).toBe(200);
  expect((await history()).at(-1)).toMatchObject({ tool: "rename segment", reader: "Anna Berg" });
});

test("a reader with a passphrase is asked for it after a restart; nothing is answered before", async () => {
  await who("Anna Berg").click();
  await page.getByRole("menuitem", { name: "Set a passphrase …" }).click();
  const sheet = page.getByRole("dialog", { name: "Set a passphrase" });
  await sheet.getByLabel("New passphrase", { exact: true }).fill("correct horse");
  await sheet.getByLabel("New passphrase again").fill("correct horse");
  expect(await axe()).toEqual([]);
  await picture(page, "readers-4-passphrase");
  await page.keyboard.press("Enter");
  await sheet.waitFor({ state: "detached" });
  // A reload keeps who is signed in.
  await page.reload();
  await who("Anna Berg").waitFor();

  await session.restart();
  const field = page.getByLabel("Passphrase of Anna Berg");
  await field.waitFor();
  expect(await axe()).toEqual([]);
  await picture(page, "readers-5-sign-in");
  for (const path of [`/volumes/${volumeId}/frames/0`, "/api/worklist.counts", "/segmentations/x/labels"])
    expect([path, (await page.request.get(new URL(path, page.url()).href)).status()]).toEqual([path, 401]);
  await field.fill("wrong horse");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("not the right one").waitFor();
  await field.fill("correct horse");
  await page.keyboard.press("Enter");
  await who("Anna Berg").waitFor();
  volumeId = await openMadeUpStudy(page);
  await shown(page);
  expect(session.program.output()).not.toContain("horse");

  await who("Anna Berg").click();
  await page.getByRole("menuitem", { name: "All readers …" }).click();
  await page.getByRole("dialog", { name: "Readers" }).waitFor();
  expect(await axe()).toEqual([]);
  await picture(page, "readers-6-all");
});

test("the command line signs in too: without the passphrase nothing is done in that reader's name", async () => {
  const refused = await runFascicle("import", work.path, "--as", "anna berg", "--data", data.path);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("FASCICLE_PASSPHRASE") as string });
  expect(await runFascicle("import", work.path, "--as", first, "--data", data.path)).toMatchObject({ code: 0 });
  expect(await runFascicle("import", work.path, "--as", "Nobody", "--data", data.path)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("No reader is called Nobody") as string,
  });
});
