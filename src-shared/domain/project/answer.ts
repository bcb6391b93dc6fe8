import { z } from "zod";
import { PlainError } from "../plainError.ts";
import type { Form, Item } from "./form.ts";
import { cellInWords, type FormCell } from "./formCells.ts";
import { gradePosition } from "./scale.ts";

/** Without halves of characters, which no signature can hold. */
const isWhole = (text: string) => text.isWellFormed();

/** What a reader answered in one field. */
export const answerSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("grade"), value: z.string() }),
  z.strictObject({ type: z.literal("text"), value: z.string().refine(isWhole) }),
  z.strictObject({ type: z.literal("number"), value: z.number() }),
  z.strictObject({ type: z.literal("choice"), value: z.string() }),
  /** `reason` is one of the form's; `words` may be empty unless that reason needs them. */
  z.strictObject({ type: z.literal("not assessable"), reason: z.string(), words: z.string().trim().max(1000).refine(isWhole) }),
]);
export type Answer = z.infer<typeof answerSchema>;

/** Answers by the key of their field. */
export type Answers = ReadonlyMap<string, Answer>;

/** Throws PlainError that names the field where an answer is not one that the form allows there. */
export function checkAnswer(form: Form, cell: FormCell, answer: Answer): void {
  const problem = problemOf(form, cell.item, answer);
  if (problem !== undefined) throw new PlainError(`${cellInWords(cell)}: ${problem}.`);
}

function problemOf(form: Form, { kind }: Item, answer: Answer): string | undefined {
  if (answer.type === "not assessable") return problemOfReason(form, kind.type, answer);
  if (answer.type !== kind.type) return `a ${kind.type} is asked for, and a ${answer.type} was given`;
  if (kind.type === "grade" && answer.type === "grade") {
    gradePosition(
      form.scales.find(({ id }) => id === kind.scale)!,
      answer.value,
    );
    return undefined;
  }
  if (kind.type === "choice" && answer.type === "choice")
    return kind.choices.some(({ value }) => value === answer.value)
      ? undefined
      : `"${answer.value}" is none of ${kind.choices.map(({ value }) => value).join(", ")}`;
  if (kind.type === "number" && answer.type === "number") {
    const { minimum, maximum, unit, isWhole } = kind;
    if (!Number.isFinite(answer.value) || answer.value < minimum || answer.value > maximum)
      return `${answer.value} is outside ${minimum} to ${maximum}${unit === "" ? "" : ` ${unit}`}`;
    return isWhole && !Number.isInteger(answer.value) ? `${answer.value} is no whole number` : undefined;
  }
  if (kind.type === "text" && answer.type === "text") {
    if (answer.value.trim() === "") return "the text is empty";
    return answer.value.length > kind.maximumLength ? `the text is longer than ${kind.maximumLength} characters` : undefined;
  }
  return undefined;
}

function problemOfReason(form: Form, kind: string, answer: Extract<Answer, { type: "not assessable" }>): string | undefined {
  if (kind === "text") return 'a text is left empty, not marked as "not assessable"';
  const reason = form.notAssessable.find(({ id }) => id === answer.reason);
  if (!reason) {
    const known = form.notAssessable.map(({ label }) => label).join(", ");
    return known === "" ? `the form "${form.name}" does not allow "not assessable"` : `"not assessable" needs a reason: ${known}`;
  }
  return reason.needsWords && answer.words.trim() === "" ? `"not assessable: ${reason.label}" needs the reason in words` : undefined;
}

/** The required fields that have no answer yet, in the order of filling. "Not assessable" with a reason is an answer. */
export function missingAnswers(cells: readonly FormCell[], answers: Answers): FormCell[] {
  return cells.filter(({ item, key }) => item.isRequired && !answers.has(key));
}
