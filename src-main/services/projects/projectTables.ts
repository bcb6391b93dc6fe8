import type { ProjectState } from "#shared/domain/project/states.ts";
import { createBlinding } from "./readings/blinding.ts";
import type { Store } from "../store/index.ts";

export interface ProjectRow {
  readonly id: string;
  readonly name: string;
  readonly state: ProjectState;
  readonly createdAt: string;
}

export interface ProtocolRow {
  readonly version: number;
  /** JSON. */
  readonly content: string;
  readonly contentHash: string;
  readonly frozenAt: string | null;
}

export type MemberRole = "coordinator" | "reader";

/** A reader of the data folder in a project: who is coordinator or reader of a number. */
export interface MemberRow {
  readonly role: MemberRole;
  readonly number: number;
  readonly readerId: number;
}

/** A member as it is kept. */
export interface KnownMemberRow extends MemberRow {
  /** UTC: when a reader left the running study; null of who is in it. */
  readonly leftAt: string | null;
}

/** The tables of projects, protocols and their readers: to be changed within a write of the project. */
export function createProjectTables({ database }: Pick<Store, "database">) {
  const projectColumns = "id, name, state, created_at AS createdAt";
  const find = database.prepare<[string], ProjectRow>(`SELECT ${projectColumns} FROM project WHERE id = ?`);
  const findByName = database.prepare<[string], ProjectRow>(`SELECT ${projectColumns} FROM project WHERE name = ? COLLATE NOCASE`);
  const list = database.prepare<[], ProjectRow>(`SELECT ${projectColumns} FROM project ORDER BY name COLLATE NOCASE`);
  const insert = database.prepare("INSERT INTO project (id, name, state, created_at) VALUES (:id, :name, :state, :createdAt)");
  const remove = database.prepare("DELETE FROM project WHERE id = ?");
  const setState = database.prepare("UPDATE project SET state = :state WHERE id = :id");
  const freeze = database.prepare("UPDATE protocol SET frozen_at = :frozenAt WHERE project_id = :projectId AND version = :version");
  const protocols = database.prepare<[string], ProtocolRow>(
    `SELECT version, content, content_hash AS contentHash, frozen_at AS frozenAt FROM protocol WHERE project_id = ? ORDER BY version`,
  );
  const saveProtocol = database.prepare(
    `INSERT INTO protocol (project_id, version, content, content_hash, frozen_at) VALUES (:projectId, :version, :content, :contentHash, :frozenAt)
     ON CONFLICT (project_id, version) DO UPDATE SET content = excluded.content, content_hash = excluded.content_hash WHERE frozen_at IS NULL`,
  );
  const members = database.prepare<[string], KnownMemberRow>(
    "SELECT role, number, reader_id AS readerId, left_at AS leftAt FROM project_reader WHERE project_id = ? ORDER BY role, number",
  );
  const setLeft = database.prepare(
    "UPDATE project_reader SET left_at = :leftAt WHERE project_id = :projectId AND role = :role AND number = :number",
  );
  const removeMembers = database.prepare("DELETE FROM project_reader WHERE project_id = ? AND role = ?");
  const insertMember = database.prepare(
    "INSERT INTO project_reader (project_id, role, number, reader_id) VALUES (:projectId, :role, :number, :readerId)",
  );
  const isSample = database.prepare<[string], number>("SELECT 1 FROM sample_project WHERE project_id = ?").pluck();
  const readerName = database.prepare<[number], string>("SELECT name FROM reader WHERE id = ?").pluck();
  const { isBlinded } = createBlinding({ database });
  const hasPassphrase = database.prepare<[number], number>("SELECT passphrase IS NOT NULL FROM reader WHERE id = ?").pluck();
  const isRetired = database.prepare<[number], number>("SELECT retired_at IS NOT NULL FROM reader WHERE id = ?").pluck();
  return {
    find: (id: string) => find.get(id),
    findByName: (name: string) => findByName.get(name),
    list: () => list.all(),
    insert: (row: ProjectRow) => void insert.run(row),
    remove: (id: string) => void remove.run(id),
    setState: ({ id, state }: ProjectRow) => void setState.run({ id, state }),
    freeze: (projectId: string, { version, frozenAt }: ProtocolRow) => void freeze.run({ projectId, version, frozenAt }),
    /** The versions of the protocol, the newest last. */
    protocols: (projectId: string) => protocols.all(projectId),
    /** A new version, or one that is not frozen yet, changed in place. */
    saveProtocol: (projectId: string, row: ProtocolRow) => {
      if (saveProtocol.run({ ...row, projectId }).changes === 0) throw new RangeError("a frozen protocol is never changed");
    },
    members: (projectId: string) => members.all(projectId),
    /** Replaces all of one role. */
    saveMembers: (projectId: string, role: MemberRole, rows: readonly MemberRow[]) => {
      removeMembers.run(projectId, role);
      for (const row of rows) insertMember.run({ projectId, role: row.role, number: row.number, readerId: row.readerId });
    },
    insertMember: (projectId: string, { role, number, readerId }: MemberRow) =>
      void insertMember.run({ projectId, role, number, readerId }),
    /** Keeps when a reader left. */
    setLeft: (projectId: string, { role, number, leftAt }: KnownMemberRow) => void setLeft.run({ projectId, role, number, leftAt }),
    /** It was made by the program, with everybody in it. */
    isSample: (projectId: string) => isSample.get(projectId) !== undefined,
    readerName: (readerId: number) => readerName.get(readerId),
    isBlinded,
    hasPassphrase: (readerId: number) => hasPassphrase.get(readerId) === 1,
    isRetired: (readerId: number) => isRetired.get(readerId) === 1,
  };
}
export type ProjectTables = ReturnType<typeof createProjectTables>;
