import { randomUUID } from "node:crypto";
import type { ProjectInput } from "#shared/api/recipe.ts";
import { recipeSchema, type Recipe } from "#shared/domain/recipe/recipe.ts";
import type { Store, Write } from "../store/index.ts";

/** Where a role comes from, or the bundle that was given when the run began: all cases have the same. */
export type RunInput = Exclude<ProjectInput, { bundleFolder: string }> | { readonly bundleFolder: string; readonly sha256: string };

/** A recipe over the cases of a project. */
export interface RunRow {
  readonly id: string;
  readonly projectId: string;
  readonly recipeHash: string;
  readonly recipe: Recipe;
  readonly inputs: Readonly<Record<string, RunInput>>;
  readonly startedAt: string;
}

/** A case of a run. */
export interface RunCaseRow {
  readonly caseId: string;
  readonly code: string;
  readonly state: "waiting" | "done" | "failed";
  readonly words: string | null;
  readonly outcomeId: string | null;
}

interface Row extends Omit<RunRow, "recipe" | "inputs"> {
  readonly recipe: string;
  readonly inputs: string;
}

/** The tables of recipes over the cases of projects. */
export function createRunTables({ database }: Pick<Store, "database">) {
  const columns = "id, project_id AS projectId, recipe_hash AS recipeHash, recipe, inputs, started_at AS startedAt";
  const find = database.prepare<[string, string], Row>(`SELECT ${columns} FROM recipe_run WHERE project_id = ? AND id = ?`);
  const list = database.prepare<[string], Row>(`SELECT ${columns} FROM recipe_run WHERE project_id = ? ORDER BY started_at DESC, id`);
  const cases = database.prepare<[string], RunCaseRow>(
    `SELECT case_id AS caseId, code, recipe_run_case.state, words, outcome_id AS outcomeId
     FROM recipe_run_case JOIN project_case ON project_case.id = case_id WHERE run_id = ? ORDER BY code`,
  );
  const ofOutcome = database.prepare<[string], { projectId: string; code: string }>(
    `SELECT recipe_run.project_id AS projectId, code FROM recipe_run_case JOIN recipe_run ON recipe_run.id = run_id
     JOIN project_case ON project_case.id = case_id WHERE outcome_id = ?`,
  );
  const caseIds = database.prepare<[string], { id: string; code: string }>("SELECT id, code FROM project_case WHERE project_id = ?");
  const insert = database.prepare(
    `INSERT INTO recipe_run (id, project_id, recipe_hash, recipe, inputs, started_at, reader_id)
     VALUES (:id, :projectId, :recipeHash, :recipe, :inputs, :startedAt, :readerId)`,
  );
  const insertCase = database.prepare("INSERT INTO recipe_run_case (run_id, case_id, state) VALUES (?, ?, 'waiting')");
  const setCase = database.prepare("UPDATE recipe_run_case SET state = ?, words = ?, outcome_id = ? WHERE run_id = ? AND case_id = ?");
  const rowOf = ({ recipe, inputs, ...row }: Row): RunRow => ({
    ...row,
    recipe: recipeSchema.parse(JSON.parse(recipe)),
    inputs: JSON.parse(inputs) as RunRow["inputs"],
  });
  return {
    find: (projectId: string, runId: string): RunRow | undefined => {
      const row = find.get(projectId, runId);
      return row && rowOf(row);
    },
    /** The newest first. */
    list: (projectId: string): RunRow[] => list.all(projectId).map(rowOf),
    /** By code. */
    cases: (runId: string): RunCaseRow[] => cases.all(runId),
    /** The cases that an outcome was made for. */
    casesOfOutcome: (outcomeId: string) => ofOutcome.all(outcomeId),
    insert: ({ at, readerId }: Write, row: Omit<RunRow, "id" | "startedAt">, codes: readonly string[]): string => {
      const id = randomUUID();
      insert.run({ ...row, id, recipe: JSON.stringify(row.recipe), inputs: JSON.stringify(row.inputs), startedAt: at, readerId });
      const ids = new Map(caseIds.all(row.projectId).map((each) => [each.code, each.id]));
      for (const code of codes) insertCase.run(id, ids.get(code)!);
      return id;
    },
    setCase: (_write: Write, runId: string, row: Omit<RunCaseRow, "code">) =>
      void setCase.run(row.state, row.words, row.outcomeId, runId, row.caseId),
  };
}
export type RunTables = ReturnType<typeof createRunTables>;
