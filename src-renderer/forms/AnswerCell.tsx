import { type FormCell, cellInWords } from "#shared/domain/project/formCells.ts";
import { answerInShort, answerInWords, isTyped } from "./cellOptions.ts";
import type { CellControls } from "./cellControls.ts";
import { PairAnswers, pairInWords } from "./PairAnswers.tsx";
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
  const { form, answers, current, tabKey, pair, onPress } = controls;
  if (isTyped(cell.item)) return <TypedCell cell={cell} controls={controls} labelledBy={labelledBy} />;
  const answer = answers.get(cell.key);
  const inWords = answer ? answerInWords(form, cell, answer) : "not answered";
  const isInGrid = labelledBy === undefined;
  const isAgreed = pair?.agreed.has(cell.key) ?? false;
  const ofPair = pair ? `${pairInWords(form, cell, pair)}; ` : "";
  return (
    <button
      type="button"
      className={classes.cell}
      data-cell={cell.key}
      data-not-assessable={answer?.type === "not assessable" || undefined}
      data-agreed={isAgreed || undefined}
      aria-label={`${cellInWords(cell)}: ${ofPair}${inWords}`}
      aria-current={current === cell || undefined}
      tabIndex={tabKey === cell.key ? 0 : -1}
      title={isAgreed ? `Both readings: ${inWords}` : answer ? inWords : undefined}
      onClick={() => onPress(cell)}
    >
      <PairAnswers cell={cell} controls={controls} />
      {answer && (isInGrid ? answerInShort(form, cell, answer) : inWords)}
    </button>
  );
}
