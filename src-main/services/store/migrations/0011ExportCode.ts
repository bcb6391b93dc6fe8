import type { Migration } from "./migration.ts";

/** Codes that stand for patients and studies in exports. */
export const migration0011ExportCode: Migration = {
  number: 11,
  name: "codes of patients and studies",
  up: (database) => {
    database.exec(`
      CREATE TABLE export_code (
        subject TEXT PRIMARY KEY,            -- sha256, hex, of who it stands for: a study that is deleted leaves no name here
        code TEXT NOT NULL UNIQUE            -- made at random, once
      ) STRICT;
    `);
  },
};
