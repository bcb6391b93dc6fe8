import type { Store } from "../store/index.ts";

/** Where a copy comes from. */
export interface CopyRow {
  readonly segmentationId: string;
  readonly sourceId: string;
  readonly sourceRevision: number;
  /** The copy's own revision, before anything was changed in it. */
  readonly copiedRevision: number;
  readonly isResampled: boolean;
}

/** The table of copies: to be changed within a write. */
export function createCopyTables({ database }: Store) {
  const insert = database.prepare(
    `INSERT INTO segmentation_copy (segmentation_id, source_id, source_revision, copied_revision, is_resampled)
     VALUES (:segmentationId, :sourceId, :sourceRevision, :copiedRevision, :isResampled)`,
  );
  const find = database.prepare<[string], Omit<CopyRow, "isResampled"> & { isResampled: number }>(
    `SELECT segmentation_id AS segmentationId, source_id AS sourceId, source_revision AS sourceRevision, copied_revision AS copiedRevision,
       is_resampled AS isResampled FROM segmentation_copy WHERE segmentation_id = ?`,
  );
  return {
    insert: (row: CopyRow) => void insert.run({ ...row, isResampled: Number(row.isResampled) }),
    find: (segmentationId: string): CopyRow | undefined => {
      const row = find.get(segmentationId);
      return row && { ...row, isResampled: row.isResampled === 1 };
    },
  };
}
