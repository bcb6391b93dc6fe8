import { IconPolygon } from "@tabler/icons-react";
import type { OpenPolygon } from "#shared/api/segmentation.ts";
import type { PointerPosition } from "../../viewer/viewState.ts";
import type { DrawingSession } from "../drawingSession.ts";
import { closePolygon, isOnSheet, polygonInView, polygonOn, waitingWords } from "../openPolygon.ts";
import { pointOn, voxelAt, type Sheet } from "../sheet.ts";
import type { Tool, ToolHandlers } from "../tool.ts";
import type { DrawTarget, ToolPane } from "../toolPane.ts";

/** A click this near to the first corner closes a polygon, pixels. */
const closingPixels = 9;

/** Corners by clicks. The polygon is the session's: it stays open when another tool, slice or volume is chosen, and after a restart. */
function polygonHandlers(pane: ToolPane): ToolHandlers {
  /** The session of the press, and its polygon before. */
  let press: { readonly session: DrawingSession; readonly before: OpenPolygon | null; readonly after: OpenPolygon | null } | null = null;

  const isNear = (corner: readonly [number, number], sheet: Sheet, at: PointerPosition, pixels: number) => {
    const place = pane.viewport.voxelToCanvas(voxelAt(sheet, corner));
    return place !== null && Math.hypot(place[0] - at.canvas[0], place[1] - at.canvas[1]) <= pixels;
  };

  const addCorner = ({ session, sheet }: DrawTarget, at: PointerPosition, isErasing: boolean) => {
    const { polygon } = session.state.value;
    const corner = pointOn(sheet, at.voxel);
    if (!polygon) session.setPolygon(polygonOn(sheet, [corner], isErasing));
    else if (!isOnSheet(polygon, sheet)) pane.say(waitingWords(polygon));
    else if (polygon.points.length >= 3 && isNear(polygon.points[0]!, sheet, at, closingPixels)) closePolygon(pane);
    else if (!isNear(polygon.points.at(-1)!, sheet, at, 1)) session.setPolygon(polygonOn(sheet, [...polygon.points, corner], isErasing));
  };

  const end = () => {
    press = null;
  };

  return {
    down: (at, { isErasing }) => {
      const target = pane.target();
      if (!target) return false;
      const before = target.session.state.value.polygon;
      addCorner(target, at, isErasing);
      press = { session: target.session, before, after: target.session.state.value.polygon };
      return true;
    },
    move: () => {},
    up: end,
    leave: end,
    // A palm set no corner. A polygon that the press closed stays closed: its filling is undone as every stroke is.
    cancel: () => {
      if (press?.after && press.session.state.value.polygon === press.after) press.session.setPolygon(press.before);
      press = null;
    },
    hover: (at) => {
      const polygon = polygonInView(pane);
      const last = polygon?.points.at(-1);
      const { sheet } = pane;
      pane.show(last && at && sheet ? { sheet, lines: [{ points: [voxelAt(sheet, last), at.voxel] }] } : null);
    },
    doubleClick: () => closePolygon(pane),
    giveUp: () => {
      if (!polygonInView(pane)) return false;
      pane.session?.setPolygon(null);
      return true;
    },
    keys: {
      Enter: () => closePolygon(pane),
      Backspace: () => {
        const polygon = polygonInView(pane);
        if (polygon) pane.session?.setPolygon(polygon.points.length > 1 ? { ...polygon, points: polygon.points.slice(0, -1) } : null);
      },
    },
  };
}

export const polygon: Tool = {
  id: "polygon",
  name: "Polygon contour",
  icon: IconPolygon,
  key: "G",
  help: "Polygon, filled: a double-click or the first corner closes it; Esc gives it up. It waits on its slice meanwhile",
  group: "draw",
  order: 11,
  cursor: "crosshair",
  keys: [
    { key: "Enter", help: "Close the polygon and fill it" },
    { key: "Backspace", help: "Take the polygon's last corner back" },
  ],
  use: polygonHandlers,
};
