import { PlainError } from "#shared/domain/plainError.ts";
import type { CaseRow, CaseTables } from "./caseTables.ts";
import type { ProjectRow } from "./projectTables.ts";
import { states, subjects } from "./subjects.ts";
import type { Tell } from "./writeProject.ts";

/** What a case is to have, all of it; its code stays. */
export interface CaseChange {
  readonly code: string;
  readonly group: string | null;
  /** Text by name; an empty one is none. */
  readonly variables: Readonly<Record<string, string>>;
  readonly isTraining: boolean;
  /** Needed while the project runs. */
  readonly reason: string;
}

/**
 * Changes within a write the group, variables and training flag of a case; nothing where nothing differs. Throws PlainError where a running project's case is
 * to be one for training or is one, where a reason is lacking or holds a group, which the log must not, or a variable has no name.
 */
export function changeCase(cases: CaseTables, tell: Tell, { name, state }: ProjectRow, row: CaseRow, change: CaseChange): void {
  const reason = change.reason.trim();
  const group = change.group?.trim() ?? "";
  const after: CaseRow = {
    ...row,
    groupName: group === "" ? null : group,
    variables: JSON.stringify(variablesOf(row, change.variables)),
    isTraining: change.isTraining ? 1 : 0,
  };
  if (after.isTraining !== row.isTraining && state !== "draft")
    throw new PlainError(
      `Case ${row.code}: “${name}” is ${state}, and every order begins with the training cases: which they are is said in a draft. It can be excluded.`,
    );
  const studies = cases.studies(row.id);
  const [before, now] = [states.case(row, studies), states.case(after, studies)];
  if (after.groupName === row.groupName && isSame(after.variables, row.variables) && after.isTraining === row.isTraining) return;
  if (state !== "draft" && reason === "") throw new PlainError("Say why: a change of a case needs a reason, which the log keeps.");
  if ([row.groupName, after.groupName].some((value) => value !== null && holdsWord(reason, value)))
    throw new PlainError("The reason holds the group, which the log must not. Say it without.");
  cases.setContent(after);
  tell({ subject: subjects.case(row.code), before, after: now, reason: reason === "" ? null : reason });
}

function variablesOf({ code }: CaseRow, variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const named = Object.entries(variables).map(([name, value]) => [name.trim(), value.trim()] as const);
  if (named.some(([name]) => name === "")) throw new PlainError(`Case ${code}: a variable has no name.`);
  const twice = named.find(([name], at) => named.findIndex(([other]) => other === name) < at);
  if (twice) throw new PlainError(`Case ${code}: the variable “${twice[0]}” is there twice.`);
  return Object.fromEntries(named.filter(([, value]) => value !== ""));
}

/** Whether two objects of texts are one, in whichever order their fields stand. */
function isSame(a: string, b: string): boolean {
  const sorted = (json: string) =>
    JSON.stringify(Object.entries(JSON.parse(json) as object).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  return sorted(a) === sorted(b);
}

/** Whether a text holds a value as a word of its own. */
function holdsWord(text: string, value: string): boolean {
  const letters = /[\p{L}\p{N}]/u;
  const [where, sought] = [text.toLowerCase(), value.toLowerCase()];
  for (let at = where.indexOf(sought); at >= 0; at = where.indexOf(sought, at + 1)) {
    const [before, after] = [where[at - 1] ?? " ", where[at + sought.length] ?? " "];
    if (!letters.test(before) && !letters.test(after)) return true;
  }
  return false;
}
