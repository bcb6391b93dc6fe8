import type { Migration } from "./migration.ts";

/** Which slice of a case each level of the protocol is, and which series were looked at for burned-in text. */
export const migration0026CaseLevel: Migration = {
  number: 26,
  name: "levels of cases, and series looked at",
  up: (database) => {
    database.exec(`
      CREATE TABLE case_level (
        case_id TEXT NOT NULL REFERENCES project_case(id) ON DELETE CASCADE,
        region TEXT NOT NULL,                -- ids of the protocol
        level TEXT NOT NULL,
        slice_index INTEGER NOT NULL,        -- k, from 0, of the volume of the role that the region is drawn on (else of its first role)
        position_mm TEXT,                    -- JSON [x, y, z]: the centre of that slice, LPS, mm; NULL where the files do not say where it lies
        PRIMARY KEY (case_id, region, level)
      ) STRICT, WITHOUT ROWID;
      ALTER TABLE case_role ADD COLUMN looked_at TEXT;   -- UTC: when a coordinator looked at the series for burned-in text; NULL where nobody did
      ALTER TABLE case_role ADD COLUMN mask TEXT;        -- JSON: Mask of src-shared/domain/project, what is hidden of every slice; NULL for nothing
    `);
  },
};
