import { IconLasso } from "@tabler/icons-react";
import type { PointerPosition } from "../../viewer/viewState.ts";
import type { SlicePoint } from "../brush.ts";
import { keepAsPolygon } from "../openPolygon.ts";
import { isSameSheet, pointOn, sheetInWords, voxelAt } from "../sheet.ts";
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
    const sheet = next?.target.sheet;
    pane.show(sheet ? { sheet, lines: [{ points: next.points.map((point) => voxelAt(sheet, point)) }] } : null);
  };

  const leave = () => {
    const left = contour;
    set(null);
    if (left) keepAsPolygon(left.target.session, { ...left, sheet: left.target.sheet }, (sentence) => pane.say(sentence));
  };

  return {
    down: (at, { isErasing }) => {
      const target = pane.target();
      if (target) set({ target, isErasing, points: [pointOn(target.sheet, at.voxel)] });
      return target !== null;
    },
    move: (path) => {
      if (!contour || !pane.isOnShow(contour.target)) return;
      const { sheet } = contour.target;
      set({ ...contour, points: [...contour.points, ...path.map(({ voxel }: PointerPosition) => pointOn(sheet, voxel))] });
    },
    up: () => {
      if (!contour) return;
      const { target, isErasing, points } = contour;
      const { session, sheet } = target;
      const { plane, volume } = pane.viewport.state;
      if (plane !== sheet.plane || volume?.id !== session.volume.id || pane.session !== session) {
        leave();
        return;
      }
      set(null);
      // Scrolled away with the button down: nothing is filled unseen.
      if (!isSameSheet(pane.sheet, sheet)) {
        pane.viewport.setSlice(sheet.sliceIndex);
        pane.say(`The contour was filled on ${sheetInWords(sheet)}, where it was drawn.`);
      }
      session.fillCurve("freehand", sheet, points, { isErasing, ...pane.paint });
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
  order: 10,
  cursor: "crosshair",
  use: freehandHandlers,
};
