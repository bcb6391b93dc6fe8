import type { Migration } from "./migration.ts";

/** What a sample project was made from, and what is true of its cases. */
export const migration0030SampleProject: Migration = {
  number: 30,
  name: "sample projects",
  up: (database) => {
    database.exec(`
      CREATE TABLE sample_project (
        project_id TEXT PRIMARY KEY REFERENCES project(id) ON DELETE CASCADE,
        content TEXT NOT NULL                -- JSON: SampleTruth of services/sampleProject
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
