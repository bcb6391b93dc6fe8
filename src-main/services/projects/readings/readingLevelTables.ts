import type { Store } from "../../store/index.ts";
import type { PlacedLevel } from "../caseLevels.ts";

export interface ReadingLevelRow extends PlacedLevel {
  readonly readingId: string;
  readonly region: string;
}

/** The table of levels that readers choose: to be changed within a write that tells the log of it. */
export function createReadingLevelTables({ database }: Pick<Store, "database">) {
  const of = database.prepare<[string], ReadingLevelRow>(
    `SELECT reading_id AS readingId, region, level, slice_index AS sliceIndex, position_mm AS positionMm
     FROM reading_level WHERE reading_id = ? ORDER BY region, level`,
  );
  const save = database.prepare(
    `INSERT INTO reading_level (reading_id, region, level, slice_index, position_mm) VALUES (:readingId, :region, :level, :sliceIndex, :positionMm)
     ON CONFLICT (reading_id, region, level) DO UPDATE SET slice_index = excluded.slice_index, position_mm = excluded.position_mm`,
  );
  const remove = database.prepare("DELETE FROM reading_level WHERE reading_id = ? AND region = ? AND level = ?");
  return {
    of: (readingId: string) => of.all(readingId),
    save: (row: ReadingLevelRow) => void save.run(row),
    remove: ({ readingId, region, level }: ReadingLevelRow) => void remove.run(readingId, region, level),
  };
}
export type ReadingLevelTables = ReturnType<typeof createReadingLevelTables>;
