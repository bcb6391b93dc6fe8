import type { CDPSession, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { importMadeUpStudy, openMadeUpStudy } from "./madeUpStudy.ts";
import { newSegment, picture, state, storedLabels, viewport } from "./readingPage.ts";
import { browserSession } from "./session.ts";

const session = browserSession({ prepare: importMadeUpStudy, timeout: 90_000 });
let page: Page;
let volumeId: string;
let screen: CDPSession;

type Place = readonly [number, number];

/** Voxels of segment 1 on disk. */
async function drawn(): Promise<number> {
  return (await storedLabels(page, volumeId)).labels.reduce((count, label) => count + Number(label === 1), 0);
}

/** Fingers on the screen, at fractions of the viewport's size: they come down, move from place to place, and go up together. */
async function fingers(ways: ReadonlyArray<readonly Place[]>, radius = 10): Promise<void> {
  const box = (await viewport(page).boundingBox())!;
  const points = (step: number) =>
    ways.map((way, id) => ({
      id,
      x: box.x + way[step]![0] * box.width,
      y: box.y + way[step]![1] * box.height,
      radiusX: radius,
      radiusY: radius,
    }));
  for (let down = 1; down <= ways.length; down++)
    await screen.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: points(0).slice(0, down) });
  for (let step = 1; step < ways[0]!.length; step++)
    await screen.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: points(step) });
  await screen.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

/** A pen's tip, pressed at the first place and drawn along the others. */
async function pen(places: readonly Place[]): Promise<void> {
  const box = (await viewport(page).boundingBox())!;
  const send = (type: "mousePressed" | "mouseMoved" | "mouseReleased", [x, y]: Place, buttons: number) =>
    screen.send("Input.dispatchMouseEvent", {
      type,
      x: box.x + x * box.width,
      y: box.y + y * box.height,
      button: "left",
      buttons,
      clickCount: type === "mouseMoved" ? 0 : 1,
      pointerType: "pen",
    });
  await send("mousePressed", places[0]!, 1);
  for (const place of places.slice(1)) await send("mouseMoved", place, 1);
  await send("mouseReleased", places.at(-1)!, 0);
}

beforeAll(async () => {
  page = session.page;
  volumeId = await openMadeUpStudy(page);
  screen = await page.context().newCDPSession(page);
  await screen.send("Emulation.setTouchEmulationEnabled", { enabled: true, maxTouchPoints: 5 });
});

test("one finger draws; a palm does not; two fingers zoom and pan, and what the first began is taken back", async () => {
  await newSegment(page);
  await page.keyboard.press("b");
  await fingers([
    [
      [0.4, 0.4],
      [0.5, 0.5],
      [0.6, 0.5],
    ],
  ]);
  await expect.poll(drawn).toBeGreaterThan(100);
  const before = await drawn();
  await fingers(
    [
      [
        [0.3, 0.7],
        [0.4, 0.7],
      ],
    ],
    60,
  );
  const zoom = Number(await state(page, "zoom"));
  await fingers([
    [
      [0.45, 0.5],
      [0.4, 0.5],
      [0.35, 0.5],
    ],
    [
      [0.55, 0.5],
      [0.6, 0.5],
      [0.65, 0.5],
    ],
  ]);
  // Three times as far apart.
  await expect.poll(async () => Number(await state(page, "zoom")) / zoom).toBeCloseTo(3, 1);
  await picture(page, "touch-1-zoomed");
  expect(await drawn()).toBe(before);
  await page.keyboard.press("Control+z");
  await expect.poll(drawn).toBe(0);
  expect(await page.getByRole("button", { name: "Undo" }).isDisabled()).toBe(true);
});

test("a pen draws, and the finger beside it does not", async () => {
  await pen([
    [0.45, 0.45],
    [0.5, 0.5],
  ]);
  await fingers([
    [
      [0.6, 0.3],
      [0.7, 0.3],
    ],
  ]);
  await expect.poll(drawn).toBeGreaterThan(10);
  await page.keyboard.press("Control+z");
  await expect.poll(drawn).toBe(0);
  expect(await page.getByRole("button", { name: "Undo" }).isDisabled()).toBe(true);
  expect(session.complaints).toEqual([]);
});

test("a contact that becomes a palm takes back what it drew; a finger put down again beside another one draws nothing", async () => {
  // No pen was seen in a new page: fingers draw.
  await page.reload();
  await page.locator('[data-testid="viewport-0"][data-rendered="true"]').waitFor();
  await page.getByTestId("segment-statistics").waitFor();
  await page.keyboard.press("b");
  const revision = async () => (await storedLabels(page, volumeId)).revision;
  const before = await revision();
  const box = (await viewport(page).boundingBox())!;
  const point = (id: number, x: number, y: number, radius = 10) => ({
    id,
    x: box.x + x * box.width,
    y: box.y + y * box.height,
    radiusX: radius,
    radiusY: radius,
  });
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...touchPoints: ReadonlyArray<ReturnType<typeof point>>) =>
    screen.send("Input.dispatchTouchEvent", { type, touchPoints: [...touchPoints] });
  await touch("touchStart", point(0, 0.4, 0.6));
  await touch("touchMove", point(0, 0.45, 0.6));
  await touch("touchMove", point(0, 0.5, 0.6, 60));
  await touch("touchMove", point(0, 0.6, 0.6, 60));
  await touch("touchEnd");
  // Two fingers; the first goes up and comes down again while the second stays.
  await touch("touchStart", point(0, 0.4, 0.5));
  await touch("touchStart", point(0, 0.4, 0.5), point(1, 0.6, 0.5));
  await touch("touchMove", point(0, 0.38, 0.5), point(1, 0.62, 0.5));
  await touch("touchEnd", point(1, 0.62, 0.5));
  await touch("touchStart", point(1, 0.62, 0.5), point(2, 0.3, 0.3));
  await touch("touchMove", point(1, 0.62, 0.5), point(2, 0.5, 0.3));
  await touch("touchEnd");
  // Then one finger draws again.
  await fingers([
    [
      [0.45, 0.45],
      [0.55, 0.55],
    ],
  ]);
  await expect.poll(drawn).toBeGreaterThan(10);
  expect(await revision()).toBe(before + 1);
  await page.keyboard.press("Control+z");
  await expect.poll(drawn).toBe(0);
  expect(session.complaints).toEqual([]);
});

test("seeds and livewire by finger: a palm leaves no seed, two fingers zoom and leave none", async () => {
  await page.getByRole("button", { name: "Livewire contour" }).click();
  await fingers([[[0.4, 0.4]]], 60);
  await fingers([[[0.4, 0.4]], [[0.6, 0.6]]]);
  const corners = () => viewport(page).locator("circle[r='4']").count();
  expect(await corners()).toBe(0);
  await page.getByRole("button", { name: "Grow from seeds" }).click();
  await fingers(
    [
      [
        [0.4, 0.4],
        [0.5, 0.4],
      ],
    ],
    60,
  );
  await fingers([
    [
      [0.4, 0.5],
      [0.45, 0.5],
    ],
    [
      [0.6, 0.5],
      [0.55, 0.5],
    ],
  ]);
  await page.keyboard.press("Enter");
  await page.getByText(/Draw seeds of two classes/).waitFor();
  expect(await drawn()).toBe(0);
  expect(session.complaints).toEqual([]);
});
