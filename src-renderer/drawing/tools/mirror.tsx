import { Button, Checkbox } from "@mantine/core";
import { IconSquareToggle } from "@tabler/icons-react";
import { Observable, useObservable } from "../../ui/observable.ts";
import type { PointerPosition } from "../../viewer/viewState.ts";
import type { SlicePoint } from "../brush.ts";
import { counted } from "../inWords.ts";
import { mirrorSegments } from "../mirrorSegments.ts";
import { pointOn, voxelAt } from "../sheet.ts";
import type { Tool, ToolHandlers, ToolOptionsProps } from "../tool.ts";
import type { DrawTarget, ToolPane } from "../toolPane.ts";
import classes from "../ToolOptions.module.css";

/** A press this near to an end of the line takes hold of it; a line shorter than this is none; pixels. */
const [holdPixels, leastPixels] = [10, 5];
/** A line that leaves a column or a row by less than this part of its length is laid along it, through centres of pixels or midway between them. */
const nearlyAlong = 0.03;

/** All segments of the active one's side, or the active one alone. */
const isWholeSide = new Observable(true);

type Line = readonly [SlicePoint, SlicePoint];

interface Drawn {
  readonly target: DrawTarget;
  readonly line: Line;
}

/** A line laid along the lattice where it nearly is: mirror images are then exact. */
function laid([a, b]: Line): Line {
  const [dx, dy] = [Math.abs(b[0] - a[0]), Math.abs(b[1] - a[1])];
  const middle = (axis: 0 | 1) => Math.round(a[axis] + b[axis]) / 2;
  if (dx <= nearlyAlong * dy)
    return [
      [middle(0), a[1]],
      [middle(0), b[1]],
    ];
  if (dy <= nearlyAlong * dx)
    return [
      [a[0], middle(1)],
      [b[0], middle(1)],
    ];
  return [a, b];
}

/** A line drawn by hand, about which segments are mirrored. */
function mirrorHandlers(pane: ToolPane): ToolHandlers {
  let drawn: Drawn | null = null;
  let press: { readonly fixed: SlicePoint; readonly before: Drawn | null } | null = null;

  const length = ({ target, line }: Drawn) => {
    const [a, b] = line.map((end) => pane.viewport.voxelToCanvas(voxelAt(target.sheet, end)));
    return a && b ? Math.hypot(b[0] - a[0], b[1] - a[1]) : 0;
  };

  const image = () => {
    if (!drawn || !pane.isOnShow(drawn.target) || length(drawn) < leastPixels || drawn.target.session.whyNotDrawable() !== null)
      return null;
    const { target, line } = drawn;
    return mirrorSegments(target.session, target.sheet, laid(line), {
      isWholeSide: isWholeSide.value,
      paint: pane.paint,
    });
  };

  const show = () => {
    const shown = image();
    if (!drawn || !shown) {
      pane.show(null);
      return;
    }
    const { sheet } = drawn.target;
    const points = laid(drawn.line).map((end) => voxelAt(sheet, end));
    pane.show({ sheet, lines: [{ points }], handles: points, labels: shown.labels, proposed: shown.given });
  };

  const drop = () => {
    const was = drawn !== null;
    drawn = null;
    press = null;
    pane.show(null);
    return was;
  };

  const accept = () => {
    const shown = image();
    const target = pane.target();
    if (!drawn || !shown || !target) {
      if (target) pane.say("Drag a line first: the active segment is mirrored about it.");
      return;
    }
    const { session, sheet } = drawn.target;
    drop();
    const count = session.replaceSlices("mirror", new Map([[sheet, shown.labels]]));
    const kept =
      shown.kept.length === 0 ? "" : ` Locked or hidden, and left as it was: ${shown.kept.map(({ name }) => `“${name}”`).join(", ")}.`;
    pane.say(
      shown.given.size === 0 && kept === ""
        ? "There is nothing to mirror on this slice."
        : `Mirrored to ${counted(shown.given.size, "segment")}: ${counted(count, "voxel")} changed.${kept}`,
    );
  };

  const holdAt = (at: PointerPosition): SlicePoint | null => {
    if (!drawn || !pane.isOnShow(drawn.target)) return null;
    const { target, line } = drawn;
    const near = line.findIndex((end) => {
      const place = pane.viewport.voxelToCanvas(voxelAt(target.sheet, end));
      return place !== null && Math.hypot(place[0] - at.canvas[0], place[1] - at.canvas[1]) <= holdPixels;
    });
    return near < 0 ? null : line[1 - near]!;
  };

  const follow = (at: PointerPosition) => {
    if (press && drawn && pane.isOnShow(drawn.target)) drawn = { ...drawn, line: [press.fixed, pointOn(drawn.target.sheet, at.voxel)] };
  };

  const stop = isWholeSide.subscribe(() => pane.refresh());

  return {
    down: (at) => {
      const target = pane.target();
      if (!target) return false;
      const point = pointOn(target.sheet, at.voxel);
      const fixed = holdAt(at) ?? point;
      press = { fixed, before: drawn };
      drawn = { target, line: [fixed, point] };
      return true;
    },
    move: (path) => {
      const at = path.at(-1);
      if (at) follow(at);
      show();
    },
    up: (at) => {
      if (at) follow(at);
      press = null;
      if (drawn && length(drawn) < leastPixels) drawn = null;
      if (drawn) pane.say("Enter mirrors about this line; its ends can be dragged; Esc gives it up.");
      show();
    },
    cancel: () => {
      if (press) drawn = press.before;
      press = null;
    },
    leave: () => {
      press = null;
    },
    hover: show,
    giveUp: drop,
    keys: { Enter: accept },
    dispose: () => {
      stop();
      drop();
    },
  };
}

function MirrorOptions({ onKey }: ToolOptionsProps) {
  const isWhole = useObservable(isWholeSide);
  return (
    <div className={classes.row}>
      <Button size="compact-xs" title="Mirror about the line (Enter)" onClick={() => onKey("Enter")}>
        Mirror
      </Button>
      <span className={classes.grow} />
      <Checkbox
        label="All of this side"
        aria-label="Mirror all segments of the active one's side"
        checked={isWhole}
        onChange={(event) => isWholeSide.set(event.currentTarget.checked)}
      />
    </div>
  );
}

export const mirror: Tool = {
  id: "mirror",
  name: "Mirror to the other side",
  icon: IconSquareToggle,
  key: "Shift+R",
  help: "Mirror segments to the other side: drag the line about which, then Enter; Esc gives it up",
  group: "draw",
  order: 32,
  cursor: "crosshair",
  keys: [{ key: "Enter", help: "Mirror about the line that was dragged" }],
  Options: MirrorOptions,
  use: mirrorHandlers,
};
