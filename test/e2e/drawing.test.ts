import type { CDPSession, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { encodeStroke, strokeRuns } from "#shared/domain/strokeBytes.ts";
import { importMadeUpStudy, openMadeUpStudy } from "./madeUpStudy.ts";
import { circle, drag, expectState, fetched, newSegment, picture, saved, shown, storedLabels, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession({ prepare: importMadeUpStudy, timeout: 90_000 });
let page: Page;
let devtools: CDPSession;
let volumeId: string;

beforeAll(async () => {
  page = session.page;
  page.on("dialog", (dialog) => void dialog.accept());
  devtools = await page.context().newCDPSession(page);
  volumeId = await openMadeUpStudy(page);
});

/** How many voxels on disk hold a label. */
async function stored(label: number): Promise<number> {
  return (await storedLabels(page, volumeId)).labels.reduce((sum, each) => sum + (each === label ? 1 : 0), 0);
}

/** A place of a viewport, from fractions of its size, on the page. */
async function place(x: number, y: number, index = 0): Promise<{ x: number; y: number }> {
  const box = (await viewport(page, index).boundingBox())!;
  return { x: box.x + x * box.width, y: box.y + y * box.height };
}

async function click(x: number, y: number, index = 0): Promise<void> {
  const at = await place(x, y, index);
  await page.mouse.click(at.x, at.y);
}

/** Waits until all that was drawn is on disk, then says how many voxels hold a label. */
async function settled(label: number): Promise<number> {
  await saved(page);
  return stored(label);
}

async function segmentations(): Promise<
  Array<{ id: string; name: string; revision: number; segments: Array<{ number: number; name: string }> }>
> {
  const { bytes } = await fetched(page, `/api/segmentation.list?input=${encodeURIComponent(JSON.stringify({ json: { volumeId } }))}`);
  return (JSON.parse(bytes.toString()) as { result: { data: { json: Awaited<ReturnType<typeof segmentations>> } } }).result.data.json;
}

/** Another window asks the door for something. */
async function askElsewhere(procedure: string, input: unknown): Promise<void> {
  const status = await page.evaluate(
    async ([address, body]) => (await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body })).status,
    [`/api/${procedure}`, JSON.stringify({ json: input })] as const,
  );
  expect(`${procedure} ${status}`).toBe(`${procedure} 200`);
}

/** Holds requests back until it is let go. */
async function gate(address: string): Promise<{ isAsked: () => boolean; letGo: () => Promise<void> }> {
  const held: Array<Promise<void>> = [];
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  await page.route(address, async (route) => {
    const passing = opened.then(() => route.continue());
    held.push(passing);
    await passing;
  });
  return {
    isAsked: () => held.length > 0,
    letGo: async () => {
      open();
      await Promise.all(held);
      await page.unroute(address);
    },
  };
}

/** Another window paints a box of voxels, first and last column and row included, on a slice. */
async function paintElsewhere(slice: number, [i0, i1, j0, j1]: readonly number[], label: number): Promise<void> {
  const { labels, segmentationId, revision } = await storedLabels(page, volumeId);
  const ownSlice = labels.slice(slice * 96 * 96, (slice + 1) * 96 * 96);
  for (let j = j0!; j <= j1!; j++) for (let i = i0!; i <= i1!; i++) ownSlice[j * 96 + i] = label;
  const stroke = encodeStroke(revision, strokeRuns({ tool: "brush", slices: [{ sliceIndex: slice, labels: ownSlice }] }));
  const answer = await page.evaluate(
    async ([id, bytes]) => (await fetch(`/segmentations/${id}/strokes?elsewhere`, { method: "POST", body: Uint8Array.from(bytes) })).status,
    [segmentationId, [...stroke]] as const,
  );
  expect(answer).toBe(200);
}

const hint = (words: RegExp) => page.getByText(words).first();
const line = (name: string) => page.locator("[data-segment]", { has: page.getByRole("button", { name, exact: true }) });
const active = () => page.locator('[data-segment][data-active="true"]').getAttribute("data-segment");

