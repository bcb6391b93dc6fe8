import { decodeRuns, encodeRuns } from "#shared/domain/runLength.ts";
import type { Segment } from "#shared/domain/segment.ts";
import type { Write } from "../store/index.ts";
import { addRevision } from "./addRevision.ts";
import type { CopyRow, createCopyTables } from "./copyTables.ts";
import { copyTool } from "./readerSteps.ts";
import type { SliceRuns } from "#shared/domain/strokeBytes.ts";
import { ranked } from "./segmentRevision.ts";
import type { SegmentationRow, SegmentationTables } from "./segmentationTables.ts";

interface Parts {
  readonly tables: SegmentationTables;
  readonly copies: ReturnType<typeof createCopyTables>;
  readonly insert: (write: Write, volumeId: string, name: string) => SegmentationRow;
  readonly open: (id: string) => SegmentationRow;
}

/** What is to be drawn anew. */
export interface Redrawing {
  readonly segmentationId: string;
  readonly segments: readonly Segment[];
  /** What was drawn anew of what this one was copied from. */
  readonly sourceId?: string | undefined;
}

/**
 * Makes a segmentation on the same volume with other segments within a write of somebody else's: what was drawn in segments of the same name and side is there,
 * all else is not. A copy stays one: first comes what was copied, then what it has become. Answers its id.
 */
export function redrawIn({ tables, copies, insert, open }: Parts, write: Write, { segmentationId, segments, sourceId }: Redrawing): string {
  const old = open(segmentationId);
  const copy = copies.find(segmentationId);
  const { id } = insert(write, old.volumeId, old.name);
  for (const segment of ranked(segments, [])) tables.insertSegment(id, 0, segment);
  const drawn = copy ? [copy.copiedRevision, old.revision] : [old.revision];
  const [first] = [...new Set(drawn)].map((revision) =>
    addRevision(tables, write, open(id), { tool: copyTool, slices: renumbered(tables, old, revision, segments) }),
  );
  if (copy && sourceId !== undefined) {
    const made: CopyRow = { ...copy, segmentationId: id, sourceId, sourceRevision: 1, copiedRevision: first! };
    copies.insert(made);
  }
  return id;
}

/** The slices of a revision with the numbers that segments of the same name and side have elsewhere. */
function renumbered(tables: SegmentationTables, row: SegmentationRow, revision: number, segments: readonly Segment[]): SliceRuns[] {
  const numbers = new Uint8Array(256);
  for (const { number, name, side } of tables.segmentsAt(row.id, revision))
    numbers[number] = segments.find((segment) => segment.name === name && segment.side === side)?.number ?? 0;
  return Array.from({ length: row.slices }, (_, sliceIndex) => sliceIndex).flatMap((sliceIndex): SliceRuns[] => {
    const runs = tables.sliceAt(row.id, sliceIndex, revision);
    if (!runs) return [];
    const labels = new Uint8Array(row.columns * row.rows);
    decodeRuns(runs, labels);
    return [{ sliceIndex, runs: encodeRuns(labels.map((label) => numbers[label]!)) }];
  });
}
