import { TextInput } from "@mantine/core";
import { useState } from "react";
import { dateOf } from "./worklistFilter.ts";
import classes from "./WorklistToolbar.module.css";

interface Props {
  readonly label: string;
  /** Which day a year or a month stands for. */
  readonly end: "first" | "last";
  /** YYYY-MM-DD; null for no bound. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

/** A date typed in the order of ISO 8601, whatever the order of the system: a year, a month or a day. */
export function DateField({ label, end, value, onChange }: Props) {
  const [text, setText] = useState(value ?? "");
  // The filter was cleared or changed from outside.
  if (dateOf(text, end) !== value) setText(value ?? "");
  const isWrong = text.trim() !== "" && dateOf(text, end) === null;
  return (
    <TextInput
      className={classes.date}
      aria-label={label}
      placeholder="YYYY-MM-DD"
      value={text}
      error={isWrong}
      spellCheck={false}
      autoComplete="off"
      inputMode="numeric"
      maxLength={10}
      title="A year, a month or a day: 2026, 2026-11 or 2026-11-30"
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(dateOf(event.currentTarget.value, end));
      }}
    />
  );
}
