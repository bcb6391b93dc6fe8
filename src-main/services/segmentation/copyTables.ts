import type { CarriedBy } from "#shared/api/segmentationCopy.ts";
import type { Store } from "../store/index.ts";

/** Where a copy comes from. */
export interface CopyRow {
  readonly segmentationId: string;
  readonly sourceId: string;
  readonly sourceRevision: number;
  /** The copy's own revision, before anything was changed in it. */
  readonly copiedRevision: number;
  readonly isResampled: boolean;
  /** Null where it was brought over as both volumes lie in the patient. */
  readonly carried: CarriedBy | null;
}

/** The table of copies: to be changed within a write. */
export function createCopyTables({ database }: Store) {
  const insert = database.prepare(
    `INSERT INTO segmentation_copy (segmentation_id, source_id, source_revision, copied_revision, is_resampled, carried)
     VALUES (:segmentationId, :sourceId, :sourceRevision, :copiedRevision, :isResampled, :carried)`,
  );
  const find = database.prepare<[string], Omit<CopyRow, "isResampled" | "carried"> & { isResampled: number; carried: string | null }>(
    `SELECT segmentation_id AS segmentationId, source_id AS sourceId, source_revision AS sourceRevision, copied_revision AS copiedRevision,
       is_resampled AS isResampled, carried FROM segmentation_copy WHERE segmentation_id = ?`,
  );
  return {
    insert: (row: CopyRow) =>
      void insert.run({ ...row, isResampled: Number(row.isResampled), carried: row.carried && JSON.stringify(row.carried) }),
    find: (segmentationId: string): CopyRow | undefined => {
      const row = find.get(segmentationId);
      return (
        row && { ...row, isResampled: row.isResampled === 1, carried: row.carried === null ? null : (JSON.parse(row.carried) as CarriedBy) }
      );
    },
  };
}
