import type { OutcomeFilter, RecipeOutcome, RoleInput } from "#shared/api/recipe.ts";
import { recipeSchema, type Recipe } from "#shared/domain/recipe/recipe.ts";
import { outputSources } from "#shared/domain/recipe/outputSources.ts";
import { transformSchema } from "#shared/domain/transform/transform.ts";
import type { Store, Write } from "../store/index.ts";
import type { KeptTransform, StepNotes } from "./runPart.ts";

/** What has a role in an outcome, and the hash of its grid and voxels; or what was given for a bundle of the recipe, and the bundle's hash. */
export interface OutcomeInput {
  readonly input: (RoleInput & { readonly revision?: number }) | KeptBundle;
  readonly imageHash: string;
}

/** A bundle that drew, and where it lay. */
export interface KeptBundle {
  readonly bundleFolder: string;
  readonly name: string;
  readonly version: string;
}

/** An outcome as it is kept. */
export interface OutcomeRow {
  readonly id: string;
  readonly studyId: number;
  readonly recipeHash: string;
  readonly recipe: Recipe;
  readonly inputsHash: string;
  readonly inputs: Readonly<Record<string, OutcomeInput>>;
  readonly notes: readonly StepNotes[];
  readonly engineVersion: string;
  readonly state: RecipeOutcome["state"];
  readonly outputs: readonly OutputRow[];
}

interface Row {
  id: string;
  studyId: number;
  studyInstanceUid: string;
  recipeHash: string;
  recipe: string;
  inputsHash: string;
  inputs: string;
  notes: string;
  engineVersion: string;
  createdAt: string;
  createdBy: string;
  state: RecipeOutcome["state"];
  decidedAt: string | null;
  decidedBy: string | null;
  reason: string | null;
}

/** An output of an outcome: its volume is null once it was refused. */
export interface OutputRow {
  readonly role: string;
  readonly volumeId: string | null;
  readonly imageHash: string;
}

const select = `SELECT recipe_outcome.id, study_id AS studyId, study_instance_uid AS studyInstanceUid, recipe_hash AS recipeHash, recipe,
    inputs_hash AS inputsHash, inputs, notes, engine_version AS engineVersion, recipe_outcome.created_at AS createdAt, made.name AS createdBy, state,
    decided_at AS decidedAt, decided.name AS decidedBy, reason
  FROM recipe_outcome JOIN study ON study.id = study_id JOIN reader AS made ON made.id = reader_id LEFT JOIN reader AS decided ON decided.id = decided_by`;

