import { PlainError } from "#shared/domain/plainError.ts";
import { parseProtocol, type Protocol } from "#shared/domain/project/protocol.ts";
import type { CaseRow, CaseTables } from "./caseTables.ts";
import type { ProjectRow, ProjectTables } from "./projectTables.ts";

/** The project of an id. Throws PlainError where there is none. */
export function openProject(tables: Pick<ProjectTables, "find">, projectId: string): ProjectRow {
  const row = tables.find(projectId);
  if (!row) throw new PlainError("There is no such project. “fascicle project list” names those that are here.");
  return row;
}

/** Throws PlainError where a project is no draft. */
export function refuseRunning({ name, state }: ProjectRow, what: string): void {
  if (state !== "draft") throw new PlainError(`${what} of “${name}” cannot be changed any more: the project is ${state}.`);
}

/** The newest version of a project's protocol. */
export function currentProtocol(tables: Pick<ProjectTables, "protocols">, projectId: string): Protocol {
  return parseProtocol(JSON.parse(tables.protocols(projectId).at(-1)!.content));
}

/** A case of a project by its code. Throws PlainError where there is none. */
export function openCase(cases: Pick<CaseTables, "find">, projectId: string, code: string): CaseRow {
  const row = cases.find(projectId, code.trim());
  if (!row) throw new PlainError(`This project has no case ${code.trim()}.`);
  return row;
}
