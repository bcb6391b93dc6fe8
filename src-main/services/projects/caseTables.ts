import type { CaseState } from "#shared/domain/project/states.ts";
import { isPinnedBy, pinVolumes, unpinVolumes, type Pin, type Store, type Write } from "../store/index.ts";

export interface CaseRow {
  readonly id: string;
  readonly code: string;
  readonly isTraining: 0 | 1;
  readonly state: CaseState;
  readonly reason: string | null;
  readonly groupName: string | null;
  /** JSON: text by name of column. */
  readonly variables: string;
}

export interface CaseRoleRow {
  readonly caseId: string;
  readonly region: string;
  readonly role: string;
  readonly volumeId: string;
  readonly framesHash: string;
  readonly isConfirmed: 0 | 1;
  /** UTC: when a coordinator looked at the series for burned-in text; null where nobody did. */
  readonly lookedAt: string | null;
  /** JSON: Mask of the domain; null where nothing is hidden. */
  readonly mask: string | null;
}

/** The tables of cases, their studies and roles: to be changed within a write of the project. */
export function createCaseTables({ database }: Pick<Store, "database">) {
  const columns = "id, code, is_training AS isTraining, state, reason, group_name AS groupName, variables";
  const list = database.prepare<[string], CaseRow>(`SELECT ${columns} FROM project_case WHERE project_id = ? ORDER BY code`);
  const find = database.prepare<[string, string], CaseRow>(
    `SELECT ${columns} FROM project_case WHERE project_id = ? AND code = ? COLLATE NOCASE`,
  );
  const findById = database.prepare<[string], CaseRow>(`SELECT ${columns} FROM project_case WHERE id = ?`);
  const insert = database.prepare(
    `INSERT INTO project_case (id, project_id, code, is_training, state, reason, group_name, variables)
     VALUES (:id, :projectId, :code, :isTraining, :state, :reason, :groupName, :variables)`,
  );
  const remove = database.prepare("DELETE FROM project_case WHERE id = ?");
  const setState = database.prepare("UPDATE project_case SET state = :state, reason = :reason WHERE id = :id");
  const setContent = database.prepare(
    "UPDATE project_case SET group_name = :groupName, variables = :variables, is_training = :isTraining WHERE id = :id",
  );
  const studies = database
    .prepare<[string], string>("SELECT study_instance_uid FROM case_study WHERE case_id = ? ORDER BY study_instance_uid")
    .pluck();
  const insertStudy = database.prepare("INSERT INTO case_study (case_id, study_instance_uid) VALUES (?, ?)");
  const roles = database.prepare<[string], CaseRoleRow>(
    `SELECT case_id AS caseId, region, role, volume_id AS volumeId, frames_hash AS framesHash, is_confirmed AS isConfirmed,
       looked_at AS lookedAt, mask
     FROM case_role WHERE case_id = ? ORDER BY region, role`,
  );
  const saveRole = database.prepare(
    `INSERT INTO case_role (case_id, region, role, volume_id, frames_hash, is_confirmed, looked_at, mask)
     VALUES (:caseId, :region, :role, :volumeId, :framesHash, :isConfirmed, :lookedAt, :mask)
     ON CONFLICT (case_id, region, role) DO UPDATE SET volume_id = excluded.volume_id, frames_hash = excluded.frames_hash,
       is_confirmed = excluded.is_confirmed, looked_at = excluded.looked_at, mask = excluded.mask`,
  );
  const removeRole = database.prepare("DELETE FROM case_role WHERE case_id = ? AND region = ? AND role = ?");
  const setLook = database.prepare(
    "UPDATE case_role SET looked_at = :lookedAt, mask = :mask WHERE case_id = :caseId AND region = :region AND role = :role",
  );
  return {
    list: (projectId: string) => list.all(projectId),
    find: (projectId: string, code: string) => find.get(projectId, code),
    findById: (caseId: string) => findById.get(caseId),
    insert: (projectId: string, row: CaseRow) => void insert.run({ ...row, projectId }),
    /** With its studies; its roles are removed before. */
    remove: (caseId: string) => void remove.run(caseId),
    setState: (row: Pick<CaseRow, "id" | "state" | "reason">) => void setState.run({ id: row.id, state: row.state, reason: row.reason }),
    /** What a coordinator says of it: group, variables, whether it is for training. */
    setContent: ({ id, groupName, variables, isTraining }: CaseRow) => void setContent.run({ id, groupName, variables, isTraining }),
    studies: (caseId: string) => studies.all(caseId),
    insertStudy: (caseId: string, studyInstanceUid: string) => void insertStudy.run(caseId, studyInstanceUid),
    roles: (caseId: string) => roles.all(caseId),
    /** Says which volume has a role, in place of the one that had it. */
    saveRole: (write: Pick<Write, "database">, row: CaseRoleRow) => {
      saveRole.run(row);
      unpinVolumes(write, pinOf(row));
      pinVolumes(write, pinOf(row), [row.volumeId]);
    },
    /** Whether the volume of a role is kept for it. */
    isPinned: (row: Pick<CaseRoleRow, "caseId" | "region" | "role" | "volumeId">): boolean =>
      isPinnedBy({ database }, pinOf(row), row.volumeId),
    setLook: ({ caseId, region, role, lookedAt, mask }: CaseRoleRow) => void setLook.run({ caseId, region, role, lookedAt, mask }),
    removeRole: (write: Pick<Write, "database">, row: Pick<CaseRoleRow, "caseId" | "region" | "role">) => {
      removeRole.run(row.caseId, row.region, row.role);
      unpinVolumes(write, pinOf(row));
    },
  };
}
export type CaseTables = ReturnType<typeof createCaseTables>;

function pinOf({ caseId, region, role }: Pick<CaseRoleRow, "caseId" | "region" | "role">): Pin {
  return { kind: "case role", id: `${caseId}/${region}/${role}` };
}
