import type { Store } from "../../store/index.ts";

/** What a data folder lets a reader see. */
export interface Blinding {
  /** True while a blinded project runs: everybody signs in with a passphrase, and only its coordinators add readers. */
  readonly isOn: () => boolean;
  /**
   * True where a reader sees nothing but the own readings: a blinded project runs, and the reader is not its coordinator, or is one who has readings of it
   * that are not submitted yet, or makes a consensus that is not.
   */
  readonly isBlinded: (readerId: number) => boolean;
  /** True where a running project would be left without a coordinator who can sign in. */
  readonly isLastCoordinator: (readerId: number) => boolean;
  /** Whether somebody may add, change and retire readers: coordinators of a blinded project alone while one runs. */
  readonly mayManageReaders: (readerId: number) => boolean;
  /**
   * Whether somebody may set the passphrase of a reader anew: a coordinator of a running blinded project for who has none, and for its readers who have opened
   * a reading or a consensus of it (to be named a reader of a project takes no consent) and are not part of anybody else's project.
   */
  readonly mayResetPassphrase: (coordinatorId: number, readerId: number) => boolean;
}

/** Asks the database each time: another program may have started a project meanwhile. */
export function createBlinding({ database }: Pick<Store, "database">): Blinding {
  const running = `project.state = 'running' AND (
    SELECT json_extract(content, '$.blinding.isBlinded') FROM protocol WHERE project_id = project.id ORDER BY version DESC LIMIT 1
  ) = 1`;
  const any = database.prepare<[], number>(`SELECT 1 FROM project WHERE ${running} LIMIT 1`).pluck();
  const hidden = database
    .prepare<{ readerId: number }, number>(
      `SELECT 1 FROM project WHERE ${running} AND (
         NOT EXISTS (SELECT 1 FROM project_reader WHERE project_id = project.id AND role = 'coordinator' AND reader_id = :readerId)
         OR EXISTS (
           SELECT 1 FROM reading JOIN project_case ON project_case.id = case_id
           WHERE reading.project_id = project.id AND reader_id = :readerId AND reader_number > 0 AND reading.state IN ('open', 'unlocked') AND project_case.state <> 'excluded'
         )
         OR EXISTS (
           SELECT 1 FROM adjudication JOIN adjudicator ON adjudication_id = adjudication.id JOIN project_case ON project_case.id = case_id
           WHERE adjudication.project_id = project.id AND reader_id = :readerId AND adjudication.state IN ('open', 'unlocked')
             AND project_case.state <> 'excluded'
         )
       ) LIMIT 1`,
    )
    .pluck();
  const coordinates = database
    .prepare<{ readerId: number }, number>(
      `SELECT 1 FROM project JOIN project_reader ON project_id = project.id WHERE ${running} AND role = 'coordinator' AND reader_id = :readerId LIMIT 1`,
    )
    .pluck();
  const resets = database
    .prepare<{ coordinatorId: number; readerId: number }, number>(
      `SELECT 1 FROM project JOIN project_reader AS coordinator ON coordinator.project_id = project.id
       WHERE ${running} AND coordinator.role = 'coordinator' AND coordinator.reader_id = :coordinatorId AND (
         (
           EXISTS (SELECT 1 FROM reading WHERE project_id = project.id AND reader_id = :readerId AND reader_number > 0 AND opened_at IS NOT NULL)
           OR EXISTS (
             SELECT 1 FROM adjudication JOIN adjudicator ON adjudication_id = adjudication.id
             WHERE adjudication.project_id = project.id AND adjudicator.reader_id = :readerId AND opened_at IS NOT NULL
           )
         )
           AND NOT EXISTS (
             SELECT 1 FROM project_reader AS member WHERE member.reader_id = :readerId AND NOT EXISTS (
               SELECT 1 FROM project_reader AS own WHERE own.project_id = member.project_id AND own.role = 'coordinator' AND own.reader_id = :coordinatorId
             )
           )
         OR (SELECT passphrase IS NULL FROM reader WHERE id = :readerId)
       ) LIMIT 1`,
    )
    .pluck();
  const lastCoordinator = database
    .prepare<{ readerId: number }, number>(
      `SELECT 1 FROM project WHERE project.state = 'running'
       AND EXISTS (SELECT 1 FROM project_reader WHERE project_id = project.id AND role = 'coordinator' AND reader_id = :readerId)
       AND NOT EXISTS (
         SELECT 1 FROM project_reader JOIN reader ON reader.id = reader_id
         WHERE project_id = project.id AND role = 'coordinator' AND reader_id <> :readerId AND retired_at IS NULL
       ) LIMIT 1`,
    )
    .pluck();
  return {
    isLastCoordinator: (readerId) => lastCoordinator.get({ readerId }) !== undefined,
    mayManageReaders: (readerId) => any.get() === undefined || coordinates.get({ readerId }) !== undefined,
    mayResetPassphrase: (coordinatorId, readerId) => resets.get({ coordinatorId, readerId }) !== undefined,
    isOn: () => any.get() !== undefined,
    isBlinded: (readerId) => hidden.get({ readerId }) !== undefined,
  };
}
