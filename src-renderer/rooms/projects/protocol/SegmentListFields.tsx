import { ColorInput, Select, TextInput } from "@mantine/core";
import type { Drawing } from "#shared/domain/project/region.ts";
import { sides } from "#shared/domain/segment.ts";
import { colorForSegment } from "#shared/domain/segmentPalette.ts";
import { AddByName } from "./AddByName.tsx";
import { EntryActions } from "./EntryActions.tsx";
import type { ErrorAt } from "./errorAt.ts";
import { movedEarlier } from "./moved.ts";
import own from "./Protocol.module.css";

type Segments = Extract<Drawing, { kind: "list" }>["segments"];

interface Props {
  readonly region: string;
  readonly segments: Segments;
  readonly errorAt: ErrorAt;
  readonly onChange: (segments: Segments) => void;
}

/** A segment of a list, in the palette's colour of its place. */
export const newSegment = (name: string, at: number): Segments[number] => ({ name, side: "none", color: colorForSegment(at + 1) });

/** The segments of any list, each with its name, side and colour. */
export function SegmentListFields({ region, segments, errorAt, onChange }: Props) {
  const change = (at: number, part: Partial<Segments[number]>) =>
    onChange(segments.map((segment, index) => (index === at ? { ...segment, ...part } : segment)));
  return (
    <fieldset className={own.rules} aria-label={`Segments of ${region}`}>
      {segments.map(({ name, side, color }, at) => {
        const words = `segment ${at + 1} of ${region}`;
        return (
          <div key={at} className={own.entry}>
            <TextInput
              aria-label={`Name of ${words}`}
              error={errorAt(at, "name")}
              value={name}
              autoComplete="off"
              onChange={(event) => change(at, { name: event.currentTarget.value })}
            />
            <Select
              w={120}
              aria-label={`Side of ${words}`}
              allowDeselect={false}
              data={[...sides]}
              value={side}
              onChange={(next) => next && change(at, { side: next })}
            />
            <ColorInput
              w={130}
              size="xs"
              aria-label={`Colour of ${words}`}
              error={errorAt(at, "color")}
              value={color}
              onChange={(next) => change(at, { color: next.toLowerCase() })}
            />
            <EntryActions
              name={words}
              isFirst={at === 0}
              isNeeded={segments.length === 1}
              onEarlier={() => onChange(movedEarlier(segments, at))}
              onRemove={() => onChange(segments.filter((_, index) => index !== at))}
            />
          </div>
        );
      })}
      {segments.length < 255 && (
        <AddByName
          label={`Name of another segment of ${region}`}
          does="Add a segment"
          onAdd={(name) => onChange([...segments, newSegment(name, segments.length)])}
        />
      )}
    </fieldset>
  );
}
