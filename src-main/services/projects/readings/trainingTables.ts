import type { Store } from "../../store/index.ts";

/** A reader who met the pass mark. */
export interface TrainingPassRow {
  readonly projectId: string;
  readonly readerNumber: number;
  readonly passedAt: string;
  /** JSON. */
  readonly result: string;
}

/** The table of trainings that were passed: rows are only added, within a write that tells the log of it. */
export function createTrainingTables({ database }: Pick<Store, "database">) {
  const columns = "project_id AS projectId, reader_number AS readerNumber, passed_at AS passedAt, result";
  const find = database.prepare<[string, number], TrainingPassRow>(
    `SELECT ${columns} FROM training_pass WHERE project_id = ? AND reader_number = ?`,
  );
  const ofProject = database.prepare<[string], TrainingPassRow>(
    `SELECT ${columns} FROM training_pass WHERE project_id = ? ORDER BY reader_number`,
  );
  const insert = database.prepare(
    "INSERT INTO training_pass (project_id, reader_number, passed_at, result) VALUES (:projectId, :readerNumber, :passedAt, :result)",
  );
  return {
    find: (projectId: string, readerNumber: number) => find.get(projectId, readerNumber),
    ofProject: (projectId: string) => ofProject.all(projectId),
    insert: (row: TrainingPassRow) => void insert.run(row),
  };
}
export type TrainingTables = ReturnType<typeof createTrainingTables>;
