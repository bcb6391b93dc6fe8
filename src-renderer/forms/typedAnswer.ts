import { type Answer, checkAnswer } from "#shared/domain/project/answer.ts";
import type { Form, Item } from "#shared/domain/project/form.ts";
import { cellInWords, type FormCell } from "#shared/domain/project/formCells.ts";
import { PlainError } from "#shared/domain/plainError.ts";

/** The answer that was typed into a text or number field; null where the field is empty. Throws PlainError that says what is wrong. */
export function readTyped(form: Form, cell: FormCell, typed: string): Answer | null {
  const text = typed.trim();
  if (text === "") return null;
  const answer: Answer = cell.item.kind.type === "number" ? { type: "number", value: readNumber(text) } : { type: "text", value: text };
  const problem = answerProblem(form, cell, answer);
  if (problem !== null) throw new PlainError(problem);
  return answer;
}

/** What is wrong with an answer, in words that stand at its field; null where nothing is. */
export function answerProblem(form: Form, cell: FormCell, answer: Answer): string | null {
  try {
    checkAnswer(form, cell, answer);
    return null;
  } catch (cause) {
    if (!(cause instanceof PlainError)) throw cause;
    // The name of the field stands beside it.
    const start = `${cellInWords(cell)}: `;
    return cause.message.startsWith(start) ? cause.message.slice(start.length) : cause.message;
  }
}

function readNumber(text: string): number {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text)) return Number(text);
  throw new PlainError(/^[+-]?\d*,\d+$/.test(text) ? "The decimal sign is a point here." : `"${text}" is no number.`);
}

/** What a text or number field shows of an answer; empty where there is none, or it is "not assessable". */
export function typedText(answer: Answer | undefined): string {
  return answer?.type === "text" || answer?.type === "number" ? String(answer.value) : "";
}

/** What is to be typed, in words: "0 to 100 %, whole". Empty for a text. */
export function rangeInWords({ kind }: Item): string {
  if (kind.type !== "number") return "";
  return `${kind.minimum} to ${kind.maximum}${kind.unit === "" ? "" : ` ${kind.unit}`}${kind.isWhole ? ", whole" : ""}`;
}
