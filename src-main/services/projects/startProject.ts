import { PlainError } from "#shared/domain/plainError.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { projectTable, stateAfter } from "#shared/domain/project/states.ts";
import type { Write } from "../store/index.ts";
import type { CaseTables } from "./caseTables.ts";
import type { MemberRow, ProjectRow, ProjectTables } from "./projectTables.ts";
import { addReadings } from "./readings/addReadings.ts";
import type { ReadingTables } from "./readings/readingTables.ts";
import { states, subjects } from "./subjects.ts";
import type { Tell } from "./writeProject.ts";

/** What a protocol asks for that this version cannot do: a project that needs it cannot be started. */
export function notYet({ agreement }: Protocol): string[] {
  return agreement.confidence === 0.95 ? [] : ["protocol, agreement, confidence: intervals are of 95 % in this version; set it to 0.95"];
}

/** Who has no passphrase, of the readers and coordinators of a study: readings and the manifest are signed with it. */
export function withoutPassphrase(tables: Pick<ProjectTables, "hasPassphrase" | "readerName">, members: readonly MemberRow[]): string[] {
  return [...new Set(members.map(({ readerId }) => readerId))]
    .filter((readerId) => !tables.hasPassphrase(readerId))
    .map((readerId) => `readers: ${tables.readerName(readerId)!} has no passphrase; set one in the window, signed in as this reader`);
}

interface Start {
  readonly write: Write;
  readonly tell: Tell;
  readonly project: ProjectRow;
  readonly lacks: readonly string[];
}

/**
 * Starts a draft within a write of it: its protocol is frozen, and every reading is made with its order. Answers how many readings. Throws PlainError
 * that lists
 * what the draft lacks.
 */
export function startProject(
  {
    tables,
    cases,
    readings,
  }: { readonly tables: ProjectTables; readonly cases: Pick<CaseTables, "list">; readonly readings: ReadingTables },
  { write: { at }, tell, project, lacks }: Start,
): number {
  const started: ProjectRow = { ...project, state: stateAfter(projectTable, project.state, "start", "") };
  if (lacks.length > 0) throw new PlainError(`“${project.name}” cannot be started.${lacks.map((lack) => `\n  ${lack}.`).join("")}`);
  const row = tables.protocols(project.id).at(-1)!;
  const frozen = { ...row, frozenAt: at };
  tables.freeze(project.id, frozen);
  tell({ action: "protocol.freeze", subject: subjects.protocol(row), before: states.protocol(row), after: states.protocol(frozen) });
  tables.setState(started);
  tell({ subject: subjects.project, before: states.project(project), after: states.project(started) });
  return addReadings({ tables, cases, readings }, tell, project.id).length;
}
