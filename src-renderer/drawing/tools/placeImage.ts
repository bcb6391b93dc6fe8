import { IconArrowsMove } from "@tabler/icons-react";
import { cross, dot, minus, type Vector3 } from "#shared/domain/geometry.ts";
import type { PointerPosition } from "../../viewer/viewState.ts";
import type { Placing } from "../placing/placingDesk.ts";
import { moveOnScreen, ringPoints, ringRadius, turnAxis } from "../placing/onScreen.ts";
import type { Tool, ToolHandlers } from "../tool.ts";
import type { ToolPane } from "../toolPane.ts";

/** A press this near to the ring turns the image; pixels. */
const holdPixels = 12;
/** What one press of a key does. */
const [stepMm, stepDegrees] = [1, 1];

/** Drags the moving image over the fixed one, and turns it about its middle: by the ring around it, or anywhere with Shift. */
function placeHandlers(pane: ToolPane): ToolHandlers {
  const { placing, viewport } = pane;
  let press: { readonly isTurning: boolean; last: Vector3; readonly before: Placing | null } | null = null;

  /** The moving image is placed where the fixed one is on show. */
  const isHere = () => placing.state.value !== null && viewport.state.volume?.id === placing.state.value.fixed.id;
  const middle = () => {
    const at = placing.middleMm;
    return at && viewport.patientToCanvas(at);
  };

  const show = () => {
    const at = isHere() ? middle() : null;
    const { sheet } = pane;
    if (!at || !sheet) {
      pane.show(null);
      return;
    }
    const points = ringPoints(viewport, at).map(([x, y]) => viewport.canvasToVoxel(x, y)!);
    const centre = viewport.canvasToVoxel(at[0], at[1])!;
    pane.show({ sheet, lines: [{ points, isClosed: true }], handles: [centre] });
  };

  const isOnRing = ({ canvas }: PointerPosition) => {
    const at = middle();
    return at !== null && Math.abs(Math.hypot(canvas[0] - at[0], canvas[1] - at[1]) - ringRadius(viewport)) <= holdPixels;
  };

  const turn = (from: Vector3, to: Vector3) => {
    const axis = turnAxis(viewport);
    const centre = placing.middleMm;
    if (!axis || !centre) return;
    const [a, b] = [minus(from, centre), minus(to, centre)];
    const flat = (v: Vector3): Vector3 => minus(v, [axis[0] * dot(v, axis), axis[1] * dot(v, axis), axis[2] * dot(v, axis)]);
    const [u, v] = [flat(a), flat(b)];
    placing.turnBy(axis, Math.atan2(dot(axis, cross(u, v)), dot(u, v)));
  };

  const turnByKey = (degrees: number) => {
    const axis = turnAxis(viewport);
    if (isHere() && axis) placing.turnBy(axis, (degrees * Math.PI) / 180);
    show();
  };
  const nudge = (x: number, y: number) => {
    const shift = isHere() ? moveOnScreen(viewport, [x, y], stepMm) : null;
    if (shift) placing.moveBy(shift);
    show();
  };

  const stop = placing.state.subscribe(() => pane.refresh());

  return {
    down: (at, { isErasing: hasShift }) => {
      if (!isHere() || !at.patientMm) {
        pane.say("Place the image where the fixed one is on show.");
        return false;
      }
      press = { isTurning: hasShift || isOnRing(at), last: at.patientMm, before: placing.state.value };
      return true;
    },
    move: (path) => {
      const at = path.at(-1)?.patientMm;
      if (!press || !at) return;
      if (press.isTurning) turn(press.last, at);
      else placing.moveBy(minus(at, press.last));
      press.last = at;
    },
    up: () => {
      press = null;
      show();
    },
    cancel: () => {
      if (press && placing.state.value) placing.state.set(press.before);
      press = null;
    },
    leave: () => {
      press = null;
    },
    hover: show,
    keys: {
      ArrowLeft: () => nudge(-1, 0),
      ArrowRight: () => nudge(1, 0),
      ArrowUp: () => nudge(0, -1),
      ArrowDown: () => nudge(0, 1),
      ",": () => turnByKey(-stepDegrees),
      ".": () => turnByKey(stepDegrees),
      Backspace: () => placing.reset(),
    },
    dispose: stop,
  };
}

export const placeImage: Tool = {
  id: "place",
  name: "Place the moving image",
  icon: IconArrowsMove,
  key: "Shift+J",
  help: "Place the moving image of a registration by hand: drag moves it; the ring around its middle, or Shift, turns it",
  group: "place",
  order: 1,
  cursor: "move",
  keys: [
    ...(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"] as const).map((key) => ({
      key,
      help: "With an image that is placed by hand: move it by 1 mm",
    })),
    ...[",", "."].map((key) => ({ key, help: "With an image that is placed by hand: turn it by 1 degree to the left, to the right" })),
    { key: "Backspace", help: "Put an image that is placed by hand back to where its files say" },
  ],
  use: placeHandlers,
};
