import type { Migration } from "./migration.ts";

/** Readings of projects: who reads which case in which pass, what was drawn and answered, and what was signed. */
export const migration0024Reading: Migration = {
  number: 24,
  name: "readings",
  up: (database) => {
    database.exec(`
      CREATE TABLE reading (
        id TEXT PRIMARY KEY,                 -- random, as is the order of rows
        project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
        case_id TEXT NOT NULL REFERENCES project_case(id),
        reader_number INTEGER NOT NULL,      -- of project_reader
        reader_id INTEGER NOT NULL REFERENCES reader(id),
        pass INTEGER NOT NULL,               -- from 1
        seed INTEGER NOT NULL,               -- of that order
        position INTEGER NOT NULL,           -- in the reader's order of the pass, from 1; training cases first
        code TEXT NOT NULL,                  -- of the case in this pass: all that its reader sees of it
        protocol_version INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('open', 'submitted', 'unlocked', 'withdrawn')),
        version INTEGER NOT NULL,            -- from 1; unlocking begins the next
        opened_at TEXT,                      -- UTC, the first time; NULL before
        submitted_at TEXT,                   -- UTC, the last time
        active_ms INTEGER NOT NULL,          -- time counted while the reader was active
        UNIQUE (case_id, reader_number, pass),
        UNIQUE (project_id, reader_number, pass, position)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX reading_reader ON reading(reader_id);
      -- The name of an image in a reading: no volume's id, which is the same in every reading, leaves the main process.
      CREATE TABLE reading_image (
        id TEXT PRIMARY KEY,
        reading_id TEXT NOT NULL REFERENCES reading(id) ON DELETE CASCADE,
        region TEXT NOT NULL,
        role TEXT NOT NULL,
        segmentation_id TEXT REFERENCES segmentation(id),  -- what the reader draws on it; NULL where nothing is yet
        drawing_hash TEXT,                   -- chained over its revisions; NULL with it
        UNIQUE (reading_id, region, role)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX reading_image_segmentation ON reading_image(segmentation_id);
      -- Rows are only added: the last of a field is its answer.
      CREATE TABLE reading_answer (
        reading_id TEXT NOT NULL REFERENCES reading(id) ON DELETE CASCADE,
        number INTEGER NOT NULL,             -- from 1
        version INTEGER NOT NULL,            -- of the reading
        field TEXT NOT NULL,                 -- FormCell.key of src-shared/domain/project
        answer TEXT,                         -- JSON; NULL where it was taken back
        at TEXT NOT NULL,
        PRIMARY KEY (reading_id, number)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE reading_question (
        reading_id TEXT NOT NULL REFERENCES reading(id) ON DELETE CASCADE,
        number INTEGER NOT NULL,             -- from 1
        text TEXT NOT NULL,
        asked_at TEXT NOT NULL,
        answer TEXT,                         -- of a coordinator; NULL before
        answered_at TEXT,
        PRIMARY KEY (reading_id, number)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE reading_signature (
        reading_id TEXT NOT NULL REFERENCES reading(id) ON DELETE CASCADE,
        version INTEGER NOT NULL,            -- of the reading: each stays
        content TEXT NOT NULL,               -- canonical JSON: what was signed
        key_number INTEGER NOT NULL,         -- of reader_key
        public_key TEXT NOT NULL,
        signature TEXT NOT NULL,             -- Ed25519, base64
        PRIMARY KEY (reading_id, version)
      ) STRICT, WITHOUT ROWID;
      -- What a project was closed with.
      CREATE TABLE project_manifest (
        project_id TEXT PRIMARY KEY REFERENCES project(id) ON DELETE CASCADE,
        content TEXT NOT NULL,               -- canonical JSON: protocols, cases and readings, each with its hash
        reader_id INTEGER NOT NULL,          -- the coordinator who signed it
        key_number INTEGER NOT NULL,
        public_key TEXT NOT NULL,
        signature TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
