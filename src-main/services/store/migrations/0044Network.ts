import type { Migration } from "./migration.ts";

/** Networks on volumes and tables (bundles of format 2), and which of them drew a first drawing. */
export const migration0044Network: Migration = {
  number: 44,
  name: "networks and their drawings",
  up: (database) => {
    database.exec(`
      CREATE TABLE network (
        id TEXT PRIMARY KEY,                 -- the first 16 digits of the hash
        name TEXT NOT NULL,
        version TEXT NOT NULL,
        bundle TEXT NOT NULL,                -- bundle.json, which names the hash of every other file
        bundle_hash TEXT NOT NULL UNIQUE,    -- sha256, hex, of bundle.json; the files are in models/networks/<bundle_hash>
        installed_at TEXT NOT NULL,
        last_check TEXT NOT NULL,            -- JSON: NetworkCheck of src-shared/api
        UNIQUE (name, version)
      ) STRICT;
      ALTER TABLE first_drawing ADD COLUMN model TEXT; -- JSON: ModelDrawing of src-shared/domain; NULL of a file
    `);
  },
};
