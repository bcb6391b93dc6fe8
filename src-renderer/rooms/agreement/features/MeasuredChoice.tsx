import { Select } from "@mantine/core";
import type { FeatureOverview } from "#shared/api/agreement.ts";
import { partKey } from "#shared/domain/project/featurePart.ts";

interface Props {
  readonly overview: FeatureOverview;
  /** A partKey; "" for all of the drawings. */
  readonly measured: string;
  readonly onMeasured: (part: string) => void;
}

/** Whether features of whole drawings are shown, or of one level, segment or side; nothing where the protocol asks for no parts. */
export function MeasuredChoice({ overview: { parts }, measured, onMeasured }: Props) {
  if (parts.length === 0) return null;
  // A level is named as the region names it: "thigh, T1-weighted, level proximal" ends with it.
  const words = new Map(
    parts.map(({ part, words: all, regionName, roleName }) => [partKey(part), all.slice(`${regionName}, ${roleName}, `.length)]),
  );
  return (
    <Select
      aria-label="Measured part of the drawings"
      w={170}
      allowDeselect={false}
      data={[{ value: "", label: "whole drawings" }, ...[...words].map(([value, label]) => ({ value, label }))]}
      value={measured}
      onChange={(part) => part !== null && onMeasured(part)}
    />
  );
}
