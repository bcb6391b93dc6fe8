import type { Migration } from "./migration.ts";

/** What the log said last of something is asked for at each write: without an index that reads the whole log of a study. */
export const migration0040AuditSubject: Migration = {
  number: 40,
  name: "entries of the log by what they tell of",
  up: (database) => {
    database.exec("CREATE INDEX audit_event_by_subject ON audit_event (project_id, subject, number)");
  },
};
