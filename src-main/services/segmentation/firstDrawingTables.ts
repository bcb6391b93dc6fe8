import type { FirstDrawing, SegmentCheck } from "#shared/api/firstDrawing.ts";
import type { Store, Write } from "../store/index.ts";

/** The tables of first drawings and of checked segments: to be changed within a write. */
export function createFirstDrawingTables({ database }: Pick<Store, "database">) {
  const find = database.prepare<[string], FirstDrawing>(
    "SELECT source, revision, labels_hash AS labelsHash FROM first_drawing WHERE segmentation_id = ?",
  );
  const insert = database.prepare(
    `INSERT INTO first_drawing (segmentation_id, source, revision, labels_hash) VALUES (:segmentationId, :source, :revision, :labelsHash)`,
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
    find: (segmentationId: string): FirstDrawing | undefined => find.get(segmentationId),
    insert: (row: FirstDrawing & { readonly segmentationId: string }) => void insert.run(row),
    checks: (segmentationId: string) => checks.all(segmentationId),
    keepCheck: ({ at, readerId }: Write, row: { readonly segmentationId: string; readonly number: number; readonly revision: number }) =>
      void keepCheck.run({ ...row, readerId, at }),
    dropCheck: (segmentationId: string, number: number) => void dropCheck.run(segmentationId, number),
    /** The slices that were drawn on between two revisions, the later one included. */
    changedSlices: (segmentationId: string, from: number, to: number) => changedSlices.all(segmentationId, from, to),
  };
}
export type FirstDrawingTables = ReturnType<typeof createFirstDrawingTables>;
