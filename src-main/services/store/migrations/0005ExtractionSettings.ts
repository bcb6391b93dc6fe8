import type { Migration } from "./migration.ts";

/** Extraction settings kept by name. */
export const migration0005ExtractionSettings: Migration = {
  number: 5,
  name: "named extraction settings",
  up: (database) => {
    database.exec(`
      CREATE TABLE extraction_settings (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        settings TEXT NOT NULL,              -- JSON: ExtractionSettings of src-shared/domain
        saved_at TEXT NOT NULL
      ) STRICT;
    `);
  },
};
