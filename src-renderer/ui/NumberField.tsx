import { NumberInput, type NumberInputProps } from "@mantine/core";
import { useState } from "react";

type Props = Omit<NumberInputProps, "value" | "defaultValue" | "onChange" | "onBlur" | "min" | "max"> & {
  readonly min?: number;
  readonly max?: number;
} & (
    | { readonly isOptional?: false; readonly value: number; readonly onChange: (value: number) => void }
    | { readonly isOptional: true; readonly value: number | null; readonly onChange: (value: number | null) => void }
  );

/**
 * A field for a number. Only numbers are passed on, and nothing (null) where the field may be empty; within `min` and `max`, unless `clampBehavior` is "none".
 * What is typed stands there until the field is left, also where it is no number yet ("", "-"); then the number in use stands there again.
 */
export function NumberField({ isOptional, value, onChange, min, max, clampBehavior = "blur", ...others }: Props) {
  /** What is typed, and the number that was in use by then: once that is another one, the typed text is of no use. */
  const [typed, setTyped] = useState<{ readonly text: string | number; readonly value: number | null } | null>(null);
  const give = onChange as (value: number | null) => void;
  const change = (text: string | number) => {
    const number = numberOf(text);
    const next =
      number === null ? (isOptional && text === "" ? null : value) : clampBehavior === "none" ? number : clamped(number, min, max);
    setTyped({ text, value: next });
    if (next !== value) give(next);
  };
  return (
    <NumberInput
      {...others}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      clampBehavior="none"
      value={typed?.value === value ? typed.text : Number.isFinite(value) ? value! : ""}
      onChange={change}
      onBlur={() => setTyped(null)}
    />
  );
}

/** Numbers that are too long come as text. */
function numberOf(text: string | number): number | null {
  const number = text === "" ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : null;
}

function clamped(number: number, min = -Infinity, max = Infinity): number {
  return Math.min(max, Math.max(min, number));
}
