import { whyNotAcrossSlices } from "#shared/domain/drawing/neighbourSlices.ts";
import type { PointerPosition } from "../viewer/viewState.ts";
import { ballSlices } from "./ballSlices.ts";
import type { SlicePoint } from "./brush.ts";
import type { BrushOptions } from "./drawingSession.ts";
import { pointOn, slicesOf, type Place, type Sheet } from "./sheet.ts";
import type { ToolHandlers } from "./tool.ts";
import type { DrawTarget, ToolPane } from "./toolPane.ts";

/** What sets one brush apart from another. */
export interface BrushKind {
  /** The tool's id: its name in the strokes. */
  readonly id: string;
  readonly isEraser: boolean;
  /** Values a voxel must have to be painted, both ends included, whether or not the rule of painting has a range; null for what the rule says. */
  readonly range: () => readonly [number, number] | null;
}

interface Stroke {
  readonly target: DrawTarget;
  readonly isErasing: boolean;
  readonly last: SlicePoint;
}

/** Said where the voxels that a rule must look at have not arrived. */
export const valuesOnTheirWay = "The image's values here are still on their way. Press again in a moment.";

/** The slices that a ball on a sheet can reach. */
function slicesOfBall({ volume }: DrawTarget["session"], sheet: Sheet, radiusMm: number): number[] {
  const own = slicesOf(sheet);
  return own.length === 0
    ? []
    : [...new Set([own[0]!, own.at(-1)!].flatMap((k) => ballSlices(volume, k, radiusMm).map((disc) => disc.sliceIndex)).concat(own))];
}

/** A round brush on the slice or cut on show, or a ball through those beside: a stroke keeps the segment, the locks and the sheet it began with. */
export function brushHandlers(pane: ToolPane, { id, isEraser, range }: BrushKind): ToolHandlers {
  let stroke: Stroke | null = null;

  const options = (isErasing: boolean): BrushOptions => {
    const { session, settings, rule } = pane;
    const own = isErasing ? null : range();
    return {
      radiusMm: settings.brushRadiusMm,
      isBall: settings.isBall && session !== null && whyNotAcrossSlices(session.volume) === null,
      rule: own ? { ...rule, range: own } : rule,
      values: (place) => pane.valuesOf(place),
    };
  };

  /** True where a stroke on a sheet knows all that its rule asks for. */
  const knowsValues = (sheet: Sheet, { rule, isBall, radiusMm }: BrushOptions) => {
    const { session } = pane;
    if (rule.range === null || !session) return true;
    const places: readonly Place[] = isBall ? [sheet, ...slicesOfBall(session, sheet, radiusMm)] : [sheet];
    return pane.hasValues(places);
  };

  const paint = ({ voxel }: PointerPosition) => {
    if (!stroke) return;
    const { target, isErasing, last } = stroke;
    const to = pointOn(target.sheet, voxel);
    stroke = { ...stroke, last: to };
    // Scrolled away with the button down: a stroke belongs to the sheet it began on, and is not drawn unseen.
    if (!pane.isOnShow(target)) return;
    if (isErasing) target.session.eraseLine(last, to, options(true));
    else target.session.brushLine(last, to, options(false));
  };

  const end = () => {
    const ended = stroke;
    stroke = null;
    ended?.target.session.end();
  };

  /** The voxels that a brush with a range would paint here. */
  const painted = (at: PointerPosition, sheet: Sheet) => {
    const { session } = pane;
    const colour = session?.activeSegment?.color;
    const brush = options(isEraser);
    if (!session || isEraser || brush.rule.range === null || colour === undefined || session.whyNotDrawable() !== null) return undefined;
    if (!knowsValues(sheet, brush)) return undefined;
    return { indices: session.wouldPaint(pointOn(sheet, at.voxel), sheet, brush), colour };
  };

  return {
    down: (at, how) => {
      const target = pane.target();
      if (!target) return false;
      const isErasing = isEraser || how.isErasing;
      if (!knowsValues(target.sheet, options(isErasing))) {
        pane.say(valuesOnTheirWay);
        return false;
      }
      stroke = { target, isErasing, last: pointOn(target.sheet, at.voxel) };
      target.session.begin(isErasing ? "eraser" : id, target.sheet);
      paint(at);
      return true;
    },
    move: (path) => {
      for (const at of path) paint(at);
    },
    up: (at) => {
      if (at) paint(at);
      end();
    },
    cancel: () => {
      const given = stroke;
      stroke = null;
      given?.target.session.abandon();
    },
    // All of it was drawn in sight.
    leave: end,
    hover: (at) => {
      const { sheet } = pane;
      if (!at || !sheet) {
        pane.show(null);
        return;
      }
      const voxels = painted(at, sheet);
      pane.show({
        sheet,
        circle: { centre: at.voxel, radiusMm: pane.settings.brushRadiusMm, isSampling: false },
        ...(voxels && { voxels }),
      });
    },
  };
}
