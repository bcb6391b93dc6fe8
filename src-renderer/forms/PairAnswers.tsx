import type { Form } from "#shared/domain/project/form.ts";
import type { FormCell } from "#shared/domain/project/formCells.ts";
import type { CellControls } from "./cellControls.ts";
import { answerInShort, answerInWords } from "./cellOptions.ts";
import type { FormPair } from "./formPanelProps.ts";
import classes from "./FormPanel.module.css";

/** What two readings answered in a field, beside each other; nothing where they share the answer, or where there are no two readings. */
export function PairAnswers({ cell, controls: { form, pair } }: { readonly cell: FormCell; readonly controls: CellControls }) {
  if (!pair || pair.agreed.has(cell.key)) return null;
  const [a, b] = [pair.a.get(cell.key), pair.b.get(cell.key)];
  if (!a && !b) return null;
  return (
    <span className={classes.pair}>
      <span data-letter="A">A {a ? answerInShort(form, cell, a) : "–"}</span>
      <span data-letter="B">B {b ? answerInShort(form, cell, b) : "–"}</span>
    </span>
  );
}

/** The same in words, for who does not see it: "A: 2, …, B: 4, …", or "both agree". */
export function pairInWords(form: Form, cell: FormCell, { a, b, agreed }: FormPair): string {
  if (agreed.has(cell.key)) return "both agree";
  return [["A", a] as const, ["B", b] as const]
    .map(([letter, answers]) => {
      const answer = answers.get(cell.key);
      return `${letter}: ${answer ? answerInWords(form, cell, answer) : "not answered"}`;
    })
    .join(", ");
}
