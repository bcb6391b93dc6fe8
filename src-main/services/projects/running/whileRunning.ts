import { PlainError } from "#shared/domain/plainError.ts";
import type { CaseRequest } from "../addCases.ts";
import type { CaseRow, CaseTables } from "../caseTables.ts";
import { faultsError } from "../faults.ts";
import type { LevelTables } from "../levelTables.ts";
import type { ProjectRow } from "../projectTables.ts";
import type { ReadingTables } from "../readings/readingTables.ts";

interface Parts {
  readonly cases: Pick<CaseTables, "roles" | "find">;
  readonly levels: Pick<LevelTables, "of">;
  readonly readings: Pick<ReadingTables, "ofProject">;
}

/** Which part of a case: ids of the protocol. */
interface Named {
  readonly region: string;
  readonly role?: string;
  readonly level?: string;
}

/**
 * What a coordinator may still set in a case of a running study: what is not set yet, of a case that came later or of which a series was
 * replaced. What a reader
 * has read by stays. Every method throws PlainError where it must not be changed.
 */
export function createRunningGuards({ cases, levels, readings }: Parts) {
  const isRead = (project: ProjectRow, { id }: CaseRow) =>
    readings.ofProject(project.id).some(({ caseId, openedAt }) => caseId === id && openedAt !== null);
  const roleOf = ({ id }: CaseRow, { region, role }: Named) => cases.roles(id).find((each) => each.region === region && each.role === role);
  return {
    refuseRole: (project: ProjectRow, row: CaseRow, named: Named): void => {
      if (project.state === "draft" || roleOf(row, named)?.isConfirmed !== 1) return;
      throw new PlainError(
        `Case ${row.code}, ${named.region}: the series was confirmed, and “${project.name}” is ${project.state}. A wrong one is replaced, with a reason (“fascicle project cases replace”).`,
      );
    },
    refuseLook: (project: ProjectRow, row: CaseRow, named: Named): void => {
      if (project.state === "draft" || (roleOf(row, named)?.lookedAt ?? null) === null || !isRead(project, row)) return;
      throw new PlainError(
        `Case ${row.code}, ${named.region}: what is hidden of the series cannot be changed any more: a reading of the case was opened. Replace the series, where the readings are to be made anew.`,
      );
    },
    refuseLevel: (project: ProjectRow, code: string, named: Named): void => {
      const row = cases.find(project.id, code.trim());
      if (project.state === "draft" || !row) return;
      const isChosen = levels.of(row.id).some(({ region, level }) => region === named.region && level === named.level);
      if (isChosen && isRead(project, row))
        throw new PlainError(
          `Case ${row.code}, ${named.region}, ${named.level}: the slice cannot be changed any more: a reading of the case was opened.`,
        );
    },
  };
}

/** Throws PlainError where a training case is to be added to a running study: they come first in every reader's order, which is there already. */
export function refuseTraining({ name, state }: ProjectRow, requests: readonly CaseRequest[], source: string): void {
  const training = requests.filter(({ isTraining }) => isTraining === true).map(({ where }) => `${where}, training`);
  if (training.length > 0)
    throw faultsError(
      source,
      training.map((where) => `${where}: “${name}” is ${state}; training cases come first in every order, and are added to a draft`),
    );
}
