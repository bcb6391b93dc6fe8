import { IconColorPicker } from "@tabler/icons-react";
import { formatValue } from "../ui/format.ts";
import { Observable } from "../ui/observable.ts";
import type { PointerPosition } from "../viewer/viewState.ts";
import { slicePoint, type SlicePoint } from "./brush.ts";
import type { Tool, ToolHandlers } from "./tool.ts";
import type { ToolPane } from "./toolPane.ts";

/** True while the next press on the image takes the range of values from there, whatever tool is chosen. */
export const isSampling = new Observable(false);

/** A press that moves no farther, in pixels, is a click. */
const clickPixels = 3;

/** The lowest and the highest value in a rectangle of a slice, the voxels whose centres lie in it; null where there are none. */
export function valuesWithin(
  voxels: ArrayLike<number>,
  { columns, rows }: { readonly columns: number; readonly rows: number },
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
    const { sliceIndex } = pane.viewport.state;
    if (!next) return;
    const [[i0, j0], [i1, j1]] = [slicePoint(next[0]), slicePoint(next[1])];
    const points = [
      [i0, j0, sliceIndex],
      [i1, j0, sliceIndex],
      [i1, j1, sliceIndex],
      [i0, j1, sliceIndex],
    ] as const;
    pane.show({ sliceIndex, lines: [{ points, isClosed: true }] });
  };

  const take = ([from, to]: readonly [PointerPosition, PointerPosition]) => {
    const { session, voxels, settings, viewport } = pane;
    // Says why there is no segmentation.
    if (!session) {
      pane.target();
      return;
    }
    const isClick = Math.hypot(to.canvas[0] - from.canvas[0], to.canvas[1] - from.canvas[1]) <= clickPixels;
    const range =
      voxels &&
      (isClick
        ? session.valuesUnder(slicePoint(from), viewport.state.sliceIndex, settings.brushRadiusMm, voxels)
        : valuesWithin(voxels, session.volume, [slicePoint(from), slicePoint(to)]));
    if (!range) {
      pane.say("There are no values here.");
      return;
    }
    session.state.patch({ range });
    pane.say(`The range is from ${formatValue(range[0])} to ${formatValue(range[1])}, as the values are here.`);
  };

  const end = () => {
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
      const ended = end();
      if (ended) take([ended[0], at ?? ended[1]]);
    },
    cancel: () => void end(),
    leave: () => void end(),
    hover: (at) => {
      if (corners) return;
      const { sliceIndex } = pane.viewport.state;
      pane.show(at && { sliceIndex, circle: { centre: at.voxel, radiusMm: pane.settings.brushRadiusMm, isSampling: true } });
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
  planes: "acquisition",
  use: samplingHandlers,
};
