import type { StrokeMark } from "#shared/api/segmentation.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { colorForSegment } from "#shared/domain/segmentPalette.ts";
import { labelValueOf, type Segment, type Segmentation } from "#shared/domain/segment.ts";
import type { Author, Store } from "../store/index.ts";
import { addRevision, clearedSlices } from "./addRevision.ts";
import type { Segmentations } from "./segmentations.ts";
import { addTool } from "./readerSteps.ts";
import type { SegmentationRow, SegmentationTables } from "./segmentationTables.ts";
import { checkedSegment, freeNumber, freeSegmentName, refuseSameName, segmentNumbered } from "./segmentationRules.ts";
import { ranked, segmentChanges } from "./segmentRevision.ts";

/** Makes the edits of segments: each is one revision, or none where it changes nothing. */
export function createSegmentEdits({
  store,
  tables,
  open,
  describe,
}: {
  readonly store: Store;
  readonly tables: SegmentationTables;
  readonly open: (id: string) => SegmentationRow;
  readonly describe: (row: SegmentationRow) => Segmentation;
}): Pick<Segmentations, "addSegment" | "addSegments" | "updateSegment" | "removeSegment" | "orderSegments" | "setSegments"> {
  /** Brings the segments to what is wanted of them, in one revision; in none where they are that already. */
  const changeSegments = (
    by: Author,
    id: string,
    {
      wanted,
      toolOf,
      mark = {},
    }: {
      wanted: (segments: readonly Segment[]) => readonly Segment[];
      toolOf: (before: readonly Segment[], after: readonly Segment[]) => string;
      mark?: StrokeMark | undefined;
    },
  ): Segmentation =>
    store.write(by, (write) => {
      const row = open(id);
      if (mark.strokeId !== undefined && tables.strokeById(id, mark.strokeId) !== undefined) return describe(row);
      const there = tables.rankedAt(id, row.revision);
      const before = there.map(({ segment }) => segment);
      const segments = wanted(before).map((segment) => {
        const known = before.find(({ number }) => number === segment.number);
        // The number in files stays.
        return checkedSegment(known ? { ...known, name: segment.name, color: segment.color, side: segment.side } : segment);
      });
      if (new Set(segments.map(({ number }) => number)).size !== segments.length)
        throw new PlainError("Two segments have the same number.");
      if (new Set(segments.map(labelValueOf)).size !== segments.length) throw new PlainError("Two segments have the same number in files.");
      const after = ranked(segments, there);
      if (segmentChanges(there, after).length === 0) return describe(row);
      const gone = before.map(({ number }) => number).filter((number) => !segments.some((segment) => segment.number === number));
      addRevision(tables, write, row, {
        tool: toolOf(before, segments),
        slices: clearedSlices(tables, row, gone),
        segments: after,
        mark: { ...mark, reverses: undefined },
      });
      return describe(open(id));
    });

  const addSegments: Segmentations["addSegments"] = (by, id, added, mark) =>
    changeSegments(by, id, {
      wanted: (segments) => {
        const all = [...segments];
        const used = [...tables.usedNumbers(id)];
        for (const { name, color, side = "none" } of added) {
          const number = freeNumber(all, used);
          const segment = { number, name: name ?? freeSegmentName(all, number), color: color ?? colorForSegment(number), side };
          refuseSameName(all, segment);
          all.push(segment);
          used.push(number);
        }
        return all;
      },
      toolOf: () => (added.length === 1 ? addTool : "add segments"),
      mark,
    });

  return {
    addSegment: (by, id, segment, mark) => addSegments(by, id, [segment], mark),
    addSegments,
    updateSegment: (by, id, number, change, mark) =>
      changeSegments(by, id, {
        wanted: (segments) => {
          const before = segmentNumbered(segments, number);
          const after = {
            ...before,
            name: change.name ?? before.name,
            color: change.color ?? before.color,
            side: change.side ?? before.side,
          };
          if (after.name !== before.name || after.side !== before.side) refuseSameName(segments, after);
          return segments.map((segment) => (segment === before ? after : segment));
        },
        toolOf: (before, after) => toolOfChange(segmentNumbered(before, number), segmentNumbered(after, number)),
        mark,
      }),
    removeSegment: (by, id, number, mark) =>
      changeSegments(by, id, {
        wanted: (segments) => {
          const gone = segmentNumbered(segments, number);
          return segments.filter((segment) => segment !== gone);
        },
        toolOf: () => "delete segment",
        mark,
      }),
    orderSegments: (by, id, numbers, mark) =>
      changeSegments(by, id, {
        wanted: (segments) => {
          if (numbers.length !== segments.length) throw new PlainError("The segments have changed since, in another window. Try again.");
          return numbers.map((number) => segmentNumbered(segments, number));
        },
        toolOf: () => "order segments",
        mark,
      }),
    setSegments: (by, id, segments) => changeSegments(by, id, { wanted: () => segments, toolOf: () => "change segments" }),
  };
}

/** What a change of one segment is called in the history. */
function toolOfChange(before: Segment, after: Segment): string {
  const changed = (["name", "color", "side"] as const).filter((field) => before[field] !== after[field]);
  const words = { name: "rename segment", color: "recolour segment", side: "change side of segment" };
  return changed.length === 1 ? words[changed[0]!] : "change segment";
}
