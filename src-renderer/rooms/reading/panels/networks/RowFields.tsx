import type { TableColumn } from "#shared/domain/bundle/input.ts";
import { NumberField } from "../../../../ui/NumberField.tsx";

interface Props {
  readonly columns: readonly TableColumn[];
  readonly row: Readonly<Record<string, number>>;
  readonly isDisabled: boolean;
  readonly onChange: (name: string, value: number | null) => void;
}

/** The numbers of a case that a network needs beside images, each with the range of the training data. */
export function RowFields({ columns, row, isDisabled, onChange }: Props) {
  return columns.map(({ name, unit, min, max }) => {
    const value = row[name];
    const isOutside = value !== undefined && (value < min || value > max);
    return (
      <NumberField
        key={name}
        isOptional
        label={unit === "" ? name : `${name}, ${unit}`}
        description={isOutside ? undefined : `trained on ${min} to ${max}`}
        error={isOutside ? `Outside of the ${min} to ${max} of the training data` : undefined}
        inputWrapperOrder={["label", "input", "description", "error"]}
        value={value ?? null}
        hideControls
        disabled={isDisabled}
        onChange={(given) => onChange(name, given)}
      />
    );
  });
}