const seriesPanel = () => page.getByRole("navigation", { name: "Series" });

test("N pressed while a segmentation is loaded adds to it, and makes no other", async () => {
  await page.keyboard.press("Home");
  await expectState(page, "slice-index", "0");
  await newSegment(page);
  await page.keyboard.press("b");
  await drag(page, [
    [0.3, 0.3],
    [0.35, 0.3],
  ]);
  await expect.poll(() => stored(1)).toBeGreaterThan(0);
  const labels = await gate("**/labels");
  await page.reload();
  await shown(page);
  await expect.poll(labels.isAsked).toBe(true);
  await page.getByText("The segmentation is being opened").waitFor();
  expect(await page.getByRole("button", { name: /New segmentation/ }).count()).toBe(0);
  await page.keyboard.press("n");
  await hint(/still being opened/).waitFor();
  await picture(page, "drawing-1-n-while-loading");
  await labels.letGo();
  await line("Segment 2").waitFor();
  expect((await segmentations()).map(({ segments }) => segments.map(({ name }) => name))).toEqual([["Segment 1", "Segment 2"]]);
  await page.keyboard.press("Home");
  await expectState(page, "slice-index", "0");
});

test("a segment that is added after one was deleted has a name that no other has; with the active one deleted, none is active", async () => {
  await page.keyboard.press("n");
  await line("Segment 3").waitFor();
  await expect.poll(active).toBe("3");
  await page.getByRole("button", { name: "Delete Segment 1", exact: true }).click();
  await expect.poll(async () => (await segmentations())[0]!.segments.map(({ name }) => name)).toEqual(["Segment 2", "Segment 3"]);
  expect(await active()).toBe("3");
  await page.keyboard.press("n");
  await line("Segment 4").waitFor();
  await expect
    .poll(async () => (await segmentations())[0]!.segments.map(({ number, name }) => `${number} ${name}`))
    .toEqual(["2 Segment 2", "3 Segment 3", "4 Segment 4"]);
  await expect.poll(active).toBe("4");
  await page.getByRole("button", { name: "Delete Segment 4", exact: true }).click();
  await page.getByText("No segment is active.").waitFor();
  expect(await page.locator('[data-segment][data-active="true"]').count()).toBe(0);
  const before = (await segmentations())[0]!.revision;
  await page.keyboard.press("b");
  await drag(page, [
    [0.4, 0.4],
    [0.5, 0.4],
  ]);
  await hint(/Choose the segment to draw in/).waitFor();
  await picture(page, "drawing-2-none-active");
  expect((await segmentations())[0]!.revision).toBe(before);
  await page.getByRole("button", { name: "Segment 2", exact: true }).click();
});

test("letters work on a layout without Latin letters: the brush, and undo", async () => {
  const press = async (key: string, code: string, virtual: number, modifiers = 0) => {
    for (const type of ["rawKeyDown", "keyUp"] as const)
      await devtools.send("Input.dispatchKeyEvent", { type, key, code, windowsVirtualKeyCode: virtual, modifiers });
  };
  await page.keyboard.press("w");
  await press("и", "KeyB", 66);
  await page.getByRole("button", { name: "Brush", pressed: true, exact: true }).waitFor();
  await drag(page, [
    [0.4, 0.4],
    [0.45, 0.4],
  ]);
  await expect.poll(() => settled(2)).toBeGreaterThan(0);
  await press("я", "KeyZ", 90, 2);
  await expect.poll(() => settled(2)).toBe(0);
  await press("Я", "KeyZ", 90, 2 + 8);
  await expect.poll(() => settled(2)).toBeGreaterThan(0);
  await press("ζ", "KeyZ", 90, 2);
  await expect.poll(() => settled(2)).toBe(0);
});

