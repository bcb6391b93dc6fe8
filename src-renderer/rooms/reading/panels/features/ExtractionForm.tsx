import { Group, NumberInput, SegmentedControl, Switch } from "@mantine/core";
import type { ExtractionChoice } from "./extractionChoice.ts";

interface Props {
  readonly choice: ExtractionChoice;
  readonly onChange: (choice: ExtractionChoice) => void;
  readonly isDisabled: boolean;
}

/** Binning and dimension. */
export function ExtractionForm({ choice, onChange, isDisabled }: Props) {
  const isWidth = choice.binning === "width";
  return (
    <Group gap={8} wrap="nowrap">
      <SegmentedControl
        aria-label="Binning" disabled={isDisabled} value={choice.binning} onChange={(binning) => onChange({ ...choice, binning })}
        data={[{ value: "width", label: "Bin width" }, { value: "count", label: "Bin count" }]}
      />
      {isWidth ? (
        <NumberInput aria-label="Bin width, grey values" w={70} min={0.001} step={5} hideControls disabled={isDisabled} value={choice.binWidth}
          onChange={(value) => typeof value === "number" && value > 0 && onChange({ ...choice, binWidth: value })} />
      ) : (
        <NumberInput aria-label="Bin count" w={70} min={2} max={65_535} allowDecimal={false} hideControls disabled={isDisabled} value={choice.binCount}
          onChange={(value) => typeof value === "number" && value >= 2 && onChange({ ...choice, binCount: value })} />
      )}
      <Switch label="2D" aria-label="Slice by slice (2D)" disabled={isDisabled} checked={choice.isTwoDimensional} onChange={(event) => onChange({ ...choice, isTwoDimensional: event.currentTarget.checked })} />
    </Group>
  );
}
