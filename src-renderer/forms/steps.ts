import { type Answer, type Answers, missingAnswers } from "#shared/domain/project/answer.ts";
import type { Form } from "#shared/domain/project/form.ts";
import { type FormCell, otherSide } from "#shared/domain/project/formCells.ts";
import { answerInWords, cellName, isTyped } from "./cellOptions.ts";
import type { Direction } from "./formKeys.ts";

/** A form as it is being filled. */
export interface Filling {
  readonly form: Form;
  readonly cells: readonly FormCell[];
  /** Those and the ones that are shown only, where there are any. */
  readonly all?: readonly FormCell[];
  /** The cells as they lie on the screen. */
  readonly lines: readonly (readonly FormCell[])[];
  readonly answers: Answers;
  readonly current: FormCell;
}

/** What follows from something that the reader does. */
export interface Step {
  /** The cell that is asked for next; the same as before where it is left out. */
  readonly to?: FormCell;
  readonly gives?: { readonly cell: FormCell; readonly answer: Answer | null };
  readonly says?: string;
  /** At the end, or where nothing is missing any more. */
  readonly tally?: string;
}

/** How many of the fields that must be filled are filled. Where none must be, all fields count. */
export function tally(cells: readonly FormCell[], answers: Answers): { readonly filled: number; readonly of: number } {
  const required = cells.filter(({ item }) => item.isRequired);
  if (required.length === 0) return { filled: cells.filter(({ key }) => answers.has(key)).length, of: cells.length };
  return { filled: required.length - missingAnswers(cells, answers).length, of: required.length };
}

/** "All 34 are filled.", or how many are missing. */
export function tallyInWords(cells: readonly FormCell[], answers: Answers): string {
  const { filled, of } = tally(cells, answers);
  const missing = of - filled;
  if (missing === 0) return `All ${of} are filled.`;
  return `${missing} of ${of} ${missing === 1 ? "is" : "are"} missing.`;
}

/** Gives an answer in the current cell and goes on to the next; stops at the last one and says what is missing. */
export function give(filling: Filling, answer: Answer): Step {
  const { form, cells, answers, current } = filling;
  const next = cellAfter(filling);
  const after = new Map(answers).set(current.key, answer);
  const { filled, of } = tally(cells, after);
  const isNowFull = filled === of && tally(cells, answers).filled < of;
  return {
    to: next ?? current,
    gives: { cell: current, answer },
    says: `${cellName(current)}: ${answerInWords(form, current, answer)}`,
    tally: next && !isNowFull ? undefined : tallyInWords(cells, after),
  };
}

/** Gives the answer of the same muscle's other side. */
export function copyOtherSide(filling: Filling): Step {
  const { cells, all = cells, answers, current } = filling;
  const other = otherSide(all, current);
  if (!other) return { says: `${cellName(current)} has no other side.` };
  const answer = answers.get(other.key);
  return answer ? give(filling, answer) : { says: `${cellName(other)} has no answer yet.` };
}

/** Takes the current cell's answer back; of an empty cell, that of the cell before, which is then the current one. What was typed is changed in its field. */
export function takeBack({ cells, answers, current }: Filling): Step {
  const cell = answers.has(current.key) ? current : cells[cells.indexOf(current) - 1];
  if (!cell) return {};
  if (!answers.has(cell.key) || (isTyped(cell.item) && cell !== current)) return { to: cell };
  return { to: cell, gives: { cell, answer: null }, says: `${cellName(cell)}: taken back` };
}

/** Goes to another cell: to the next in order, or to a neighbour on the screen. */
export function move(filling: Filling, direction: Direction): Step {
  const { cells, lines, answers, current } = filling;
  if (direction === "next") {
    const next = cellAfter(filling);
    return next ? { to: next } : { says: "", tally: tallyInWords(cells, answers) };
  }
  const line = lines.findIndex((each) => each.includes(current));
  const column = lines[line]?.indexOf(current) ?? 0;
  if (direction === "left" || direction === "right") return { to: lines[line]?.[column + (direction === "left" ? -1 : 1)] };
  const there = lines[line + (direction === "up" ? -1 : 1)];
  return { to: there?.[Math.min(column, there.length - 1)] };
}

/** Why the current cell cannot be marked as not assessable; null where it can. */
export function whyAssessable({ form, current }: Pick<Filling, "form" | "current">): string | null {
  if (form.notAssessable.length === 0) return 'This form does not allow "not assessable".';
  return current.item.kind.type === "text" ? "A text is left empty where there is nothing to say." : null;
}

const cellAfter = ({ cells, current }: Filling): FormCell | undefined => cells[cells.indexOf(current) + 1];
