import { IconColorPicker } from "@tabler/icons-react";
import { formatValue } from "../ui/format.ts";
import { Observable } from "../ui/observable.ts";
import type { PointerPosition } from "../viewer/viewState.ts";
import type { SlicePoint } from "./brush.ts";
import { valuesOnTheirWay } from "./brushHandlers.ts";
import { pointOn, voxelAt, type Sheet } from "./sheet.ts";
import type { Tool, ToolHandlers } from "./tool.ts";
import type { ToolPane } from "./toolPane.ts";

/** True while the next press on the image takes the range of values from there, whatever tool is chosen. */
export const isSampling = new Observable(false);

/** A press that moves no farther, in pixels, is a click. */
const clickPixels = 3;

/** The lowest and the highest value in a rectangle of a sheet, along its columns and rows: the voxels whose centres lie in it; null where there are none. */
export function valuesWithin(
  voxels: ArrayLike<number>,
  { columns, rows }: Pick<Sheet, "columns" | "rows">,
  [a, b]: readonly [SlicePoint, SlicePoint],
): readonly [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  const ends = (axis: 0 | 1, length: number) =>
    [Math.max(0, Math.ceil(Math.min(a[axis], b[axis]))), Math.min(length - 1, Math.floor(Math.max(a[axis], b[axis])))] as const;
  const [[left, right], [top, bottom]] = [ends(0, columns), ends(1, rows)];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const value = voxels[row * columns + column]!;
      if (Number.isNaN(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low > high ? null : [low, high];
}

/** Takes the range of values from a rectangle that is dragged over the image, or, with a click, from under the brush. */
export function samplingHandlers(pane: ToolPane): ToolHandlers {
  let corners: readonly [PointerPosition, PointerPosition] | null = null;

  const set = (next: typeof corners) => {
    corners = next;
    const { sheet } = pane;
    if (!next || !sheet) return;
    const [[i0, j0], [i1, j1]] = next.map(({ voxel }) => pointOn(sheet, voxel)) as [SlicePoint, SlicePoint];
    const square = [
      [i0, j0],
      [i1, j0],
      [i1, j1],
      [i0, j1],
    ] as const;
    pane.show({ sheet, lines: [{ points: square.map((corner) => voxelAt(sheet, corner)), isClosed: true }] });
  };

  const take = ([from, to]: readonly [PointerPosition, PointerPosition]) => {
    const { session, settings, sheet } = pane;
    // Says why there is no segmentation.
    if (!session) {
      pane.target();
      return;
    }
    if (!sheet) return;
    // In a reformat the values of all its slices have to come first.
    if (!pane.hasValues([sheet])) {
      pane.say(valuesOnTheirWay);
      return;
    }
    const isClick = Math.hypot(to.canvas[0] - from.canvas[0], to.canvas[1] - from.canvas[1]) <= clickPixels;
    const voxels = pane.valuesOf(sheet);
    const [start, end] = [pointOn(sheet, from.voxel), pointOn(sheet, to.voxel)];
    const range =
      voxels && (isClick ? session.valuesUnder(start, sheet, settings.brushRadiusMm, voxels) : valuesWithin(voxels, sheet, [start, end]));
    if (!range) {
      pane.say("There are no values here.");
      return;
    }
    session.state.patch({ range });
    pane.say(`The range is from ${formatValue(range[0])} to ${formatValue(range[1])}, as the values are here.`);
  };

  const release = () => {
    const ended = corners;
    corners = null;
    isSampling.set(false);
    pane.show(null);
    return ended;
  };

  return {
    down: (at) => {
      if (!pane.viewport.state.isRendered) return false;
      set([at, at]);
      return true;
    },
    move: (path) => {
      const at = path.at(-1);
      if (corners && at) set([corners[0], at]);
    },
    up: (at) => {
      const ended = release();
      if (ended) take([ended[0], at ?? ended[1]]);
    },
    cancel: () => void release(),
    leave: () => void release(),
    hover: (at) => {
      if (corners) return;
      const { sheet } = pane;
      pane.show(at && sheet && { sheet, circle: { centre: at.voxel, radiusMm: pane.settings.brushRadiusMm, isSampling: true } });
    },
    giveUp: () => {
      const was = isSampling.value;
      isSampling.set(false);
      return was;
    },
    dispose: () => isSampling.set(false),
  };
}

/** Stands in for the chosen tool while the range is taken from the image; it is in no toolbar. */
export const rangeSampler: Tool = {
  id: "range sampler",
  name: "Range from the image",
  icon: IconColorPicker,
  key: "",
  help: "Range of values from the image",
  group: "draw",
  order: 0,
  cursor: "crosshair",
  use: samplingHandlers,
};
