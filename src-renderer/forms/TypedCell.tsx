import { Textarea, TextInput } from "@mantine/core";
import { type FocusEvent, type KeyboardEvent, useId, useRef, useState } from "react";
import { type FormCell, cellInWords } from "#shared/domain/project/formCells.ts";
import { answerInWords } from "./cellOptions.ts";
import type { CellControls } from "./cellControls.ts";
import { PairAnswers } from "./PairAnswers.tsx";
import { rangeInWords, readTyped, typedText } from "./typedAnswer.ts";
import classes from "./FormPanel.module.css";

interface Props {
  readonly cell: FormCell;
  readonly controls: CellControls;
  /** The element that names the field; its words where there is none. */
  readonly labelledBy?: string;
}

/** Above this many characters a text has more than one line. */
const longestLine = 200;

/** A text or a number: kept when the field is left or at Enter, unless it is wrong, which is said below it. */
export function TypedCell({ cell, controls, labelledBy }: Props) {
  const { form, answers, current, pair, onTyping, onTyped, onLeave } = controls;
  const { kind } = cell.item;
  const isLocked = controls.isLocked || (pair?.agreed.has(cell.key) ?? false);
  const answer = answers.get(cell.key);
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  /** Escape was pressed: what was typed is not kept when the field is left. */
  const isDropped = useRef(false);
  const helpId = useId();
  const range = rangeInWords(cell.item);
  const help = error ?? range;

  const drop = () => {
    setTyped(null);
    setError(null);
  };
  /** Returns whether nothing is wrong. */
  const keep = (): boolean => {
    if (typed === null) return error === null;
    try {
      const next = readTyped(form, cell, typed);
      if (typed.trim() !== typedText(answer)) onTyped(cell, next);
    } catch (cause) {
      setError((cause as Error).message);
      return false;
    }
    drop();
    return true;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const to = event.key === "Enter" ? "next" : event.key === "ArrowUp" ? "up" : event.key === "ArrowDown" ? "down" : null;
    if (event.key === "Escape") {
      event.stopPropagation();
      isDropped.current = true;
      event.currentTarget.blur();
    } else if (to === "next" || (to !== null && event.currentTarget.tagName === "INPUT")) {
      event.preventDefault();
      if (keep()) onLeave(cell, to);
    }
  };
  const common = {
    value: typed ?? typedText(answer),
    readOnly: isLocked,
    error: error !== null,
    placeholder: answer?.type === "not assessable" ? answerInWords(form, cell, answer) : undefined,
    autoComplete: "off",
    size: "xs",
    classNames: { input: classes.typed },
    ...(labelledBy === undefined ? { "aria-label": cellInWords(cell) } : { "aria-labelledby": labelledBy }),
    "aria-current": current === cell || undefined,
    "data-cell": cell.key,
    onFocus: ({ currentTarget }: FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      // A number is typed anew, as a grade is given anew.
      if (kind.type === "number") currentTarget.select();
      onTyping(cell);
    },
    onBlur: () => {
      if (isDropped.current) drop();
      else keep();
      isDropped.current = false;
      onTyping(null);
    },
    onKeyDown,
  } as const;
  // A ref, because Mantine's inputs put their own wrapper's description in place of a property aria-describedby.
  const describe = (field: HTMLInputElement | HTMLTextAreaElement | null) => {
    if (help === "") field?.removeAttribute("aria-describedby");
    else field?.setAttribute("aria-describedby", helpId);
  };
  return (
    <div className={classes.typedCell}>
      {kind.type === "text" && kind.maximumLength > longestLine ? (
        <Textarea {...common} ref={describe} rows={2} onChange={(event) => setTyped(event.currentTarget.value)} />
      ) : (
        <TextInput
          {...common}
          ref={describe}
          inputMode={kind.type === "number" ? "decimal" : undefined}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <PairAnswers cell={cell} controls={controls} />
      <span id={helpId} className={error === null ? classes.range : classes.error} role={error === null ? undefined : "alert"}>
        {help}
      </span>
    </div>
  );
}
