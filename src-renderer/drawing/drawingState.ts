import type { OpenPolygon, SegmentationView, SegmentLook } from "#shared/api/segmentation.ts";
import type { Segmentation } from "#shared/domain/segment.ts";
import type { StepIds } from "#shared/domain/undoSteps.ts";
import { firstLook } from "./segmentLook.ts";
import type { SaveState } from "./strokeQueue.ts";

/** How segments are shown and drawn. */
export interface DrawingState {
  readonly segmentation: Segmentation;
  /** What is drawn goes into this segment; null where the reader has to choose one. */
  readonly activeSegment: number | null;
  /** So many additions of segments were asked for and are not there yet: the segment that the reader means to draw is not the active one. */
  readonly additions: number;
  readonly hidden: ReadonlySet<number>;
  readonly locked: ReadonlySet<number>;
  /** How segments are seen. */
  readonly look: SegmentLook;
  /** Those that are seen otherwise. */
  readonly looks: ReadonlyMap<number, SegmentLook>;
  /** Segments that are finished on a slice, by `markKey`: the print of what was there when that was said. */
  readonly done: ReadonlyMap<string, number>;
  /** The segments that the rule of painting is about, where it is about some. */
  readonly chosen: ReadonlySet<number>;
  /** Values that are painted where a range is on, both ends included; null until the reader chooses. */
  readonly range: readonly [number, number] | null;
  /** A polygon that has not been closed. */
  readonly polygon: OpenPolygon | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly save: SaveState;
  /** Grows with every change of the label map. */
  readonly edits: number;
}

/** What a segmentation was left as: how the reader saw it, and the steps that can be taken back. */
export interface SessionStart {
  /** Null where this reader has never opened it. */
  readonly view: SegmentationView | null;
  readonly steps: StepIds;
  /** How segments look where this reader has not said it for this segmentation. */
  readonly look?: SegmentLook;
}

export const newlyOpened: SessionStart = { view: null, steps: { undoable: [], redoable: [], ofSegments: [] } };

/** The state in which a segmentation is opened; of its view what still fits it. */
export function firstState(segmentation: Segmentation, slices: number, { view, steps, look = firstLook }: SessionStart): DrawingState {
  const isThere = (segment: number) => segmentation.segments.some(({ number }) => number === segment);
  const active = view ? view.activeSegment : (segmentation.segments[0]?.number ?? null);
  return {
    segmentation,
    activeSegment: active !== null && isThere(active) ? active : null,
    additions: 0,
    hidden: new Set(view?.hidden.filter(isThere)),
    locked: new Set(view?.locked.filter(isThere)),
    look: view?.look ?? look,
    looks: new Map(view?.looks?.filter(({ segment }) => isThere(segment)).map(({ segment, ...own }) => [segment, own])),
    done: new Map(
      view?.done
        ?.filter(({ segment, slice }) => isThere(segment) && slice < slices)
        .map(({ segment, slice, print }) => [`${segment}/${slice}`, print]),
    ),
    chosen: new Set(),
    range: null,
    polygon: view?.polygon && (view.polygon.plane !== undefined || view.polygon.sliceIndex < slices) ? view.polygon : null,
    canUndo: steps.undoable.length > 0,
    canRedo: steps.redoable.length > 0,
    save: { kind: "saved" },
    edits: 0,
  };
}

/** Why the active segment cannot be drawn, in words; null where it can. */
export function whyNotDrawable({ segmentation, activeSegment, additions, locked, hidden }: DrawingState): string | null {
  if (additions > 0) return "The new segment is being added. Draw when it is in the list.";
  if (activeSegment === null) return segmentation.segments.length > 0 ? "Choose the segment to draw in first." : "Add a segment first (N).";
  if (locked.has(activeSegment)) return "The active segment is locked.";
  if (hidden.has(activeSegment)) return "The active segment is hidden.";
  return null;
}
