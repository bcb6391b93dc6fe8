import { Button } from "@mantine/core";
import { IconVectorSpline } from "@tabler/icons-react";
import { fillContours, type Contour } from "#shared/domain/drawing/contours.ts";
import { dragPoint, evenPoints, nearestPoint, perimeterMm, pushContours, smoothContours } from "#shared/domain/drawing/editContours.ts";
import type { PointerPosition } from "../../viewer/viewState.ts";
import { wishOf } from "../applyEdit.ts";
import type { SlicePoint } from "../brush.ts";
import { isStillHeld, maskOf, takeUp, type HeldSegment } from "../heldSegment.ts";
import { counted, named } from "../inWords.ts";
import { pointOn, voxelAt } from "../sheet.ts";
import type { Tool, ToolHandlers, ToolOptionsProps } from "../tool.ts";
import type { ToolPane } from "../toolPane.ts";
import classes from "../ToolOptions.module.css";

/** A press this near to the contour takes hold of it, pixels. */
const holdPixels = 7;
/** Points to take hold of are shown so many a contour, at least and at most. */
const [fewestPoints, mostPoints] = [6, 24];
const smoothingRounds = 60;

interface Press {
  readonly from: readonly Contour[];
  /** The point that is dragged; null where the round tool pushes. */
  readonly point: { readonly contour: number; readonly point: number } | null;
  last: SlicePoint;
}

/** How far the points that are shown lie apart along a contour, mm. */
function apartMm(contour: Contour, spacingMm: readonly [number, number]): number {
  const whole = perimeterMm(contour, spacingMm);
  return Math.max(whole / mostPoints, Math.min(8 * Math.min(...spacingMm), whole / fewestPoints));
}

/** The contour of the active segment on the slice or cut on show, in hand: dragged where it is taken hold of, else pushed with a round tool. */
function editContourHandlers(pane: ToolPane): ToolHandlers {
  let held: HeldSegment | null = null;
  /** As they are now; those of `held` are as they were when it was taken up. */
  let contours: readonly Contour[] = [];
  let press: Press | null = null;

  const hold = () => {
    if (press) return;
    if (held && isStillHeld(pane, held)) {
      const { session, sheet } = held.target;
      const { edits } = session.state.value;
      const { mask, segment } = held;
      if (held.edits === edits) return;
      if (maskOf(session.labelsOn(sheet), segment).every((each, at) => each === mask[at])) {
        held = { ...held, edits };
        return;
      }
    }
    held = takeUp(pane);
    contours = held?.contours ?? [];
  };

  const filled = ({ target: { sheet } }: HeldSegment) => fillContours(contours, sheet.columns, sheet.rows);

  /** How near to the contour a place is on the screen, and its point there. */
  const grip = ({ target, spacingMm }: HeldSegment, at: PointerPosition) => {
    const nearest = nearestPoint(contours, pointOn(target.sheet, at.voxel), spacingMm);
    const place = nearest && pane.viewport.voxelToCanvas(voxelAt(target.sheet, contours[nearest.contour]![nearest.point]!));
    return place && Math.hypot(place[0] - at.canvas[0], place[1] - at.canvas[1]) <= holdPixels ? nearest : null;
  };

  const show = (at: PointerPosition | null) => {
    hold();
    if (!held) {
      pane.show(null);
      return;
    }
    const { target, segment, mask, spacingMm } = held;
    const { sheet, session } = target;
    const place = (point: SlicePoint) => voxelAt(sheet, point);
    const isDragging = press ? press.point !== null : at !== null && grip(held, at) !== null;
    pane.show({
      sheet,
      lines: contours.map((contour) => ({ points: contour.map(place), isClosed: true })),
      handles: contours.flatMap((contour) =>
        evenPoints(contour, apartMm(contour, spacingMm), fewestPoints, spacingMm).map((index) => place(contour[index]!)),
      ),
      ...(at && !isDragging && { circle: { centre: at.voxel, radiusMm: pane.settings.brushRadiusMm, isSampling: false } }),
      ...(press && { labels: session.wouldBe(sheet, wishOf(mask, filled(held)), segment, pane.paint).labels }),
    });
  };

  /** Gives the segment the voxels of the contours as they are now; returns how many changed. */
  const fill = (tool: string): number => {
    if (!held) return 0;
    const { target, segment, mask } = held;
    const after = filled(held);
    const count = target.session.edit(tool, [target.sheet], wishOf(mask, after), {
      ...pane.paint,
      segment,
    });
    // Where other segments kept voxels, the contour is another than was drawn, and is taken up anew.
    held = { ...held, mask: after, edits: -1 };
    return count;
  };

  const end = () => {
    const ended = press;
    press = null;
    if (!ended) return;
    const count = fill("edit contour");
    if (count > 0) pane.say(`The contour was changed by ${counted(count, "voxel")}.`);
  };

  const giveUp = () => {
    if (press) contours = press.from;
    press = null;
  };

  const follow = ({ voxel }: PointerPosition) => {
    if (!press || !held || !pane.isOnShow(held.target)) return;
    const to = pointOn(held.target.sheet, voxel);
    const { spacingMm } = held;
    const { point, from, last } = press;
    press.last = to;
    contours = point
      ? from.map((contour, at) =>
          at === point.contour ? dragPoint(contour, point.point, to, 1.5 * apartMm(contour, spacingMm), spacingMm) : contour,
        )
      : pushContours(contours, last, to, pane.settings.brushRadiusMm, spacingMm);
  };

  return {
    down: (at) => {
      const target = pane.target();
      hold();
      if (!target || !held) {
        if (target) pane.say("The active segment has no contour on this slice.");
        return false;
      }
      const point = grip(held, at);
      press = { from: contours, point, last: pointOn(target.sheet, at.voxel) };
      return true;
    },
    move: (path) => {
      for (const at of path) follow(at);
      show(path.at(-1) ?? null);
    },
    up: (at) => {
      if (at) follow(at);
      end();
    },
    cancel: giveUp,
    // All of it was drawn in sight.
    leave: end,
    hover: show,
    keys: {
      "Shift+G": () => {
        if (!pane.target()) return;
        hold();
        if (!held) {
          pane.say("The active segment has no contour on this slice.");
          return;
        }
        contours = smoothContours(contours, smoothingRounds, held.spacingMm);
        const words = named(held.target.session, held.segment);
        pane.say(`Smoothing the contour of ${words} changed ${counted(fill("smooth contour"), "voxel")}.`);
        pane.refresh();
      },
    },
    dispose: giveUp,
  };
}

function EditContourOptions({ onKey }: ToolOptionsProps) {
  return (
    <div className={classes.row}>
      <span className={`${classes.words} ${classes.grow}`}>Drag the line, or push it with the brush&apos;s circle</span>
      <Button size="compact-xs" variant="default" title="Smooth the contour on this slice (Shift+G)" onClick={() => onKey("Shift+G")}>
        Smooth
      </Button>
    </div>
  );
}

export const editContour: Tool = {
  id: "edit contour",
  name: "Edit the contour",
  icon: IconVectorSpline,
  key: "A",
  help: "Edit the active segment's contour: drag it where it is taken hold of, push it with the circle elsewhere",
  group: "draw",
  brush: "disc",
  order: 13,
  cursor: "default",
  keys: [{ key: "Shift+G", help: "Smooth the contour on this slice" }],
  Options: EditContourOptions,
  use: editContourHandlers,
};
