import type { Migration } from "./migration.ts";

/** What tells that a process is the same and that a file is whole. */
export const migration0010Keeping: Migration = {
  number: 10,
  name: "starts of processes, hashes of feature maps",
  up: (database) => {
    database.exec(`
      ALTER TABLE job ADD COLUMN process_start TEXT;            -- services/system/processMark; NULL where it cannot be told
      ALTER TABLE feature_map ADD COLUMN content_hash TEXT;     -- sha256, hex, of maps/<id>.nrrd; NULL for maps of earlier versions
    `);
  },
};
