import { randomUUID } from "node:crypto";
import type { Side } from "#shared/domain/segment.ts";
import { pinVolumes, type Store, type Write } from "../store/index.ts";
import { createCopyTables, type CopyRow } from "./copyTables.ts";
import { createSegmentationTables } from "./segmentationTables.ts";

/** A segmentation with all that was ever drawn in it, as it goes from one data folder to another: nothing in it names a volume, a reader or a window. */
export interface SegmentationHistory {
  readonly id: string;
  readonly columns: number;
  readonly rows: number;
  readonly slices: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
  /** Each from one revision to another. */
  readonly segments: readonly {
    readonly number: number;
    readonly addedRevision: number;
    readonly removedRevision: number | null;
    readonly name: string;
    readonly color: string;
    readonly side: Side;
    readonly rank: number;
    readonly labelValue: number | null;
  }[];
  /** From revision 1 on. */
  readonly strokes: readonly {
    readonly revision: number;
    readonly tool: string;
    readonly createdAt: string;
    readonly strokeId: string;
    readonly reverses: string | null;
    readonly changesSegments: boolean;
    readonly slices: readonly { readonly sliceIndex: number; readonly runs: Uint8Array }[];
  }[];
  readonly copy: Omit<CopyRow, "segmentationId" | "carried"> | null;
}

type SegmentRow = SegmentationHistory["segments"][number];
type StrokeRow = Omit<SegmentationHistory["strokes"][number], "slices" | "changesSegments"> & { readonly changesSegments: number };

/** Reads segmentations whole, and inserts them whole within a write of somebody else's: nobody watches it. */
export function createSegmentationHistories(store: Store) {
  const { database } = store;
  const [tables, copies] = [createSegmentationTables(store), createCopyTables(store)];
  const segments = database.prepare<[string], SegmentRow>(
    `SELECT number, added_revision AS addedRevision, removed_revision AS removedRevision, name, color, side, rank, label_value AS labelValue
     FROM segment WHERE segmentation_id = ? ORDER BY number, added_revision`,
  );
  const strokes = database.prepare<[string], StrokeRow>(
    `SELECT revision, tool, created_at AS createdAt, stroke_id AS strokeId, reverses, changes_segments AS changesSegments
     FROM stroke WHERE segmentation_id = ? ORDER BY revision`,
  );
  const slices = database.prepare<[string, number], { sliceIndex: number; runs: Buffer }>(
    "SELECT slice_index AS sliceIndex, labels AS runs FROM segmentation_slice WHERE segmentation_id = ? AND revision = ? ORDER BY slice_index",
  );
  const insertSegment = database.prepare(
    `INSERT INTO segment (segmentation_id, number, added_revision, removed_revision, name, color, side, rank, label_value)
     VALUES (:id, :number, :addedRevision, :removedRevision, :name, :color, :side, :rank, :labelValue)`,
  );
  return {
    read: (segmentationId: string): SegmentationHistory => {
      const row = tables.find(segmentationId);
      if (!row) throw new RangeError("there is no such segmentation");
      const { id, columns, rows, slices: count, createdAt, modifiedAt } = row;
      const copy = copies.find(id);
      return {
        id,
        columns,
        rows,
        slices: count,
        createdAt,
        modifiedAt,
        segments: segments.all(id),
        strokes: strokes.all(id).map(({ changesSegments, ...stroke }) => ({
          ...stroke,
          changesSegments: changesSegments === 1,
          slices: slices.all(id, stroke.revision).map(({ sliceIndex, runs }) => ({ sliceIndex, runs: new Uint8Array(runs) })),
        })),
        copy: copy
          ? {
              sourceId: copy.sourceId,
              sourceRevision: copy.sourceRevision,
              copiedRevision: copy.copiedRevision,
              isResampled: copy.isResampled,
            }
          : null,
      };
    },
    /** Inserts a history under an id of its own, on a volume of its size, as drawn by a reader of this data folder; answers the id. */
    insert: (
      write: Write,
      { columns, rows, slices: count, createdAt, modifiedAt, ...history }: SegmentationHistory,
      {
        volumeId,
        name,
        readerId,
        reader,
      }: { readonly volumeId: string; readonly name: string; readonly readerId: number; readonly reader: string },
    ): string => {
      const id = randomUUID();
      tables.insert({ id, volumeId, name, columns, rows, slices: count, revision: history.strokes.length, createdAt, modifiedAt });
      pinVolumes(write, { kind: "segmentation", id }, [volumeId]);
      for (const segment of history.segments) insertSegment.run({ id, ...segment });
      for (const { slices: drawn, createdAt: at, ...stroke } of history.strokes) {
        tables.insertRevision({ readerId, name: reader }, { id, ...stroke, at, windowId: null });
        for (const { sliceIndex, runs } of drawn) tables.insertSlice(id, sliceIndex, stroke.revision, runs);
      }
      if (history.copy) copies.insert({ segmentationId: id, ...history.copy, carried: null });
      return id;
    },
  };
}
export type SegmentationHistories = ReturnType<typeof createSegmentationHistories>;
