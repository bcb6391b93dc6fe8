import type { Migration } from "./migration.ts";

/** Recipes that prepare images, and what came out of them. */
export const migration0042Recipe: Migration = {
  number: 42,
  name: "recipes and their outcomes",
  up: (database) => {
    database.exec(`
      CREATE TABLE recipe (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        text TEXT NOT NULL,                  -- YAML as it was given, with its comments
        saved_at TEXT NOT NULL
      ) STRICT;

      -- 1: its voxels are cache/prepared/<volume_id>.nrrd and can be computed again; 0: they are kept
      ALTER TABLE derived_volume ADD COLUMN is_cached INTEGER NOT NULL DEFAULT 0 CHECK (is_cached IN (0, 1));

      CREATE TABLE recipe_outcome (
        id TEXT PRIMARY KEY,
        study_id INTEGER NOT NULL REFERENCES study(id) ON DELETE CASCADE,
        recipe_hash TEXT NOT NULL,
        recipe TEXT NOT NULL,                -- JSON: Recipe of src-shared/domain, what was left open decided
        inputs_hash TEXT NOT NULL,           -- sha256 over the roles and the hashes of what has them: files of a volume, revision of a drawing
        inputs TEXT NOT NULL,                -- JSON: by role, the volume or drawing, its revision, and the hash of grid and voxels
        notes TEXT NOT NULL,                 -- JSON: by step, what it said
        engine_version TEXT NOT NULL,
        created_at TEXT NOT NULL,
        reader_id INTEGER NOT NULL REFERENCES reader(id),
        state TEXT NOT NULL CHECK (state IN ('new', 'accepted', 'refused')),
        decided_at TEXT,
        decided_by INTEGER REFERENCES reader(id),
        reason TEXT
      ) STRICT;
      CREATE INDEX recipe_outcome_study ON recipe_outcome(study_id);
      -- The same again is the same outcome; after a refusal it can be tried once more.
      CREATE UNIQUE INDEX recipe_outcome_key ON recipe_outcome(recipe_hash, inputs_hash) WHERE state <> 'refused';

      CREATE TABLE recipe_output (
        outcome_id TEXT NOT NULL REFERENCES recipe_outcome(id) ON DELETE CASCADE,
        role TEXT NOT NULL,
        volume_id TEXT,                      -- no reference: a refused one is removed
        image_hash TEXT NOT NULL,            -- of its grid and voxels: what is computed again must have it
        PRIMARY KEY (outcome_id, role)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX recipe_output_volume ON recipe_output(volume_id);

      CREATE TABLE recipe_transform (
        outcome_id TEXT NOT NULL REFERENCES recipe_outcome(id) ON DELETE CASCADE,
        step INTEGER NOT NULL,               -- from 1: the step that found it
        moving TEXT NOT NULL,                -- roles
        fixed TEXT NOT NULL,
        transform TEXT NOT NULL,             -- JSON: Transform of src-shared/domain
        PRIMARY KEY (outcome_id, step)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE recipe_run (
        id TEXT PRIMARY KEY,
        project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
        recipe_hash TEXT NOT NULL,
        recipe TEXT NOT NULL,                -- JSON: Recipe of src-shared/domain
        inputs TEXT NOT NULL,                -- JSON: by role of the recipe, where it comes from in every case
        started_at TEXT NOT NULL,
        reader_id INTEGER NOT NULL REFERENCES reader(id)
      ) STRICT;
      CREATE INDEX recipe_run_project ON recipe_run(project_id);

      CREATE TABLE recipe_run_case (
        run_id TEXT NOT NULL REFERENCES recipe_run(id) ON DELETE CASCADE,
        case_id TEXT NOT NULL REFERENCES project_case(id) ON DELETE CASCADE,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
        words TEXT,                          -- why it failed
        outcome_id TEXT REFERENCES recipe_outcome(id) ON DELETE SET NULL,
        PRIMARY KEY (run_id, case_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX recipe_run_case_case ON recipe_run_case(case_id);
      CREATE INDEX recipe_run_case_outcome ON recipe_run_case(outcome_id);
    `);
  },
};
