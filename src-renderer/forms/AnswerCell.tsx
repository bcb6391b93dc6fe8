import { type FormCell, cellInWords } from "#shared/domain/project/formCells.ts";
import { answerInShort, answerInWords, isTyped } from "./cellOptions.ts";
import type { CellControls } from "./cellControls.ts";
import { TypedCell } from "./TypedCell.tsx";
import classes from "./FormPanel.module.css";

interface Props {
  readonly cell: FormCell;
  readonly controls: CellControls;
  /** The element that names a field outside of a grid. */
  readonly labelledBy?: string;
}

/** One field of a form: a button that makes it the current one and shows its answer, or a field that is typed in. */
export function AnswerCell({ cell, controls, labelledBy }: Props) {
  const { form, answers, current, tabKey, onPress } = controls;
  if (isTyped(cell.item)) return <TypedCell cell={cell} controls={controls} labelledBy={labelledBy} />;
  const answer = answers.get(cell.key);
  const inWords = answer ? answerInWords(form, cell, answer) : "not answered";
  const isInGrid = labelledBy === undefined;
  return (
    <button
      type="button"
      className={classes.cell}
      data-cell={cell.key}
      data-not-assessable={answer?.type === "not assessable" || undefined}
      aria-label={`${cellInWords(cell)}: ${inWords}`}
      aria-current={current === cell || undefined}
      tabIndex={tabKey === cell.key ? 0 : -1}
      title={answer ? inWords : undefined}
      onClick={() => onPress(cell)}
    >
      {answer && (isInGrid ? answerInShort(form, cell, answer) : inWords)}
    </button>
  );
}
