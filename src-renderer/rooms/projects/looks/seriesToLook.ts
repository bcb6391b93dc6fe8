import { levelRole } from "#shared/domain/project/levels.ts";
import type { Region, Role } from "#shared/domain/project/region.ts";
import type { CaseLevel, CaseRole } from "../../../client/projects.ts";
import type { OpenProject } from "../useProject.ts";

/** A series of a case that has a role: to be looked at, and where it is the one whose slices are levels, to have them marked. */
export interface SeriesToLook {
  readonly key: string;
  readonly code: string;
  readonly region: Region;
  readonly role: Role;
  readonly volumeId: string;
  readonly looked: CaseRole["looked"];
  /** Those of the region, whichever series they are counted on. */
  readonly levels: readonly CaseLevel[];
  /** Its slices are the levels. */
  readonly hasLevels: boolean;
  /** Whether blinded readers see it, so that it is looked at. */
  readonly isBlinded: boolean;
}

/** All series with a role, case by case in the protocol's order; and how many roles have none yet. */
export function seriesToLook({ protocol, cases }: Pick<OpenProject, "protocol" | "cases">): {
  readonly series: readonly SeriesToLook[];
  readonly absent: number;
} {
  const included = cases.filter(({ state }) => state !== "excluded");
  const series = included.flatMap(({ code, roles, levels }) =>
    protocol.regions.flatMap((region) =>
      region.roles.flatMap((role): SeriesToLook[] => {
        const found = roles.find((each) => each.region === region.id && each.role === role.id);
        if (!found || found.volumeId === null) return [];
        const ofRegion = levels.filter((level) => level.region === region.id);
        return [
          {
            key: `${code} ${region.id} ${role.id}`,
            code,
            region,
            role,
            volumeId: found.volumeId,
            looked: found.looked,
            levels: ofRegion,
            hasLevels: ofRegion.length > 0 && levelRole(region).id === role.id,
            isBlinded: protocol.blinding.isBlinded,
          },
        ];
      }),
    ),
  );
  return { series, absent: included.flatMap(({ roles }) => roles).filter(({ volumeId }) => volumeId === null).length };
}

/** Whether something is to be done with a series: a level to be marked, or it was not looked at. */
export function isToDo({ looked, levels, hasLevels, isBlinded }: SeriesToLook): boolean {
  return (isBlinded && looked === null) || (hasLevels && levels.some(({ slice }) => slice === null));
}

/** The next series with something to do after one, or before it; around the end. Undefined where there is none. */
export function nextToDo(series: readonly SeriesToLook[], key: string): SeriesToLook | undefined {
  const at = series.findIndex((each) => each.key === key);
  return [...series.slice(at + 1), ...series.slice(0, at)].find(isToDo);
}