test.each(["b", "f"])("a stroke ends with its own button, whatever other buttons do (%s)", async (key) => {
  await page.keyboard.press(key);
  const path =
    key === "b"
      ? ([
          [0.35, 0.35],
          [0.4, 0.35],
        ] as const)
      : circle(0.38, 0.38, 0.03, 12);
  const points = await Promise.all(path.map(([x, y]) => place(x, y)));
  await page.mouse.move(points[0]!.x, points[0]!.y);
  await page.mouse.down();
  for (const point of points.slice(1)) await page.mouse.move(point.x, point.y, { steps: 3 });
  await page.mouse.down({ button: "right" });
  await page.mouse.up();
  await expect.poll(() => settled(2)).toBeGreaterThan(0);
  const drawn = await stored(2);
  const { revision } = await storedLabels(page, volumeId);
  const far = await place(0.6, 0.7);
  await page.mouse.move(far.x, far.y, { steps: 5 });
  await page.mouse.up({ button: "right" });
  await page.mouse.move(far.x, far.y - 50, { steps: 5 });
  // The next stroke, made and taken back, comes after anything that those moves could have drawn.
  await page.keyboard.press("b");
  await click(0.3, 0.6);
  await expect.poll(async () => (await storedLabels(page, volumeId)).revision).toBe(revision + 1);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await storedLabels(page, volumeId)).revision).toBe(revision + 2);
  expect(await stored(2)).toBe(drawn);
  await page.keyboard.press("Control+z");
  await expect.poll(() => settled(2)).toBe(0);
});

test("a palm, or a finger on another viewport, draws nothing; nor does it end the stroke", async () => {
  await page.keyboard.press("Shift+2");
  await page.locator('[data-testid="viewport-1"][data-rendered="true"]').waitFor();
  await page.keyboard.press("b");
  const touch = async (
    type: "touchStart" | "touchMove" | "touchEnd",
    ...points: Array<{ x: number; y: number; id: number; radiusX?: number }>
  ) => {
    await devtools.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  };
  const before = (await storedLabels(page, volumeId)).revision;
  const pen = async (x: number) => ({ ...(await place(x, 0.4)), id: 1 });
  const palm = async (x: number, y: number, index: number) => ({ ...(await place(x, y, index)), id: 2, radiusX: index === 0 ? 60 : 10 });
  await touch("touchStart", await pen(0.4));
  await touch("touchMove", await pen(0.42));
  for (const index of [0, 1]) {
    await touch("touchStart", await pen(0.42), await palm(0.6, 0.65, index));
    await touch("touchMove", await pen(0.42), await palm(0.65, 0.68, index));
    // A point that is not named any more is lifted.
    await touch("touchMove", await pen(0.42));
  }
  await touch("touchMove", await pen(0.46));
  await touch("touchEnd");
  await expect.poll(() => settled(2)).toBeGreaterThan(0);
  const { labels, revision } = await storedLabels(page, volumeId);
  expect(revision).toBe(before + 1);
  const rows = [...labels.keys()].filter((at) => labels[at] === 2).map((at) => Math.floor((at % (96 * 96)) / 96));
  const columns = [...labels.keys()].filter((at) => labels[at] === 2).map((at) => at % 96);
  // A line across: as high as the brush (10 mm, 0.8 mm a voxel), and longer than high.
  expect(Math.max(...rows) - Math.min(...rows)).toBeLessThanOrEqual(13);
  expect(Math.max(...columns) - Math.min(...columns)).toBeGreaterThan(Math.max(...rows) - Math.min(...rows));
  expect(await viewport(page, 0).getAttribute("data-active")).toBe("true");
  await picture(page, "drawing-3-second-finger");
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await storedLabels(page, volumeId)).revision).toBe(revision + 1);
  expect(await stored(2)).toBe(0);
  await page.keyboard.press("Shift+1");
});

