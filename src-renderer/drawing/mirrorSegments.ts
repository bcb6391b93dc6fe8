import { contoursOf, fillContours } from "#shared/domain/drawing/contours.ts";
import { otherSide } from "#shared/domain/drawing/otherSide.ts";
import { mirroredContours } from "#shared/domain/drawing/transformContours.ts";
import type { Segment } from "#shared/domain/segment.ts";
import { applyEdit } from "./applyEdit.ts";
import type { SlicePoint } from "./brush.ts";
import type { DrawingSession, PaintOptions } from "./drawingSession.ts";
import type { Sheet } from "./sheet.ts";

/** A sheet with mirror images on it. */
export interface MirroredSlice {
  readonly labels: Uint8Array;
  readonly count: number;
  /** The segments that were given a mirror image. */
  readonly given: ReadonlySet<number>;
  /** Segments that would have been given one, but are locked or hidden. */
  readonly kept: readonly Segment[];
}

/** What is mirrored: the active segment, or all of its side. */
function sources(session: DrawingSession, isWholeSide: boolean): readonly Segment[] {
  const { activeSegment, state } = session;
  if (!activeSegment) return [];
  const hasSide = activeSegment.side === "left" || activeSegment.side === "right";
  return isWholeSide && hasSide ? state.value.segmentation.segments.filter(({ side }) => side === activeSegment.side) : [activeSegment];
}

/**
 * A sheet on which segments are mirrored about a line. The mirror image of a segment of one side takes the place of what the segment of the other side has on
 * this sheet; that of a segment without a counterpart is added to itself. Segments that are locked or hidden stay as they are.
 * @param line two points that differ, in pixel coordinates
 */
export function mirrorSegments(
  session: DrawingSession,
  sheet: Sheet,
  line: readonly [SlicePoint, SlicePoint],
  { isWholeSide, paint: { rule, values } }: { readonly isWholeSide: boolean; readonly paint: PaintOptions },
): MirroredSlice {
  const { columns, rows, spacingMm } = sheet;
  const { segmentation, locked, hidden } = session.state.value;
  const before = session.labelsOn(sheet);
  const labels = before.slice();
  const given = new Set<number>();
  const kept: Segment[] = [];
  let count = 0;
  for (const source of sources(session, isWholeSide)) {
    const contours = contoursOf(before, columns, source.number);
    if (contours.length === 0) continue;
    const other = otherSide(source, segmentation.segments);
    const target = other ?? source;
    if (locked.has(target.number) || hidden.has(target.number)) {
      kept.push(target);
      continue;
    }
    const image = fillContours(mirroredContours(contours, line, spacingMm), columns, rows);
    const rules = { activeSegment: target.number, locked, rule };
    const wish = (index: number) => (image[index] === 1 ? true : other ? false : null);
    count += applyEdit(labels, wish, rules, (rule.range && values?.(sheet)) ?? null);
    given.add(target.number);
  }
  return { labels, count, given, kept };
}
