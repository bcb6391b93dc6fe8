import { Button, Group, MultiSelect, Select, TagsInput, TextInput } from "@mantine/core";
import { muscles } from "#shared/domain/muscles.ts";
import type { Drawing, Region } from "#shared/domain/project/region.ts";
import { segmentsToDraw } from "#shared/domain/project/segmentsToDraw.ts";
import { within, type ErrorAt } from "./errorAt.ts";
import { levelsNamed } from "./levelsNamed.ts";
import { RuleFields, type RulePictures } from "./RuleFields.tsx";
import { newSegment, SegmentListFields } from "./SegmentListFields.tsx";
import { SeriesFields } from "./SeriesFields.tsx";
import own from "./Protocol.module.css";

interface Props {
  readonly region: Region;
  /** Which series there are, and who chooses the levels, stays as it is. */
  readonly isAmending: boolean;
  readonly pictures: RulePictures;
  readonly errorAt: ErrorAt;
  readonly onChange: (region: Region) => void;
  readonly onRemove: () => void;
}

const kinds = [
  { value: "nothing", label: "nothing" },
  { value: "together", label: "all muscle, both sides as one" },
  { value: "each", label: "all muscle, a segment a side" },
  { value: "single muscles", label: "single muscles" },
  { value: "list", label: "segments of a list" },
] as const;

const kindOf = (drawing: Drawing): string => (drawing.kind === "all muscle" ? drawing.sides : drawing.kind);

/** The series of a region, its levels, what is drawn in it by which rules, and how it is shown at the start. */
export function RegionFields({ region, isAmending, pictures, errorAt, onChange, onRemove }: Props) {
  const { name, levels, levelsChosenBy, drawing, start } = region;
  const setKind = (kind: string | null) => {
    if (kind === "nothing") onChange({ ...region, drawing: { kind } });
    if (kind === "together" || kind === "each") onChange({ ...region, drawing: { kind: "all muscle", sides: kind } });
    if (kind === "list") {
      // What was drawn so far is a beginning.
      const before = segmentsToDraw(drawing).map(({ name: segment, side, color }) => ({ name: segment, side, color }));
      onChange({ ...region, drawing: { kind, segments: before.length > 0 ? before : [newSegment("segment 1", 0)] } });
    }
    if (kind === "single muscles") {
      const own = muscles.filter((muscle) => muscle.region === region.id).map(({ code }) => code);
      onChange({ ...region, drawing: { kind, muscles: own.length > 0 ? own : muscles.map(({ code }) => code), sides: ["right", "left"] } });
    }
  };
  return (
    <div className={own.fields}>
      <Group align="flex-end" justify="space-between">
        <TextInput
          w={260}
          label="Name of the region"
          error={errorAt("name")}
          value={name}
          autoComplete="off"
          onChange={(event) => onChange({ ...region, name: event.currentTarget.value })}
        />
        {!isAmending && (
          <Button variant="default" onClick={onRemove}>
            Remove the region
          </Button>
        )}
      </Group>
      <SeriesFields region={region} isAmending={isAmending} errorAt={errorAt} onChange={onChange} />
      <TagsInput
        size="xs"
        error={errorAt("levels")}
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
        <Select label={`Drawn on ${name}`} allowDeselect={false} data={[...kinds]} value={kindOf(drawing)} onChange={setKind} />
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
        <SegmentListFields
          region={name}
          segments={drawing.segments}
          errorAt={within(errorAt, "drawing", "segments")}
          onChange={(segments) => onChange({ ...region, drawing: { ...drawing, segments } })}
        />
      )}
      <RuleFields
        region={region}
        pictures={pictures}
        errorAt={within(errorAt, "drawingRules")}
        onChange={(drawingRules) => onChange({ ...region, drawingRules })}
      />
    </div>
  );
}