test("an answer that is lost: the stroke is kept once, the segment stays active, and undo goes on", async () => {
  const before = (await storedLabels(page, volumeId)).revision;
  let lost = 0;
  await page.route("**/strokes?*", async (route) => {
    if (lost++ > 0) {
      await route.continue();
      return;
    }
    await route.fetch();
    await route.abort();
  });
  await page.getByRole("button", { name: "Segment 3", exact: true }).click();
  await drag(page, [
    [0.4, 0.4],
    [0.45, 0.4],
  ]);
  await drag(page, [
    [0.4, 0.5],
    [0.45, 0.5],
  ]);
  await expect.poll(async () => (await storedLabels(page, volumeId)).revision).toBe(before + 2);
  await saved(page);
  await page.unroute("**/strokes?*");
  expect((await storedLabels(page, volumeId)).revision).toBe(before + 2);
  expect(await active()).toBe("3");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await storedLabels(page, volumeId)).revision).toBe(before + 4);
  expect(await settled(3)).toBe(0);
});

test("drawn in another window too: both are kept, active segment, locks, view and undo stay", async () => {
  await page.getByRole("button", { name: "Lock Segment 2" }).click();
  await page.getByRole("button", { name: "Hide Segment 2" }).click();
  await drag(page, [
    [0.4, 0.4],
    [0.45, 0.4],
  ]);
  await expect.poll(() => settled(3)).toBeGreaterThan(0);
  const first = await stored(3);
  await paintElsewhere(0, [10, 19, 10, 14], 2);
  await drag(page, [
    [0.4, 0.55],
    [0.45, 0.55],
  ]);
  await hint(/changed in another window/).waitFor();
  await expect.poll(() => settled(3)).toBeGreaterThan(first);
  expect(await stored(2)).toBe(50);
  expect(await active()).toBe("3");
  await page.getByRole("button", { name: "Unlock Segment 2" }).waitFor();
  await page.getByRole("button", { name: "Show Segment 2" }).waitFor();
  await page.keyboard.press("Control+z");
  await expect.poll(() => settled(3)).toBe(first);
  expect(await stored(2)).toBe(50);
});

test("after a reload and after a restart the reader finds the same segment active, locked and hidden, and takes back what was drawn before", async () => {
  const first = await settled(3);
  for (const again of ["reload", "restart"]) {
    if (again === "reload") {
      await page.reload();
      await shown(page);
    } else {
      await session.restart();
      await openMadeUpStudy(page);
    }
    await line("Segment 3").waitFor();
    expect([again, await active()]).toEqual([again, "3"]);
    await page.getByRole("button", { name: "Unlock Segment 2" }).waitFor();
    await page.getByRole("button", { name: "Show Segment 2" }).waitFor();
    await page.keyboard.press("Control+z");
    await expect.poll(() => settled(3)).toBe(0);
    expect(await stored(2)).toBe(50);
    await page.keyboard.press("Control+Shift+z");
    await expect.poll(() => settled(3)).toBe(first);
  }
});

test("what another window drew over is not undone, and the page says so", async () => {
  await page.keyboard.press("Home");
  await expectState(page, "slice-index", "0");
  const { labels } = await storedLabels(page, volumeId);
  const own = [...labels.keys()].filter((at) => labels[at] === 3);
  // Up to the middle column of what was drawn.
  const columns = own.map((at) => at % 96);
  const [left, right] = [Math.min(...columns), Math.max(...columns)];
  const middle = Math.floor((left + right) / 2);
  await paintElsewhere(0, [left, middle, 0, 95], 2);
  await page.keyboard.press("b");
  await click(0.6, 0.6);
  await hint(/changed in another window/).waitFor();
  await saved(page);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await hint(/voxels? that changed since/).waitFor();
  await picture(page, "drawing-4-not-undone");
  expect(await settled(3)).toBe(0);
  expect(await stored(2)).toBe((middle - left + 1) * 96 + (left > 19 ? 50 : 0));
});

