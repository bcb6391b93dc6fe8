import type { Migration } from "./migration.ts";

/** Pictures that the protocol of a project names: of drawing rules, and of grades. */
export const migration0037ProjectPicture: Migration = {
  number: 37,
  name: "pictures of projects",
  up: (database) => {
    database.exec(`
      CREATE TABLE project_picture (
        project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
        name TEXT NOT NULL,                  -- 'epimysium.png': the ending says what it is
        content_hash TEXT NOT NULL,          -- sha256, hex, of bytes
        columns INTEGER NOT NULL,
        rows INTEGER NOT NULL,
        bytes BLOB NOT NULL,                 -- PNG or JPEG without metadata
        PRIMARY KEY (project_id, name)
      ) STRICT;
    `);
  },
};
