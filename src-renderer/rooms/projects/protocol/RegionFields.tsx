import { Group, MultiSelect, Select, TagsInput, Text } from "@mantine/core";
import { muscles } from "#shared/domain/muscles.ts";
import type { Drawing, Region } from "#shared/domain/project/region.ts";
import { drawingInWords } from "./protocolWords.ts";
import { levelsNamed } from "./levelsNamed.ts";
import own from "./Protocol.module.css";

interface Props {
  readonly region: Region;
  /** Who chooses the levels stays as it is. */
  readonly isAmending: boolean;
  readonly onChange: (region: Region) => void;
}

const kinds = [
  { value: "nothing", label: "nothing" },
  { value: "together", label: "all muscle, both sides as one" },
  { value: "each", label: "all muscle, a segment a side" },
  { value: "single muscles", label: "single muscles" },
] as const;

const kindOf = (drawing: Drawing): string => (drawing.kind === "all muscle" ? drawing.sides : drawing.kind);

/** The levels of a region, and what is drawn in it. */
export function RegionFields({ region, isAmending, onChange }: Props) {
  const { name, levels, levelsChosenBy, drawing, start } = region;
  const setKind = (kind: string | null) => {
    if (kind === "nothing") onChange({ ...region, drawing: { kind } });
    if (kind === "together" || kind === "each") onChange({ ...region, drawing: { kind: "all muscle", sides: kind } });
    if (kind === "single muscles") {
      const own = muscles.filter((muscle) => muscle.region === region.id).map(({ code }) => code);
      onChange({ ...region, drawing: { kind, muscles: own.length > 0 ? own : muscles.map(({ code }) => code), sides: ["right", "left"] } });
    }
  };
  return (
    <fieldset className={own.region}>
      <legend>{name}</legend>
      <TagsInput
        size="xs"
        label={`Levels of ${name}, in their order`}
        description="A name and Enter; none where every slice is read."
        value={levels.map((level) => level.name)}
        onChange={(names) => {
          const next = levelsNamed(names, levels);
          onChange({ ...region, levels: next, start: { ...start, level: next.some(({ id }) => id === start.level) ? start.level : null } });
        }}
      />
      <Group align="flex-end" grow preventGrowOverflow={false}>
        <Select
          label={`Slices of levels of ${name}`}
          allowDeselect={false}
          disabled={isAmending}
          data={[
            { value: "coordinator", label: "chosen by the coordinator" },
            { value: "reader", label: "chosen by each reader" },
          ]}
          value={levelsChosenBy}
          onChange={(by) => by && onChange({ ...region, levelsChosenBy: by })}
        />
        <Select
          label={`Drawn on ${name}`}
          allowDeselect={false}
          data={drawing.kind === "list" ? [...kinds, { value: "list", label: "segments of a list" }] : [...kinds]}
          value={kindOf(drawing)}
          onChange={setKind}
        />
        {drawing.kind === "single muscles" && (
          <Select
            label="Sides"
            allowDeselect={false}
            data={["right and left", "right", "left"]}
            value={drawing.sides.join(" and ")}
            onChange={(sides) =>
              sides !== null && onChange({ ...region, drawing: { ...drawing, sides: sides.split(" and ") as ("right" | "left")[] } })
            }
          />
        )}
      </Group>
      {drawing.kind === "single muscles" && (
        <MultiSelect
          size="xs"
          label="Muscles"
          data={muscles.map(({ code, name: muscle }) => ({ value: code, label: muscle }))}
          value={drawing.muscles}
          onChange={(codes) => onChange({ ...region, drawing: { ...drawing, muscles: codes } })}
        />
      )}
      {drawing.kind === "list" && (
        <Text size="xs" c="dimmed">
          {drawingInWords(drawing)}
        </Text>
      )}
    </fieldset>
  );
}