test("an open polygon waits on its slice, is shown from elsewhere, and is never filled or dropped out of sight", async () => {
  await page.getByRole("button", { name: "Segment 3", exact: true }).click();
  await page.keyboard.press("g");
  for (const [x, y] of [
    [0.55, 0.3],
    [0.65, 0.3],
    [0.65, 0.45],
  ] as const)
    await click(x, y);
  await page.getByTestId("polygon").waitFor();
  expect(await page.getByTestId("waiting-polygon").count()).toBe(0);
  await page.keyboard.press("PageDown");
  await expectState(page, "slice-index", "6");
  const notice = page.getByTestId("waiting-polygon");
  await expect.poll(() => notice.innerText()).toMatch(/slice 1.*3 corners/s);
  await page.keyboard.press("Enter");
  await hint(/A polygon is open on slice 1\. Go there/).waitFor();
  // The sentence goes after a while: both are looked at in one go.
  const gap = await page.evaluate<number>(`(() => {
    const sentence = [...document.querySelectorAll("output")].find(({ textContent }) => textContent.includes("Go there"));
    return sentence ? sentence.getBoundingClientRect().top - document.querySelector("[data-testid=waiting-polygon]").getBoundingClientRect().bottom : 0;
  })()`);
  expect(gap).toBeGreaterThanOrEqual(0);
  await click(0.5, 0.5);
  await picture(page, "drawing-5-polygon-waiting");
  expect(await settled(3)).toBe(0);

  // Another tool, another volume, the worklist, and the end of the program.
  await page.keyboard.press("b");
  await seriesPanel()
    .getByRole("button", { name: /Series 2/ })
    .dblclick();
  await expect.poll(() => viewport(page).getAttribute("data-volume-id")).not.toBe(volumeId);
  await expect.poll(() => notice.innerText()).toMatch(/slice 1 of Series 1/);
  await page.getByRole("button", { name: "Back to the worklist" }).click();
  await session.restart();
  // It may open on the series that was chosen last.
  await openMadeUpStudy(page);
  await seriesPanel()
    .getByRole("button", { name: /Series 1/ })
    .dblclick();
  await expect.poll(() => viewport(page).getAttribute("data-volume-id")).toBe(volumeId);
  await notice.getByRole("button", { name: "Go to slice 1" }).click();
  await expectState(page, "slice-index", "0");
  await page.getByTestId("polygon").waitFor();
  await page.keyboard.press("Enter");
  // Half of 0.1 by 0.15 of the viewport, in which 96 voxels fill the shorter side; the border of some 40 voxels may fall to either side.
  const { width, height } = (await viewport(page).boundingBox())!;
  const area = (0.1 * width * 0.15 * height) / 2 / (Math.min(width, height) / 96) ** 2;
  await expect.poll(async () => Math.abs((await settled(3)) - area)).toBeLessThan(20);
  expect(await page.getByTestId("polygon").count()).toBe(0);
  const { labels } = await storedLabels(page, volumeId);
  expect([...labels.keys()].filter((at) => labels[at] === 3).every((at) => at < 96 * 96)).toBe(true);
  await page.keyboard.press("Control+z");
  await expect.poll(() => settled(3)).toBe(0);
});

test("the range brush takes its range from the image, shows what it would paint, and paints just that", async () => {
  await page.keyboard.press("t");
  // The middle of the image: half of the brush on values about 200, half on values about 900.
  const left = await place(0.35, 0.7);
  await page.getByRole("button", { name: "Take the range from the image" }).click();
  await page.mouse.move(left.x, left.y);
  await page.mouse.click(left.x, left.y);
  await hint(/The range is from 20\d to 20\d/).waitFor();
  expect(await settled(3)).toBe(0);
  for (const end of ["Lowest value", "Highest value"]) expect(Number(await page.getByLabel(end).inputValue())).toBeLessThan(210);
  const middle = await place(0.5, 0.7);
  await page.mouse.move(middle.x, middle.y);
  const preview = page.getByTestId("voxel-preview");
  await preview.waitFor();
  await picture(page, "drawing-6-range-preview");
  const promised = Number(await preview.getAttribute("data-voxels"));
  await page.mouse.click(middle.x, middle.y);
  await expect.poll(() => settled(3)).toBe(promised);
  const { labels } = await storedLabels(page, volumeId);
  expect([...labels.keys()].filter((at) => labels[at] === 3).every((at) => at % 96 < 48)).toBe(true);
  await page.keyboard.down("Alt");
  const right = await place(0.65, 0.7);
  await page.mouse.click(right.x, right.y);
  await page.keyboard.up("Alt");
  await hint(/The range is from 90\d to 90\d/).waitFor();
  expect(await settled(3)).toBe(promised);
});

