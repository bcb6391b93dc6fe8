import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { CaseTables } from "./caseTables.ts";
import type { LevelTables } from "./levelTables.ts";

/**
 * Whether a case can be read by a protocol: every role has its confirmed series, of a blinded study one that a coordinator has looked at, and every level that
 * the coordinator chooses has its slice. A case that came while the study runs, or of which a series was replaced, waits until then.
 */
export function isCaseReady(
  { cases, levels }: { readonly cases: Pick<CaseTables, "roles">; readonly levels: Pick<LevelTables, "of"> },
  { regions, blinding }: Protocol,
  caseId: string,
): boolean {
  const [roles, chosen] = [cases.roles(caseId), levels.of(caseId)];
  return regions.every((region) => {
    const isShown = region.roles.every(({ id }) => {
      const role = roles.find((each) => each.region === region.id && each.role === id);
      return role?.isConfirmed === 1 && (!blinding.isBlinded || role.lookedAt !== null);
    });
    const isPlaced =
      region.levelsChosenBy === "reader" ||
      region.levels.every(({ id }) => chosen.some((each) => each.region === region.id && each.level === id));
    return isShown && isPlaced;
  });
}
