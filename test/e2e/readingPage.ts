import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { projectRoot } from "./program.ts";

/** A page of the program with all it complained of. */
export interface Watched {
  readonly page: Page;
  /** Errors of scripts, of the console and of the content security policy; must stay empty. */
  readonly complaints: string[];
}

/** Opens the program's link in the smallest window that it is made for: drawn in software, that is the quickest one. */
export async function enter(browser: Browser, url: string): Promise<Watched> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, acceptDownloads: true });
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  await page.goto(url);
  return { page, complaints };
}

/** A viewport of the reading room, by its number from 0. */
export function viewport(page: Page, index = 0): Locator {
  return page.getByTestId(`viewport-${index}`);
}

/** Waits until a viewport shows an image; answers its volume's id. */
export async function shown(page: Page, index = 0): Promise<string> {
  const pane = page.locator(`[data-testid="viewport-${index}"][data-rendered="true"]`);
  await pane.waitFor();
  return (await pane.getAttribute("data-volume-id"))!;
}

/** A data attribute of a viewport, e.g. "slice-index". */
export async function state(page: Page, name: string, index = 0): Promise<string> {
  return (await viewport(page, index).getAttribute(`data-${name}`))!;
}

/** Waits until a data attribute of a viewport is (or is no longer) a value. */
export async function expectState(page: Page, name: string, expected: string | RegExp, index = 0): Promise<void> {
  await expect
    .poll(() => state(page, name, index), { timeout: 15_000 })
    .toMatch(typeof expected === "string" ? new RegExp(`^${expected.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`) : expected);
}

/** Drags the real mouse along points that are fractions (0 to 1) of a viewport. */
export async function drag(
  page: Page,
  points: ReadonlyArray<readonly [number, number]>,
  { index = 0, button = "left" }: { index?: number; button?: "left" | "middle" | "right" } = {},
): Promise<void> {
  const box = (await viewport(page, index).boundingBox())!;
  const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(points[0]!));
  await page.mouse.down({ button });
  // The page answers each move with a frame, which takes long in software: a curve of many points has moves enough.
  const steps = points.length > 8 ? 1 : 6;
  for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps });
  await page.mouse.up({ button });
}

/** A circle as points for drag. */
export function circle(x: number, y: number, radius: number, steps = 24): Array<[number, number]> {
  return Array.from({ length: steps + 1 }, (_, step) => {
    const angle = (2 * Math.PI * step) / steps;
    return [x + radius * Math.cos(angle), y + radius * 1.4 * Math.sin(angle)];
  });
}

/** The bytes and headers that the door answers to this page's session. */
export async function fetched(page: Page, path: string): Promise<{ bytes: Buffer; headers: Record<string, string> }> {
  // The program closes connections that were idle for some seconds, at times just when one is used again; browsers ask anew then, too.
  const response = await page.request.get(new URL(path, page.url()).href, { maxRetries: 2 });
  expect(`${path} ${response.status()}`).toBe(`${path} 200`);
  return { bytes: await response.body(), headers: response.headers() };
}

/** The label map as the door has it: what is in the database, not what is on the screen. */
export async function storedLabels(
  page: Page,
  volumeId: string,
): Promise<{ labels: Uint8Array; segmentationId: string; revision: number }> {
  const listed = await fetched(page, `/api/segmentation.list?input=${encodeURIComponent(JSON.stringify({ json: { volumeId } }))}`);
  const { result } = JSON.parse(listed.bytes.toString()) as { result: { data: { json: Array<{ id: string }> } } };
  const segmentationId = result.data.json[0]!.id;
  const { bytes, headers } = await fetched(page, `/segmentations/${segmentationId}/labels`);
  return { labels: new Uint8Array(bytes), segmentationId, revision: Number(headers["x-revision"]) };
}

/** Makes a segment, in a new segmentation where there is none, and waits until it can be drawn in: it is another one that is active then. */
export async function newSegment(page: Page): Promise<void> {
  const active = page.locator('[aria-label="Segments"][aria-busy="false"] [data-active="true"]');
  const marks = async () => (await active.count()) && (await active.getAttribute("data-segment"));
  const before = await marks();
  await page.keyboard.press("n");
  await expect.poll(marks, { timeout: 60_000 }).not.toSatisfy((now) => now === before || now === 0);
  await page.getByTestId("segment-statistics").waitFor();
}

/** Waits until everything drawn so far is on disk. A stroke just made may not be counted yet: poll for what it should have changed. */
export async function saved(page: Page): Promise<void> {
  await page.locator('[data-testid="save-state"][data-kind="saved"]').waitFor();
}

/** Waits until nothing fades in or out any more: what is looked at while it fades has other colours. */
export async function faded(page: Page): Promise<void> {
  const isFading = `[...document.querySelectorAll('[style*="transition-property"]')].some((element) => getComputedStyle(element).opacity !== "1")`;
  await expect.poll(() => page.evaluate<boolean>(isFading)).toBe(false);
}

/** Keeps a picture of the screen for people to look at (not compared with anything). */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = join(projectRoot, "screenshots");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Opens the sample studies from the empty worklist and waits for the first image. */
export async function openSample(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Open the sample study" }).click();
  await page.getByTestId("viewport-0").waitFor({ timeout: 120_000 });
  return shown(page);
}

/** How many fields of a grid are not seen whole: something lies over them, or they are scrolled out of sight. */
export async function cellsOutOfSight(page: Page): Promise<number> {
  return page.evaluate<number>(`[...document.querySelectorAll("td [data-cell]")].filter((cell) => {
    const { left, top, width, bottom } = cell.getBoundingClientRect();
    return [top + 2, bottom - 2].some((y) => !cell.contains(document.elementFromPoint(left + width / 2, y)));
  }).length`);
}
