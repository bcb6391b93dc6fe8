import { IconMagnet } from "@tabler/icons-react";
import { rasterisePolygon } from "#shared/domain/rasterisePolygon.ts";
import type { PointerPosition } from "../../viewer/viewState.ts";
import type { SlicePoint } from "../brush.ts";
import type { DrawingSession } from "../drawingSession.ts";
import { valuesOnTheirWay } from "../brushHandlers.ts";
import { counted, named } from "../inWords.ts";
import { OpenWire } from "../openWire.ts";
import { whyNoValues } from "../paintRuleOf.ts";
import { seenFaintly } from "../seenFaintly.ts";
import { pointOn, sheetInWords, voxelAt, type Sheet } from "../sheet.ts";
import type { Tool, ToolHandlers } from "../tool.ts";
import type { ToolPane } from "../toolPane.ts";

/** A click this near to the first seed closes the contour, pixels. */
const closingPixels = 9;
/** A seed goes to the strongest edge this near, pixels of the screen, and at most so many of the image. */
const [snapPixels, snapImagePixels] = [8, 2];

/** The contour that is open on a segmentation: it waits on its sheet while another tool, slice or volume is chosen. */
const openWires = new WeakMap<DrawingSession, OpenWire>();

/** A contour along edges: clicks set seeds, between which it takes the cheapest path. */
function livewireHandlers(pane: ToolPane): ToolHandlers {
  let isJustAdded = false;

  const wire = () => (pane.session ? (openWires.get(pane.session) ?? null) : null);

  /** The open contour, while its sheet is on show. */
  const inView = () => {
    const open = wire();
    return open && pane.session && pane.isOnShow({ session: pane.session, sheet: open.sheet }) ? open : null;
  };

  const isNear = (place: SlicePoint, sheet: Sheet, at: PointerPosition, pixels: number) => {
    const canvas = pane.viewport.voxelToCanvas(voxelAt(sheet, place));
    return canvas !== null && Math.hypot(canvas[0] - at.canvas[0], canvas[1] - at.canvas[1]) <= pixels;
  };

  const snap = (sheet: Sheet, { canvas, voxel }: PointerPosition) => {
    const [i, j] = pointOn(sheet, voxel);
    const beside = pane.viewport.voxelToCanvas(voxelAt(sheet, [i + 1, j]));
    const size = beside ? Math.hypot(beside[0] - canvas[0], beside[1] - canvas[1]) : 1;
    return Math.min(snapImagePixels, Math.floor(snapPixels / size));
  };

  const waits = (open: OpenWire) =>
    pane.say(`A livewire contour is open on ${sheetInWords(open.sheet)}. Go there to close it, or give it up.`);

  const drop = () => {
    if (pane.session) openWires.delete(pane.session);
    pane.refresh();
  };

  const close = () => {
    const open = wire();
    if (!open) return;
    if (!inView()) {
      waits(open);
      return;
    }
    if (open.seeds.length < 2) {
      pane.say("A livewire contour needs two seeds.");
      return;
    }
    const target = pane.target();
    if (!target) return;
    const { session, sheet } = target;
    const inside = rasterisePolygon([...open.line, ...open.closing], sheet.columns, sheet.rows);
    const count = session.edit("livewire", [sheet], (index) => (inside[index] ? !open.isErasing : null), pane.paint);
    const segment = named(session, session.state.value.activeSegment ?? 0);
    pane.say(open.isErasing ? `${counted(count, "voxel")} of ${segment} erased.` : `${counted(count, "voxel")} given to ${segment}.`);
    drop();
  };

  return {
    down: (at, { isErasing }) => {
      const target = pane.target();
      if (!target) return false;
      const { session, sheet } = target;
      isJustAdded = false;
      const open = openWires.get(session);
      const [first] = open?.seeds ?? [];
      if (open && !pane.isOnShow({ session, sheet: open.sheet })) waits(open);
      else if (open && first && open.seeds.length >= 2 && isNear(first, sheet, at, closingPixels)) close();
      else if (open) isJustAdded = open.add(pointOn(sheet, at.voxel), snap(sheet, at));
      else if (whyNoValues(session) !== null) pane.say(whyNoValues(session)!);
      else if (!pane.hasValues([sheet])) pane.say(valuesOnTheirWay);
      else {
        const begun = new OpenWire(sheet, pane.valuesOf(sheet)!, isErasing);
        openWires.set(session, begun);
        isJustAdded = begun.add(pointOn(sheet, at.voxel), snap(sheet, at));
      }
      return true;
    },
    move: () => {},
    up: () => {},
    leave: () => {},
    // A palm set no seed. A contour that the press closed stays closed: its filling is undone as every stroke is.
    cancel: () => {
      const open = wire();
      if (!open || !isJustAdded) return;
      open.takeBack();
      if (open.seeds.length === 0) drop();
    },
    hover: (at) => {
      const open = inView();
      const waiting = wire();
      if (!open) {
        const { sheet } = pane;
        pane.show(
          waiting && sheet
            ? seenFaintly(sheet, { sheet: waiting.sheet, lines: [{ points: waiting.line }], what: "A livewire contour is open" }, at)
            : null,
        );
        return;
      }
      const { sheet, seeds } = open;
      const place = (point: SlicePoint) => voxelAt(sheet, point);
      const isClosing = at !== null && seeds.length >= 2 && isNear(seeds[0]!, sheet, at, closingPixels);
      const ahead = isClosing ? open.closing : at ? open.ahead(pointOn(sheet, at.voxel), snap(sheet, at)) : [];
      const points = [...open.line, ...ahead].map(place);
      pane.show({ sheet, lines: [{ points }], handles: seeds.map(place) });
    },
    // The first of two clicks may have closed the contour: the second then began another.
    doubleClick: () => {
      if ((wire()?.seeds.length ?? 0) < 2) drop();
      else close();
    },
    giveUp: () => {
      if (!inView()) return false;
      drop();
      return true;
    },
    keys: {
      Enter: close,
      Backspace: () => {
        const open = inView();
        if (!open) return;
        open.takeBack();
        if (open.seeds.length === 0) drop();
        else pane.refresh();
      },
    },
  };
}

export const livewire: Tool = {
  id: "livewire",
  name: "Livewire contour",
  icon: IconMagnet,
  key: "Shift+I",
  help: "Livewire: clicks set seeds, between which the contour follows edges; a double-click or the first seed closes it; Esc gives it up",
  group: "draw",
  order: 12,
  cursor: "crosshair",
  keys: [
    { key: "Enter", help: "Close the livewire contour and fill it" },
    { key: "Backspace", help: "Take the last seed back" },
  ],
  use: livewireHandlers,
};
