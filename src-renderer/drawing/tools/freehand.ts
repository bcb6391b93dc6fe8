import { IconLasso } from "@tabler/icons-react";
import { slicePoint, type SlicePoint } from "../brush.ts";
import { keepAsPolygon } from "../openPolygon.ts";
import type { Tool, ToolHandlers } from "../tool.ts";
import type { DrawTarget, ToolPane } from "../toolPane.ts";

interface Contour {
  readonly target: DrawTarget;
  readonly isErasing: boolean;
  readonly points: readonly SlicePoint[];
}

/** A contour drawn with the button down, filled when it comes up. */
function freehandHandlers(pane: ToolPane): ToolHandlers {
  let contour: Contour | null = null;

  const set = (next: Contour | null) => {
    contour = next;
    pane.show(
      next && {
        sliceIndex: next.target.sliceIndex,
        lines: [{ points: next.points.map(([i, j]) => [i, j, next.target.sliceIndex]) }],
      },
    );
  };

  const leave = () => {
    const left = contour;
    set(null);
    if (left) keepAsPolygon(left.target.session, { ...left, sliceIndex: left.target.sliceIndex }, (sentence) => pane.say(sentence));
  };

  return {
    down: (at, { isErasing }) => {
      const target = pane.target();
      if (target) set({ target, isErasing, points: [slicePoint(at)] });
      return target !== null;
    },
    move: (path) => {
      if (contour && pane.isOnShow(contour.target)) set({ ...contour, points: [...contour.points, ...path.map(slicePoint)] });
    },
    up: () => {
      if (!contour) return;
      const { target, isErasing, points } = contour;
      const { session, sliceIndex } = target;
      const { plane, volume, sliceIndex: shown } = pane.viewport.state;
      if (plane !== "acquisition" || volume?.id !== session.volume.id || pane.session !== session) {
        leave();
        return;
      }
      set(null);
      // Scrolled away with the button down: nothing is filled unseen.
      if (shown !== sliceIndex) {
        pane.viewport.setSlice(sliceIndex);
        pane.say(`The contour was filled on slice ${sliceIndex + 1}, where it was drawn.`);
      }
      session.fillCurve("freehand", sliceIndex, points, { isErasing, rule: pane.rule, values: (k) => pane.valuesOf(k) });
    },
    cancel: () => set(null),
    leave,
    hover: () => set(contour),
  };
}

export const freehand: Tool = {
  id: "freehand",
  name: "Freehand contour",
  icon: IconLasso,
  key: "F",
  help: "Freehand contour, filled",
  group: "draw",
  order: 4,
  cursor: "crosshair",
  planes: "acquisition",
  use: freehandHandlers,
};
