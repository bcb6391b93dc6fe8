import type { Migration } from "./migration.ts";

/** Reader studies as they are set up: projects, their protocols, readers and cases. */
export const migration0022Project: Migration = {
  number: 22,
  name: "projects",
  up: (database) => {
    database.exec(`
      CREATE TABLE project (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft', 'running', 'closed')),
        created_at TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX project_name ON project(name COLLATE NOCASE);
      CREATE TABLE protocol (
        project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
        version INTEGER NOT NULL,            -- from 1; an amendment is a new version
        content TEXT NOT NULL,               -- JSON: Protocol of src-shared/domain/project
        content_hash TEXT NOT NULL,          -- sha256, hex, over the canonical JSON of content
        frozen_at TEXT,                      -- NULL while it may be changed in place
        PRIMARY KEY (project_id, version)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE project_reader (
        project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
        role TEXT NOT NULL CHECK (role IN ('coordinator', 'reader')),
        number INTEGER NOT NULL,             -- from 1 within a role: the protocol names readers by it
        reader_id INTEGER NOT NULL REFERENCES reader(id),
        PRIMARY KEY (project_id, role, number),
        UNIQUE (project_id, role, reader_id)
      ) STRICT, WITHOUT ROWID;
      -- Ids are random and the order of rows: neither tells which case was added first.
      CREATE TABLE project_case (
        id TEXT PRIMARY KEY,
        project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
        code TEXT NOT NULL,                  -- all that a blinded reader sees of it
        is_training INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('included', 'excluded', 'partly read', 'reading withdrawn')),
        reason TEXT,                         -- of the state; NULL of a case that was never excluded or marked
        group_name TEXT,                     -- for coordinators alone; NULL where none is given
        variables TEXT NOT NULL,             -- JSON: text by name of column; for coordinators alone
        UNIQUE (project_id, code)
      ) STRICT, WITHOUT ROWID;
      -- A study that a case needs cannot be removed.
      CREATE TABLE case_study (
        case_id TEXT NOT NULL REFERENCES project_case(id) ON DELETE CASCADE,
        study_instance_uid TEXT NOT NULL REFERENCES study(study_instance_uid),
        PRIMARY KEY (case_id, study_instance_uid)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX case_study_study ON case_study(study_instance_uid);
      CREATE TABLE case_role (
        case_id TEXT NOT NULL REFERENCES project_case(id) ON DELETE CASCADE,
        region TEXT NOT NULL,                -- ids of the protocol
        role TEXT NOT NULL,
        volume_id TEXT NOT NULL,             -- no reference: a pin of the kind 'case role' keeps it
        frames_hash TEXT NOT NULL,           -- sha256, hex, of which frames of which files, by their hashes, the volume had then
        is_confirmed INTEGER NOT NULL,       -- 1 where a coordinator said that it is the right one
        PRIMARY KEY (case_id, region, role)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
