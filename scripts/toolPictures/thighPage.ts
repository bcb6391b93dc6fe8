import { join } from "node:path";
import type { Page } from "playwright-core";
import { writeImageFile } from "../../src-main/services/imagefiles/index.ts";
import { drawSampleTruth, muscleLabel } from "../../src-main/services/sample/index.ts";

/** A voxel of a slice: column and row. */
export type Voxel = readonly [column: number, row: number];

/** A picture of a tool in use. */
export interface Shot {
  /** Of the file, without its ending. */
  readonly name: string;
  /** What is drawn before: the segment (a label of the sample's truth, 0 for none) of a voxel that has a label in the truth. */
  readonly drawn: (label: number, column: number, row: number, slice: number) => number;
  /** The middle of the picture. */
  readonly middle: Voxel;
  /** Uses the tool on the active segment, the rectus femoris of the right leg, and leaves it amid its use. */
  readonly use: (thigh: Thigh) => Promise<void>;
}

/** The slice on show of all pictures, from 0. */
export const shownSlice = 6;
export const rectus = muscleLabel("RFEM", "right");
const size = { width: 320, height: 240 } as const;
const truth = drawSampleTruth("thigh");
const [columns, rows] = truth.labels.grid.size;

/** Points about a muscle of the slice on show, on its outline as seen from its middle, from one angle to another, degrees (clockwise from the right). */
export function outline(label: number, from: number, to: number, count: number): Voxel[] {
  const own = [...truth.labels.voxels.subarray(shownSlice * columns * rows, (shownSlice + 1) * columns * rows).entries()]
    .filter(([, each]) => each === label)
    .map(([at]) => [at % columns, Math.floor(at / columns)] as const);
  const middle = [0, 1].map((axis) => own.reduce((sum, voxel) => sum + voxel[axis]!, 0) / own.length) as [number, number];
  const has = new Set(own.map((voxel) => voxel.join()));
  return Array.from({ length: count }, (_, at) => {
    const angle = ((from + ((to - from) * at) / (count - 1)) * Math.PI) / 180;
    const on = (radius: number): Voxel => [middle[0] + radius * Math.cos(angle), middle[1] + radius * Math.sin(angle)];
    let radius = 40;
    while (radius > 0 && !has.has(on(radius).map(Math.round).join())) radius -= 0.25;
    return on(radius + 0.25);
  });
}

/** The sample study's thigh (T1-weighted) in the reading room, larger than it fits. */
export interface Thigh {
  readonly page: Page;
  /** A new segmentation with what is drawn before a picture. */
  begin(shot: Shot): Promise<void>;
  /** Moves the mouse along voxels. */
  move(...path: readonly Voxel[]): Promise<void>;
  /** Presses on the first voxel and drags along the others; the button stays down. */
  press(...path: readonly Voxel[]): Promise<void>;
  /** The same, and lets go. */
  drag(...path: readonly Voxel[]): Promise<void>;
  /** Chooses an effect on the active segment, with its options by their names; waits until it says what it would change. */
  effect(name: string, options?: Readonly<Record<string, string>>): Promise<void>;
  /** The screen about a voxel, as PNG. */
  crop(middle: Voxel): Promise<Uint8Array>;
  /** Gives up what was begun. */
  end(): Promise<void>;
}

/** Opens the sample study from the empty worklist. */
export async function openThigh(page: Page, folder: string): Promise<Thigh> {
  const viewport = page.getByTestId("viewport-0");
  const isShown = () => page.locator(`[data-testid="viewport-0"][data-rendered="true"][data-slice-index="${shownSlice}"]`).waitFor();
  await page.getByRole("button", { name: "Open the sample study" }).click();
  await page.getByRole("button", { name: /T1 FSE axial, thigh/ }).dblclick({ timeout: 120_000 });
  await page.locator('[data-testid="viewport-0"][data-rendered="true"]').waitFor();
  await page.keyboard.press("Shift+1");
  await page.keyboard.press("=");
  for (let at = 0; at < 2; at++) await page.keyboard.press("+");
  const box = (await viewport.boundingBox())!;
  const zoom = 1.2 ** 2;
  const perVoxel = Math.min(box.width / columns, box.height / rows) * zoom;
  const place = ([column, row]: Voxel) =>
    [box.x + box.width / 2 + (column - (columns - 1) / 2) * perVoxel, box.y + box.height / 2 + (row - (rows - 1) / 2) * perVoxel] as const;
  const move = async (...path: readonly Voxel[]) => {
    for (const voxel of path) await page.mouse.move(...place(voxel), { steps: path.length > 8 ? 1 : 5 });
  };
  const press = async (...path: readonly Voxel[]) => {
    await move(path[0]!);
    await page.mouse.down();
    await move(...path.slice(1));
  };
  let count = 0;
  return {
    page,
    move,
    press,
    drag: async (...path) => {
      await press(...path);
      await page.mouse.up();
    },
    begin: async ({ name, drawn }) => {
      const voxels = truth.labels.voxels.map((label, at) =>
        drawn(label, at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))),
      );
      const used = new Set(voxels).add(rectus);
      const file = join(folder, `${name}.nrrd`);
      await writeImageFile(
        file,
        { grid: truth.labels.grid, scalarType: "uint8", voxels },
        { segments: truth.segments.filter(({ number }) => used.has(number)) },
      );
      count += 1;
      if (count > 1) await page.getByRole("button", { name: "More about this segmentation" }).click();
      const chooser = page.waitForEvent("filechooser");
      await page.getByText("Import a label map …").click();
      await (await chooser).setFiles(file);
      await page.locator(`[aria-label="Segments"][aria-busy="false"]`).waitFor();
      const chosen = page.getByRole("combobox", { name: "Segmentation" });
      while ((await chosen.inputValue()) !== name) await page.evaluate("new Promise(requestAnimationFrame)");
      // The menu stays open over the file chooser; keys are the images' again when it is gone.
      if (count > 1) await page.keyboard.press("Escape");
      await page.getByRole("menu").waitFor({ state: "hidden" });
      await page.getByRole("button", { name: "rectus femoris, right", exact: true }).click();
      await page.getByTestId("segment-statistics").waitFor();
      await isShown();
    },
    effect: async (name, options = {}) => {
      const section = page.getByRole("region", { name: "Shape of the segment" });
      if ((await section.getByRole("button", { expanded: true }).count()) === 0) await page.keyboard.press("Shift+E");
      await section.getByRole("button", { name, exact: true }).click();
      for (const [option, value] of Object.entries(options)) {
        const field = section.getByRole("form", { name, exact: true }).getByLabel(option, { exact: true });
        if ((await field.locator("option").count()) > 0) await field.selectOption({ label: value });
        else await field.fill(value);
      }
      await page.getByTestId("effect-words").getByText(/voxel/).waitFor();
    },
    crop: async (middle) => {
      const [x, y] = place(middle);
      return page.screenshot({ clip: { x: Math.round(x - size.width / 2), y: Math.round(y - size.height / 2), ...size } });
    },
    end: async () => {
      await page.keyboard.press("Escape");
      await page.mouse.up();
      await page.keyboard.press("Escape");
      await page.keyboard.press("w");
    },
  };
}
