import type { Store } from "../store/index.ts";

export interface CaseLevelRow {
  readonly caseId: string;
  readonly region: string;
  readonly level: string;
  /** k, from 0, of the volume of the region's levelRole. */
  readonly sliceIndex: number;
  /** JSON: the centre of the slice in LPS, mm; null where the files do not say where it lies. */
  readonly positionMm: string | null;
}

/** The table of levels: to be changed within a write of the project. */
export function createLevelTables({ database }: Pick<Store, "database">) {
  const of = database.prepare<[string], CaseLevelRow>(
    `SELECT case_id AS caseId, region, level, slice_index AS sliceIndex, position_mm AS positionMm
     FROM case_level WHERE case_id = ? ORDER BY region, level`,
  );
  const save = database.prepare(
    `INSERT INTO case_level (case_id, region, level, slice_index, position_mm) VALUES (:caseId, :region, :level, :sliceIndex, :positionMm)
     ON CONFLICT (case_id, region, level) DO UPDATE SET slice_index = excluded.slice_index, position_mm = excluded.position_mm`,
  );
  const remove = database.prepare("DELETE FROM case_level WHERE case_id = ? AND region = ? AND level = ?");
  return {
    of: (caseId: string) => of.all(caseId),
    save: (row: CaseLevelRow) => void save.run(row),
    remove: ({ caseId, region, level }: CaseLevelRow) => void remove.run(caseId, region, level),
  };
}
export type LevelTables = ReturnType<typeof createLevelTables>;
