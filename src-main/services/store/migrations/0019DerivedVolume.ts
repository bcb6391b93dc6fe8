import type { Migration } from "./migration.ts";

/** Volumes that were computed from other volumes by steps. */
export const migration0019DerivedVolume: Migration = {
  number: 19,
  name: "derived volumes",
  up: (database) => {
    database.exec(`
      CREATE TABLE derived_volume (
        volume_id TEXT PRIMARY KEY REFERENCES volume(id) ON DELETE CASCADE,
        steps TEXT NOT NULL,                 -- JSON: DerivationStep[] of src-shared/domain, in their order
        steps_hash TEXT NOT NULL,            -- sha256, hex, of steps and the hashes of the sources' voxels: what is computed again has it again
        content_hash TEXT NOT NULL,          -- sha256, hex, of derived/<content_hash>.nrrd
        created_at TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX derived_volume_content ON derived_volume(content_hash);
      CREATE TABLE derived_volume_source (
        volume_id TEXT NOT NULL REFERENCES derived_volume(volume_id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        source_volume_id TEXT NOT NULL,      -- no reference: what was derived outlives the volume it came from
        image_hash TEXT NOT NULL,            -- of the source's grid and voxels when it was used
        PRIMARY KEY (volume_id, ordinal)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX derived_volume_source_source ON derived_volume_source(source_volume_id);
    `);
  },
};
