import { Group, SegmentedControl, Switch, Text, TextInput } from "@mantine/core";
import { useId } from "react";
import type { ExtractionEntry } from "./extractionChoice.ts";

interface Props {
  readonly entry: ExtractionEntry;
  /** What is wrong with the number, in words; null where it can be used. */
  readonly error: string | null;
  readonly onChange: (entry: ExtractionEntry) => void;
  readonly isDisabled: boolean;
}

/** Binning and dimension. */
export function ExtractionForm({ entry, error, onChange, isDisabled }: Props) {
  const errorId = useId();
  const field = entry.binning === "width" ? "binWidth" : "binCount";
  return (
    <div>
      <Group gap={8} wrap="nowrap">
        <SegmentedControl
          aria-label="Binning" disabled={isDisabled} value={entry.binning} onChange={(binning) => onChange({ ...entry, binning })}
          data={[{ value: "width", label: "Bin width" }, { value: "count", label: "Bin count" }]}
        />
        <TextInput
          key={field} aria-label={field === "binWidth" ? "Bin width, grey values" : "Bin count"} w={70} inputMode="decimal" autoComplete="off" disabled={isDisabled}
          error={error !== null} aria-describedby={error === null ? undefined : errorId} value={entry[field]}
          onChange={(event) => onChange({ ...entry, [field]: event.currentTarget.value })}
        />
        <Switch label="2D" aria-label="Slice by slice (2D)" disabled={isDisabled} checked={entry.isTwoDimensional} onChange={(event) => onChange({ ...entry, isTwoDimensional: event.currentTarget.checked })} />
      </Group>
      {error !== null && <Text id={errorId} size="xs" c="var(--mantine-color-error)" mt={4} role="alert">{error}</Text>}
    </div>
  );
}
