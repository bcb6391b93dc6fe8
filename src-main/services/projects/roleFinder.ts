import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { Region, Role } from "#shared/domain/project/region.ts";
import type { Write } from "../store/index.ts";
import { candidates, type CaseImage, type CaseImages } from "./caseImages.ts";
import type { CaseLevels } from "./caseLevels.ts";
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
export function createRoleFinder({
  cases,
  images,
  levels,
}: {
  readonly cases: CaseTables;
  readonly images: CaseImages;
  readonly levels: CaseLevels;
}) {
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

  /** Takes a role away with the levels of its region, and tells the log; answers the levels, as the log names them. */
  const drop = (write: Write, tell: Tell, ofCase: Pick<CaseRow, "id" | "code">, row: CaseRoleRow, action: string): string[] => {
    const dropped = levels.dropRegion(tell, ofCase, row.region);
    cases.removeRole(write, row);
    tell({ action, subject: subjects.caseRole(ofCase.code, row), before: states.caseRole(row), after: null });
    return dropped;
  };

  /**
   * Says which volume has a role, and tells the log. Where it is another one than before, nobody has looked at it yet, and the levels of the region
   * are dropped: answers them, as the log names them.
   */
  const save = (
    write: Write,
    tell: Tell,
    ofCase: Pick<CaseRow, "id" | "code">,
    found: Omit<CaseRoleRow, "lookedAt" | "mask">,
    more: { action: string; reason?: string | null },
  ): string[] => {
    const earlier = cases.roles(found.caseId).find(({ region, role }) => region === found.region && role === found.role);
    const isSame = earlier?.volumeId === found.volumeId && earlier.framesHash === found.framesHash;
    const row = { ...found, lookedAt: isSame ? earlier.lookedAt : null, mask: isSame ? earlier.mask : null };
    const dropped = earlier && !isSame ? levels.dropRegion(tell, ofCase, row.region) : [];
    cases.saveRole(write, row);
    tell({
      ...more,
      subject: subjects.caseRole(ofCase.code, row),
      before: earlier ? states.caseRole(earlier) : null,
      after: states.caseRole(row),
    });
    return dropped;
  };

  /**
   * Finds the roles of a case that no coordinator has confirmed: one series that the rule describes is taken, to be confirmed; where there is none,
   * or there are
   * several, or the one has another role of the region, nothing is. Answers the levels that were dropped with what had a role before, as the log names
   * them.
   */
  const find = (write: Write, tell: Tell, protocol: Protocol, row: CaseRow): string[] => {
    const dropped: string[] = [];
    for (const old of cases.roles(row.id)) {
      const isKnown = protocol.regions.some(({ id, roles }) => id === old.region && roles.some((role) => role.id === old.role));
      if (!isKnown) dropped.push(...drop(write, tell, row, old, "role.drop"));
    }
    const all = rolesOf(protocol, row);
    // Who lets a volume go does so first: the order of roles must not decide who finds one.
    for (const { row: old, candidates } of all) {
      if (!old || old.isConfirmed === 1 || onlyOne(candidates)?.volumeId === old.volumeId) continue;
      dropped.push(...drop(write, tell, row, old, "role.drop"));
    }
    for (const { region, role, candidates } of all) {
      const now = cases.roles(row.id).filter((each) => each.region === region.id);
      const old = now.find((each) => each.role === role.id);
      if (old?.isConfirmed === 1) continue;
      const one = onlyOne(candidates);
      const isTaken = now.some((other) => other.role !== role.id && other.volumeId === one?.volumeId);
      const framesHash = one && !isTaken ? images.framesHash(one.volumeId) : undefined;
      if (!one || framesHash === undefined) {
        if (old) dropped.push(...drop(write, tell, row, old, "role.drop"));
        continue;
      }
      if (old?.volumeId === one.volumeId && old.framesHash === framesHash) continue;
      const found = { caseId: row.id, region: region.id, role: role.id, volumeId: one.volumeId, framesHash, isConfirmed: 0 } as const;
      dropped.push(...save(write, tell, row, found, { action: "role.find" }));
    }
    return dropped;
  };

  return { rolesOf, find, drop, save };
}
export type RoleFinder = ReturnType<typeof createRoleFinder>;

const onlyOne = (candidates: readonly CaseImage[]): CaseImage | undefined => (candidates.length === 1 ? candidates[0] : undefined);
