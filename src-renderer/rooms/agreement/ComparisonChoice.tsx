import { Select } from "@mantine/core";
import type { ComparisonName } from "#shared/api/agreement.ts";
import { comparisonInWords, comparisonKey } from "#shared/domain/agreement/analysedReading.ts";

interface Props {
  readonly comparisons: readonly ComparisonName[];
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
}

/** Whose readings are compared. */
export function ComparisonChoice({ comparisons, chosen, onChoose }: Props) {
  return (
    <Select
      aria-label="Compared readings"
      w={230}
      allowDeselect={false}
      data={comparisons.map((comparison) => ({ value: comparisonKey(comparison), label: comparisonInWords(comparison) }))}
      value={chosen}
      onChange={(key) => key !== null && onChoose(key)}
    />
  );
}
