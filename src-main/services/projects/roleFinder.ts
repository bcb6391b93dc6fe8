import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { Region, Role } from "#shared/domain/project/region.ts";
import type { Write } from "../store/index.ts";
import { candidates, type CaseImage, type CaseImages } from "./caseImages.ts";
import type { CaseRoleRow, CaseRow, CaseTables } from "./caseTables.ts";
import { states, subjects } from "./subjects.ts";
import type { Tell } from "./writeProject.ts";

/** A role of the protocol in one case. */
export interface RoleOfCase {
  readonly region: Region;
  readonly role: Role;
  /** What has the role; undefined where nothing has it yet. */
  readonly row: CaseRoleRow | undefined;
  /** The volumes that the role's rule describes. */
  readonly candidates: readonly CaseImage[];
}

/** Finds by the protocol's rules which volumes have which roles. */
export function createRoleFinder({ cases, images }: { readonly cases: CaseTables; readonly images: CaseImages }) {
  const rolesOf = (protocol: Protocol, { id }: Pick<CaseRow, "id">): RoleOfCase[] => {
    const [rows, all] = [cases.roles(id), images.of(cases.studies(id))];
    return protocol.regions.flatMap((region) =>
      region.roles.map((role) => ({
        region,
        role,
        row: rows.find((row) => row.region === region.id && row.role === role.id),
        candidates: candidates(role.rule, all),
      })),
    );
  };

  /** Takes a role away, and tells the log. */
  const drop = (write: Write, tell: Tell, code: string, row: CaseRoleRow, action: string) => {
    cases.removeRole(write, row);
    tell({ action, subject: subjects.caseRole(code, row), before: states.caseRole(row), after: null });
  };

  /** Says which volume has a role, and tells the log. */
  const save = (write: Write, tell: Tell, code: string, row: CaseRoleRow, more: { action: string; reason?: string | null }) => {
    const earlier = cases.roles(row.caseId).find(({ region, role }) => region === row.region && role === row.role);
    cases.saveRole(write, row);
    tell({
      ...more,
      subject: subjects.caseRole(code, row),
      before: earlier ? states.caseRole(earlier) : null,
      after: states.caseRole(row),
    });
  };

  /**
   * Finds the roles of a case that no coordinator has confirmed: one series that the rule describes is taken, to be confirmed; where there is none,
   * or there are
   * several, or the one has another role of the region, nothing is.
   */
  const find = (write: Write, tell: Tell, protocol: Protocol, row: CaseRow) => {
    for (const old of cases.roles(row.id)) {
      const isKnown = protocol.regions.some(({ id, roles }) => id === old.region && roles.some((role) => role.id === old.role));
      if (!isKnown) drop(write, tell, row.code, old, "role.drop");
    }
    for (const { region, role, row: old, candidates } of rolesOf(protocol, row)) {
      if (old?.isConfirmed === 1) continue;
      const one = candidates.length === 1 ? candidates[0]! : undefined;
      const isTaken = cases
        .roles(row.id)
        .some((other) => other.region === region.id && other.role !== role.id && other.volumeId === one?.volumeId);
      const framesHash = one && !isTaken ? images.framesHash(one.volumeId) : undefined;
      if (!one || framesHash === undefined) {
        if (old) drop(write, tell, row.code, old, "role.drop");
        continue;
      }
      if (old?.volumeId === one.volumeId && old.framesHash === framesHash) continue;
      const found = { caseId: row.id, region: region.id, role: role.id, volumeId: one.volumeId, framesHash, isConfirmed: 0 } as const;
      save(write, tell, row.code, found, { action: "role.find" });
    }
  };

  return { rolesOf, find, drop, save };
}
export type RoleFinder = ReturnType<typeof createRoleFinder>;
