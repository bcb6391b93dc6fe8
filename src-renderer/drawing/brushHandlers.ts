import type { PointerPosition } from "../viewer/viewState.ts";
import { slicePoint, type SlicePoint } from "./brush.ts";
import type { ToolHandlers } from "./tool.ts";
import type { DrawTarget, ToolPane } from "./toolPane.ts";

/** What sets one brush apart from another. */
export interface BrushKind {
  /** The tool's id: its name in the strokes. */
  readonly id: string;
  readonly isEraser: boolean;
  /** Values a voxel must have to be painted, both ends included; null for any. */
  readonly range: () => readonly [number, number] | null;
  /** True while the next click takes the range from the image. */
  readonly isSampling: () => boolean;
}

interface Stroke {
  readonly target: DrawTarget;
  readonly isErasing: boolean;
  readonly last: SlicePoint;
}

/** A round brush on the slice on show: a stroke keeps the segment, the locks and the slice it began with. */
export function brushHandlers(pane: ToolPane, { id, isEraser, range, isSampling }: BrushKind): ToolHandlers {
  let stroke: Stroke | null = null;

  const paint = (to: SlicePoint) => {
    if (!stroke) return;
    const { target, isErasing, last } = stroke;
    stroke = { ...stroke, last: to };
    // Scrolled away with the button down: a stroke belongs to the slice it began on, and is not drawn unseen.
    if (!pane.isOnShow(target)) return;
    const { brushRadiusMm, isOnlyOnEmpty } = pane.settings;
    if (isErasing) target.session.eraseLine(last, to, brushRadiusMm);
    else
      target.session.brushLine(last, to, {
        radiusMm: brushRadiusMm,
        isOnlyOnEmpty,
        range: range(),
        voxels: pane.voxels,
      });
  };

  const end = () => {
    const ended = stroke;
    stroke = null;
    ended?.target.session.end();
  };

  /** The voxels that a brush with a range would paint here. */
  const painted = (at: PointerPosition, sliceIndex: number) => {
    const { session, voxels, settings } = pane;
    const colour = session?.activeSegment?.color;
    const values = range();
    if (!session || !voxels || !values || colour === undefined || isSampling() || session.whyNotDrawable() !== null) return undefined;
    const { brushRadiusMm, isOnlyOnEmpty } = settings;
    return {
      indices: session.wouldPaint(slicePoint(at), sliceIndex, { radiusMm: brushRadiusMm, isOnlyOnEmpty, range: values, voxels }),
      colour,
    };
  };

  return {
    down: (at, how) => {
      const target = pane.target();
      if (!target) return false;
      const isErasing = isEraser || how.isErasing;
      stroke = { target, isErasing, last: slicePoint(at) };
      target.session.begin(isErasing ? "eraser" : id, target.sliceIndex);
      paint(slicePoint(at));
      return true;
    },
    move: (path) => {
      for (const at of path) paint(slicePoint(at));
    },
    up: (at) => {
      if (at) paint(slicePoint(at));
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
      const { volume, plane, sliceIndex } = pane.viewport.state;
      if (!at || !volume || plane !== "acquisition") {
        pane.show(null);
        return;
      }
      const voxels = painted(at, sliceIndex);
      pane.show({
        sliceIndex,
        circle: { centre: at.voxel, radiusMm: pane.settings.brushRadiusMm, isSampling: isSampling() },
        ...(voxels && { voxels }),
      });
    },
  };
}