test("the segment under the mouse is named; the wheel makes its viewport the active one", async () => {
  await page.keyboard.press("w");
  const drawn = await place(0.49, 0.7);
  await page.mouse.move(drawn.x, drawn.y);
  await expect.poll(() => page.getByTestId("segment-probe").innerText()).toBe("Segment 3");
  await page.keyboard.press("Shift+2");
  await page.locator('[data-testid="viewport-1"][data-rendered="true"]').waitFor();
  const other = await place(0.5, 0.5, 1);
  await page.mouse.move(other.x, other.y);
  await page.mouse.wheel(0, 100);
  await expect.poll(() => viewport(page, 1).getAttribute("data-active")).toBe("true");
});

test("what is drawn while another segmentation is being opened is kept in the one it was drawn in, and waited for", async () => {
  await page.keyboard.press("Shift+1");
  await page.keyboard.press("b");
  await saved(page);
  const [first] = await segmentations();
  const labels = await gate("**/labels");
  await page.getByRole("button", { name: "More about this segmentation" }).click();
  await page.getByRole("menuitem", { name: "New segmentation" }).click();
  await expect.poll(labels.isAsked).toBe(true);
  const strokes = await gate("**/strokes?*");
  await drag(page, [
    [0.6, 0.3],
    [0.65, 0.3],
  ]);
  await expect.poll(strokes.isAsked).toBe(true);
  await labels.letGo();
  await expect.poll(async () => page.getByRole("combobox", { name: "Segmentation" }).inputValue()).toBe("Segmentation 2");
  await page.getByRole("button", { name: "Back to the worklist" }).click();
  await hint(/Saving what was drawn before leaving/).waitFor();
  await strokes.letGo();
  await page.getByText("Made, Up").first().waitFor();
  const revisions = new Map((await segmentations()).map(({ id, revision }) => [id, revision]));
  expect(revisions.get(first!.id)).toBe(first!.revision + 1);
  await openMadeUpStudy(page);
});

test(
  "a segmentation that another window deleted comes back with the next stroke; one that went with its study is given up, and the room " +
    "can be left",
  async () => {
    await line("Segment 1").waitFor();
    await page.keyboard.press("b");
    const { segmentationId } = await storedLabels(page, volumeId);
    const second = (await segmentations()).find(({ name }) => name === "Segmentation 2")!;
    // Never drawn in: its one segment is its first revision.
    expect(second.id === segmentationId || second.revision === 1).toBe(true);
    await askElsewhere("segmentation.remove", { segmentationId: second.id });
    await drag(page, [
      [0.3, 0.3],
      [0.35, 0.3],
    ]);
    await hint(/“Segmentation 2” had been deleted in another window\. It is back/).waitFor();
    await saved(page);
    await picture(page, "drawing-7-deleted-elsewhere");
    expect((await segmentations()).find(({ id }) => id === second.id)?.revision).toBe(second.revision + 1);

    const study = { studyInstanceUid: "2.25.70" };
    const { bytes } = await fetched(page, `/api/study.contents?input=${encodeURIComponent(JSON.stringify({ json: study }))}`);
    const { result } = JSON.parse(bytes.toString()) as { result: { data: { json: unknown } } };
    await askElsewhere("study.remove", { ...study, expected: result.data.json });
    await drag(page, [
      [0.3, 0.4],
      [0.35, 0.4],
    ]);
    await hint(/“Segmentation 2” was deleted with its study in another window/).waitFor();
    await picture(page, "drawing-8-study-deleted-elsewhere");
    await page.getByRole("button", { name: "Back to the worklist" }).click();
    await viewport(page).waitFor({ state: "detached" });
  },
);
