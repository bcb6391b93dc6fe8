import type { Migration } from "./migration.ts";

/** Consensus of two readings of a case, in tables of its own: no statistics of readings finds it among them. */
export const migration0029Adjudication: Migration = {
  number: 29,
  name: "adjudication",
  up: (database) => {
    database.exec(`
      CREATE TABLE adjudication (
        id TEXT PRIMARY KEY,                 -- random
        project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
        case_id TEXT NOT NULL REFERENCES project_case(id),
        number INTEGER NOT NULL,             -- from 1 for each case; a new one after the one before was withdrawn
        seed INTEGER NOT NULL,               -- of the order of A and B
        reading_a TEXT NOT NULL REFERENCES reading(id),
        version_a INTEGER NOT NULL,          -- the submitted version that is shown: another one makes a new adjudication
        reading_b TEXT NOT NULL REFERENCES reading(id),
        version_b INTEGER NOT NULL,
        asked TEXT NOT NULL,                 -- JSON: ConsensusAsked of src-shared/domain/project, with why
        state TEXT NOT NULL CHECK (state IN ('open', 'submitted', 'unlocked', 'withdrawn')),
        version INTEGER NOT NULL,            -- from 1; unlocking begins the next
        opened_at TEXT,                      -- UTC, the first time; NULL before
        submitted_at TEXT,                   -- UTC, the last time
        active_ms INTEGER NOT NULL,          -- time counted while somebody was active
        UNIQUE (case_id, number)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX adjudication_project ON adjudication(project_id);
      -- Who makes the consensus: one reader, or two together, who both sign.
      CREATE TABLE adjudicator (
        adjudication_id TEXT NOT NULL REFERENCES adjudication(id) ON DELETE CASCADE,
        number INTEGER NOT NULL,             -- from 1
        reader_id INTEGER NOT NULL REFERENCES reader(id),
        PRIMARY KEY (adjudication_id, number),
        UNIQUE (adjudication_id, reader_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX adjudicator_reader ON adjudicator(reader_id);
      -- As reading_image; the ids are also what the drawings of A and B are named by: "<id>.A".
      CREATE TABLE adjudication_image (
        id TEXT PRIMARY KEY,
        adjudication_id TEXT NOT NULL REFERENCES adjudication(id) ON DELETE CASCADE,
        region TEXT NOT NULL,
        role TEXT NOT NULL,
        segmentation_id TEXT REFERENCES segmentation(id),  -- the consensus drawing; NULL where none is asked for, or before it is opened
        drawing_hash TEXT,                   -- chained over its revisions; NULL with it
        UNIQUE (adjudication_id, region, role)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX adjudication_image_segmentation ON adjudication_image(segmentation_id);
      -- Rows are only added: the last of a field is its answer. What both readings agree on has no row.
      CREATE TABLE adjudication_answer (
        adjudication_id TEXT NOT NULL REFERENCES adjudication(id) ON DELETE CASCADE,
        number INTEGER NOT NULL,             -- from 1
        version INTEGER NOT NULL,            -- of the adjudication
        field TEXT NOT NULL,                 -- FormCell.key of src-shared/domain/project
        answer TEXT,                         -- JSON; NULL where it was taken back
        at TEXT NOT NULL,
        PRIMARY KEY (adjudication_id, number)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE adjudication_signature (
        adjudication_id TEXT NOT NULL REFERENCES adjudication(id) ON DELETE CASCADE,
        version INTEGER NOT NULL,            -- of the adjudication: each stays
        number INTEGER NOT NULL,             -- of the adjudicator who signed
        content TEXT NOT NULL,               -- canonical JSON: what was signed, the same for both
        key_number INTEGER NOT NULL,         -- of reader_key
        public_key TEXT NOT NULL,
        signature TEXT NOT NULL,             -- Ed25519, base64
        PRIMARY KEY (adjudication_id, version, number)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
