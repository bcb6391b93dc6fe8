import { TextInput } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import type { Answer } from "#shared/domain/project/answer.ts";
import type { Form } from "#shared/domain/project/form.ts";
import type { FormCell } from "#shared/domain/project/formCells.ts";
import { cellName } from "./cellOptions.ts";
import { keyOfPlace } from "./formKeys.ts";
import { answerProblem } from "./typedAnswer.ts";
import classes from "./FormPanel.module.css";

interface Props {
  readonly form: Form;
  readonly cell: FormCell;
  /** The reason that waits for words; null where none is chosen. */
  readonly reasonId: string | null;
  readonly onReason: (at: number) => void;
  readonly onAnswer: (answer: Answer) => void;
  readonly onClose: () => void;
}

/** Why a cell is not assessable: a list that is chosen from by number, and words where the reason needs them. */
export function ReasonList({ form, cell, reasonId, onReason, onAnswer, onClose }: Props) {
  const waiting = form.notAssessable.find(({ id }) => id === reasonId);
  return (
    <fieldset aria-label={`Why ${cellName(cell)} is not assessable`} className={classes.reasons}>
      <p className={classes.title}>{cellName(cell)} is not assessable:</p>
      <ul>
        {form.notAssessable.map(({ id, label }, at) => (
          <li key={id}>
            <button type="button" className={classes.option} aria-pressed={id === reasonId} onClick={() => onReason(at)}>
              <kbd>{keyOfPlace(at).toUpperCase()}</kbd> {label}
            </button>
          </li>
        ))}
        <li>
          <button type="button" className={classes.option} onClick={onClose}>
            <kbd>Esc</kbd> cancel
          </button>
        </li>
      </ul>
      {waiting && <Words key={waiting.id} form={form} cell={cell} reason={waiting} onAnswer={onAnswer} onClose={onClose} />}
    </fieldset>
  );
}

const takeFocus = (field: HTMLInputElement | null) => field?.focus();

interface WordsProps extends Pick<Props, "form" | "cell" | "onAnswer" | "onClose"> {
  readonly reason: Form["notAssessable"][number];
}

function Words({ form, cell, reason, onAnswer, onClose }: WordsProps) {
  const [words, setWords] = useState("");
  const [error, setError] = useState<string | null>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" && (event.key !== "Enter" || event.nativeEvent.isComposing)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") {
      onClose();
      return;
    }
    const answer: Answer = { type: "not assessable", reason: reason.id, words: words.trim() };
    const problem = answerProblem(form, cell, answer);
    if (problem === null) onAnswer(answer);
    else setError(problem);
  };
  return (
    <TextInput
      size="xs"
      label={`In words (${reason.label}), then Enter`}
      ref={takeFocus}
      errorProps={{ role: "alert" }}
      autoComplete="off"
      maxLength={1000}
      value={words}
      error={error}
      onChange={(event) => setWords(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}
