import type { FirstDrawing, SegmentCheck } from "#shared/api/firstDrawing.ts";
import { modelDrawingSchema } from "#shared/domain/bundle/networkRun.ts";
import type { Store, Write } from "../store/index.ts";

/** The tables of first drawings and of checked segments: to be changed within a write. */
export function createFirstDrawingTables({ database }: Pick<Store, "database">) {
  const find = database.prepare<[string], Omit<FirstDrawing, "model"> & { model: string | null }>(
    "SELECT source, revision, labels_hash AS labelsHash, model FROM first_drawing WHERE segmentation_id = ?",
  );
  const insert = database.prepare(
    `INSERT INTO first_drawing (segmentation_id, source, revision, labels_hash, model)
     VALUES (:segmentationId, :source, :revision, :labelsHash, :model)`,
  );
  const checks = database.prepare<[string], Omit<SegmentCheck, "isChanged">>(
    `SELECT number, revision, reader.name AS reader, checked_at AS checkedAt FROM segment_check JOIN reader ON reader.id = reader_id
     WHERE segmentation_id = ? ORDER BY number`,
  );
  const keepCheck = database.prepare(
    `INSERT OR REPLACE INTO segment_check (segmentation_id, number, revision, reader_id, checked_at)
     VALUES (:segmentationId, :number, :revision, :readerId, :at)`,
  );
  const dropCheck = database.prepare("DELETE FROM segment_check WHERE segmentation_id = ? AND number = ?");
  const changedSlices = database
    .prepare<[string, number, number], number>(
      `SELECT DISTINCT slice_index FROM segmentation_slice WHERE segmentation_id = ? AND revision > ? AND revision <= ? ORDER BY slice_index`,
    )
    .pluck();
  return {
    find: (segmentationId: string): FirstDrawing | undefined => {
      const row = find.get(segmentationId);
      return row && { ...row, model: row.model === null ? null : modelDrawingSchema.parse(JSON.parse(row.model)) };
    },
    insert: (row: FirstDrawing & { readonly segmentationId: string }) =>
      void insert.run({ ...row, model: row.model && JSON.stringify(row.model) }),
    checks: (segmentationId: string) => checks.all(segmentationId),
    keepCheck: ({ at, readerId }: Write, row: { readonly segmentationId: string; readonly number: number; readonly revision: number }) =>
      void keepCheck.run({ ...row, readerId, at }),
    dropCheck: (segmentationId: string, number: number) => void dropCheck.run(segmentationId, number),
    /** The slices that were drawn on between two revisions, the later one included. */
    changedSlices: (segmentationId: string, from: number, to: number) => changedSlices.all(segmentationId, from, to),
  };
}
export type FirstDrawingTables = ReturnType<typeof createFirstDrawingTables>;