/** The tables of what recipes made. */
export function createOutcomeTables({ database }: Pick<Store, "database">) {
  const newest = "ORDER BY recipe_outcome.created_at DESC, recipe_outcome.id";
  const byId = database.prepare<[string], Row>(`${select} WHERE recipe_outcome.id = ?`);
  const byKey = database.prepare<[string, string], Row>(`${select} WHERE recipe_hash = ? AND inputs_hash = ? AND state <> 'refused'`);
  const byStudy = database.prepare<[string], Row>(`${select} WHERE study_instance_uid = ? ${newest}`);
  const byVolume = database.prepare<[string], Row>(
    `${select} WHERE recipe_outcome.id IN (SELECT outcome_id FROM recipe_output WHERE volume_id = ?) ${newest}`,
  );
  const byRun = database.prepare<[string], Row>(
    `${select} WHERE recipe_outcome.id IN (SELECT outcome_id FROM recipe_run_case WHERE run_id = ?) ${newest}`,
  );
  const outputs = database.prepare<[string], OutputRow>(
    "SELECT role, volume_id AS volumeId, image_hash AS imageHash FROM recipe_output WHERE outcome_id = ? ORDER BY role",
  );
  const transforms = database.prepare<[string], Omit<KeptTransform, "transform"> & { transform: string }>(
    "SELECT step, moving, fixed, transform FROM recipe_transform WHERE outcome_id = ? ORDER BY step",
  );

  const rowOf = ({ recipe, inputs, notes, ...row }: Row): OutcomeRow => ({
    ...row,
    outputs: outputs.all(row.id),
    recipe: recipeSchema.parse(JSON.parse(recipe)),
    inputs: JSON.parse(inputs) as OutcomeRow["inputs"],
    notes: JSON.parse(notes) as StepNotes[],
  });
  const transformsOf = (outcomeId: string): KeptTransform[] =>
    transforms.all(outcomeId).map(({ transform, ...row }) => ({ ...row, transform: transformSchema.parse(JSON.parse(transform)) }));

  const describe = (row: Row): RecipeOutcome => {
    const { recipe, inputs, notes } = rowOf(row);
    const sources = outputSources(recipe);
    const kept = transformsOf(row.id);
    const volumeOf = (role: string): string | null => {
      const input = inputs[role]?.input;
      return input && "volumeId" in input ? input.volumeId : null;
    };
    return {
      outcomeId: row.id,
      recipeName: recipe.name,
      recipeVersion: recipe.version,
      recipeHash: row.recipeHash,
      recipe,
      studyInstanceUid: row.studyInstanceUid,
      createdAt: row.createdAt,
      createdBy: row.createdBy,
      state: row.state,
      decidedAt: row.decidedAt,
      decidedBy: row.decidedBy,
      reason: row.reason,
      inputs: Object.entries(inputs).flatMap(([role, { input }]) =>
        "bundleFolder" in input
          ? []
          : {
              role,
              volumeId: "volumeId" in input ? input.volumeId : null,
              segmentationId: "segmentationId" in input ? input.segmentationId : null,
            },
      ),
      outputs: outputs.all(row.id).map(({ role, volumeId }) => {
        const { space } = sources.get(role)!;
        return {
          role,
          volumeId,
          beforeVolumeId: volumeOf(role),
          fixedVolumeId: space === role ? null : volumeOf(space),
          hasTransform: kept.some(({ moving }) => moving === role),
        };
      }),
      notes: notes.map(({ step, kind, notes: said }) => ({ step, kind, notes: [...said] })),
    };
  };

  const insert = database.prepare(
    `INSERT INTO recipe_outcome (id, study_id, recipe_hash, recipe, inputs_hash, inputs, notes, engine_version, created_at, reader_id, state)
     VALUES (:id, :studyId, :recipeHash, :recipe, :inputsHash, :inputs, :notes, :engineVersion, :createdAt, :readerId, 'new')`,
  );
  const insertOutput = database.prepare("INSERT INTO recipe_output (outcome_id, role, volume_id, image_hash) VALUES (?, ?, ?, ?)");
  const insertTransform = database.prepare(
    "INSERT INTO recipe_transform (outcome_id, step, moving, fixed, transform) VALUES (?, ?, ?, ?, ?)",
  );
  const decide = database.prepare("UPDATE recipe_outcome SET state = ?, decided_at = ?, decided_by = ?, reason = ? WHERE id = ?");
  const drop = database.prepare("UPDATE recipe_output SET volume_id = NULL WHERE outcome_id = ? AND role = ?");

  return {
    find: (outcomeId: string): OutcomeRow | undefined => {
      const row = byId.get(outcomeId);
      return row && rowOf(row);
    },
    describe: (outcomeId: string): RecipeOutcome | undefined => {
      const row = byId.get(outcomeId);
      return row && describe(row);
    },
    /** The one that is not refused. */
    findByKey: (recipeHash: string, inputsHash: string): string | undefined => byKey.get(recipeHash, inputsHash)?.id,
    /** Of a volume: the outcome that it is an output of. */
    findByVolume: (volumeId: string): OutcomeRow | undefined => {
      const row = byVolume.get(volumeId);
      return row && rowOf(row);
    },
    /** The newest first. */
    list: (filter: OutcomeFilter): RecipeOutcome[] => {
      if ("studyInstanceUid" in filter) return byStudy.all(filter.studyInstanceUid).map(describe);
      return ("volumeId" in filter ? byVolume.all(filter.volumeId) : byRun.all(filter.runId)).map(describe);
    },
    /** Of a study, those that a reader accepted, the newest first. */
    accepted: (studyInstanceUid: string): OutcomeRow[] =>
      byStudy.all(studyInstanceUid).flatMap((row) => (row.state === "accepted" ? [rowOf(row)] : [])),
    transforms: transformsOf,
    insert: ({ at, readerId }: Write, { outputs: made, ...row }: Omit<OutcomeRow, "state">, found: readonly KeptTransform[]) => {
      insert.run({
        ...row,
        recipe: JSON.stringify(row.recipe),
        inputs: JSON.stringify(row.inputs),
        notes: JSON.stringify(row.notes),
        createdAt: at,
        readerId,
      });
      for (const { role, volumeId, imageHash } of made) insertOutput.run(row.id, role, volumeId, imageHash);
      for (const { step, moving, fixed, transform } of found) insertTransform.run(row.id, step, moving, fixed, JSON.stringify(transform));
    },
    decide: ({ at, readerId }: Write, outcomeId: string, state: RecipeOutcome["state"], reason: string | null) =>
      void decide.run(state, at, readerId, reason, outcomeId),
    /** Its volume was removed. */
    dropVolume: (_write: Write, outcomeId: string, role: string) => void drop.run(outcomeId, role),
  };
}
export type OutcomeTables = ReturnType<typeof createOutcomeTables>;
