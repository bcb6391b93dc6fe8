import { Button } from "@mantine/core";
import { IconTransform } from "@tabler/icons-react";
import { fillContours } from "#shared/domain/drawing/contours.ts";
import { placedContours, type Placement } from "#shared/domain/drawing/transformContours.ts";
import type { PointerPosition } from "../../viewer/viewState.ts";
import { wishOf, type Wish } from "../applyEdit.ts";
import { isStillHeld, takeUp, type HeldSegment } from "../heldSegment.ts";
import { counted, named } from "../inWords.ts";
import { boxAround, cornersOf, dragged, handlesOf, isInside, isUnmoved, unmoved, type Hold, type ShapeBox } from "../moveHandles.ts";
import { screenStep, type Arrow } from "../screenStep.ts";
import { pointOn, sheetInWords, voxelAt } from "../sheet.ts";
import type { Tool, ToolHandlers, ToolOptionsProps } from "../tool.ts";
import type { ToolPane } from "../toolPane.ts";
import classes from "../ToolOptions.module.css";

/** A press this near to a handle takes hold of it, and what turns the box stands so far from it; pixels. */
const [holdPixels, turnPixels] = [10, 26];

interface Moved extends HeldSegment {
  readonly box: ShapeBox;
  readonly placement: Placement;
}

/**
 * The active segment on the slice or cut on show, in a box: moved, scaled and turned as often as wanted, always from its first shape, and then kept as one
 * step.
 */
