import type { Migration } from "./migration.ts";

/** The log of each project: a chain of hashes, written in the same transaction as what it tells of. */
export const migration0023AuditEvent: Migration = {
  number: 23,
  name: "logs of projects",
  up: (database) => {
    database.exec(`
      CREATE TABLE audit_event (
        project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
        number INTEGER NOT NULL,             -- from 1 without a gap
        at TEXT NOT NULL,                    -- UTC
        reader_id INTEGER NOT NULL,          -- no reference: an entry says who it was, whatever becomes of the row
        reader TEXT NOT NULL,                -- the name at that time
        action TEXT NOT NULL,                -- 'case.exclude'
        subject TEXT NOT NULL,               -- 'case K7PQ2M': by case code, never a name, patient ID, UID or file name
        before TEXT,                         -- canonical JSON (RFC 8785): the subject's state; NULL where it was not there
        after TEXT,                          -- the same afterwards; NULL where it is gone
        reason TEXT,
        previous_hash TEXT NOT NULL,         -- of the entry before, or of the beginning (src-shared/domain/project/logChain)
        hash TEXT NOT NULL,                  -- sha256, hex, over all other fields
        PRIMARY KEY (project_id, number)
      ) STRICT, WITHOUT ROWID;
      -- No code of the program changes an entry. It goes with its project alone.
      CREATE TRIGGER audit_event_changed BEFORE UPDATE ON audit_event BEGIN
        SELECT RAISE(ABORT, 'an entry of a log is never changed');
      END;
      CREATE TRIGGER audit_event_removed BEFORE DELETE ON audit_event WHEN EXISTS (SELECT 1 FROM project WHERE id = OLD.project_id) BEGIN
        SELECT RAISE(ABORT, 'an entry of a log is never removed');
      END;
    `);
  },
};