function moveHandlers(pane: ToolPane): ToolHandlers {
  let held: Moved | null = null;
  let press: { readonly hold: Hold; readonly from: readonly [number, number]; readonly start: Placement } | null = null;

  const hold = () => {
    if (held && isStillHeld(pane, held) && (!isUnmoved(held.placement) || held.edits === held.target.session.state.value.edits)) return;
    // Out of sight, or another segment is meant: what was seen is kept.
    accept();
    const taken = takeUp(pane);
    const box = taken && boxAround(taken.contours, taken.spacingMm);
    held = taken && box ? { ...taken, box, placement: unmoved(box) } : null;
  };

  const wish = ({ target: { sheet }, mask, contours, placement, spacingMm }: Moved): Wish =>
    wishOf(mask, fillContours(placedContours(contours, placement, spacingMm), sheet.columns, sheet.rows));

  /** Keeps what was moved; nothing where nothing was. */
  const accept = () => {
    const kept = held;
    held = null;
    press = null;
    if (!kept || isUnmoved(kept.placement) || pane.whyLocked !== null) return;
    const { target, segment } = kept;
    const { session, sheet } = target;
    if (!session.state.value.segmentation.segments.some(({ number }) => number === segment)) return;
    const count = session.edit("move", [sheet], wish(kept), { ...pane.paint, segment });
    pane.say(`Moved ${named(session, segment)} on ${sheetInWords(sheet)}: ${counted(count, "voxel")} changed.`);
  };

  const giveUp = () => {
    if (!held || isUnmoved(held.placement)) return false;
    press = null;
    held = { ...held, placement: unmoved(held.box) };
    show();
    return true;
  };

  /** Millimetres of the slice that so many pixels of the screen are. */
  const onSlice = ({ target, spacingMm }: Moved, pixels: number) => {
    const [from, to] = (
      [
        [0, 0],
        [1, 0],
      ] as const
    ).map((point) => pane.viewport.voxelToCanvas(voxelAt(target.sheet, point)));
    return from && to ? (pixels * spacingMm[0]) / Math.max(Math.hypot(to[0] - from[0], to[1] - from[1]), 1e-6) : pixels;
  };
  const handles = (moved: Moved) => handlesOf(moved.box, moved.placement, moved.spacingMm, onSlice(moved, turnPixels));

  const show = () => {
    hold();
    if (!held) {
      pane.show(null);
      return;
    }
    const { target, segment, box, placement, spacingMm } = held;
    const { session, sheet } = target;
    const corners = cornersOf(box, placement, spacingMm);
    pane.show({
      sheet,
      lines: [{ points: corners.map((corner) => voxelAt(sheet, corner)), isClosed: true }],
      handles: handles(held).map(([, handle]) => voxelAt(sheet, handle)),
      ...(!isUnmoved(placement) && { labels: session.wouldBe(sheet, wish(held), segment, pane.paint).labels }),
    });
  };

  const millimetres = ({ target, spacingMm }: Moved, { voxel }: PointerPosition) => {
    const [i, j] = pointOn(target.sheet, voxel);
    return [i * spacingMm[0], j * spacingMm[1]] as const;
  };

  const holdAt = (moved: Moved, at: PointerPosition): Hold | null => {
    const near = handles(moved).find(([, handle]) => {
      const place = pane.viewport.voxelToCanvas(voxelAt(moved.target.sheet, handle));
      return place !== null && Math.hypot(place[0] - at.canvas[0], place[1] - at.canvas[1]) <= holdPixels;
    });
    return near?.[0] ?? (isInside(moved.box, moved.placement, millimetres(moved, at)) ? "move" : null);
  };

  const follow = (at: PointerPosition) => {
    if (press && held && pane.isOnShow(held.target))
      held = { ...held, placement: dragged(press.start, press.hold, press.from, millimetres(held, at)) };
  };

  const nudge = (arrow: Arrow) => {
    hold();
    if (!held || !pane.target()) return;
    const { target, placement, spacingMm } = held;
    const [columns, rows] = screenStep(pane.viewport, target.sheet, arrow);
    const { shiftMm } = placement;
    held = { ...held, placement: { ...placement, shiftMm: [shiftMm[0] + columns * spacingMm[0], shiftMm[1] + rows * spacingMm[1]] } };
    show();
  };

  return {
    down: (at) => {
      const target = pane.target();
      hold();
      if (!target || !held) {
        if (target) pane.say("The active segment has no voxels on this slice.");
        return false;
      }
      const taken = holdAt(held, at);
      if (taken === null) return false;
      press = { hold: taken, from: millimetres(held, at), start: held.placement };
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
      show();
    },
    cancel: () => {
      if (held && press) held = { ...held, placement: press.start };
      press = null;
    },
    leave: () => {
      press = null;
    },
    hover: show,
    giveUp,
    get keys() {
      const isMoved = held !== null && !isUnmoved(held.placement);
      return {
        ArrowLeft: () => nudge("ArrowLeft"),
        ArrowRight: () => nudge("ArrowRight"),
        ArrowUp: () => nudge("ArrowUp"),
        ArrowDown: () => nudge("ArrowDown"),
        Enter: () => {
          accept();
          show();
        },
        // The move is the last thing that was done, though it is no step yet.
        ...(isMoved && { "Ctrl+Z": giveUp }),
      };
    },
    dispose: (isGone) => {
      if (!isGone) accept();
      else if (held && !isUnmoved(held.placement))
        pane.say(`The move on ${sheetInWords(held.target.sheet)} was given up, because its image was left.`);
      held = null;
    },
  };
}

function MoveOptions({ onKey }: ToolOptionsProps) {
  return (
    <div className={classes.row}>
      <span className={`${classes.words} ${classes.grow}`}>Drag, scale or turn; arrows by a pixel</span>
      <Button size="compact-xs" title="Keep the segment where it is now (Enter)" onClick={() => onKey("Enter")}>
        Keep
      </Button>
    </div>
  );
}

export const move: Tool = {
  id: "move",
  name: "Move the segment",
  icon: IconTransform,
  key: "Shift+M",
  help: "Move, scale and turn the active segment on this slice; Enter or another tool keeps it, Esc gives it up",
  group: "draw",
  order: 31,
  cursor: "move",
  keys: [
    { key: "Enter", help: "Keep the segment where it was moved" },
    ...(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"] as const).map((key) => ({
      key,
      help: "With the move tool: move the segment by a pixel",
    })),
  ],
  Options: MoveOptions,
  use: moveHandlers,
};
