import { Button, Checkbox, NativeSelect, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { whyNotAcrossSlices } from "#shared/domain/drawing/neighbourSlices.ts";
import { listSegmentations } from "../../../client/segmentationDoor.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import type { Effect, EffectOption, Extent } from "../../../drawing/effect.ts";
import { NumberField } from "../../../ui/NumberField.tsx";
import { useObservable } from "../../../ui/observable.ts";
import type { Reading } from "../readingCommand.ts";
import classes from "./SegmentPanel.module.css";

interface Props {
  readonly effect: Effect;
  readonly reading: Reading;
  readonly session: DrawingSession;
}

/** Where an effect is done, its options, what it would change, and the button that does it. */
export function EffectForm({ effect, reading, session }: Props) {
  const { desk, drawing } = reading;
  const { effects } = drawing;
  const { values, isPreviewed } = useObservable(effects.state);
  const { words } = useObservable(effects.preview);
  const work = useObservable(effects.work);
  const form = useRef<HTMLFormElement>(null);
  const why3D = whyNotAcrossSlices(session.volume);
  const own = values[effect.id]!;
  const extents: ReadonlyArray<{ readonly value: Extent; readonly label: string; readonly disabled?: boolean }> = [
    { value: "slice", label: "This slice" },
    { value: "slices", label: effect.has3D ? "Each slice" : "All slices" },
    ...(effect.has3D ? [{ value: "volume" as const, label: "3D", disabled: why3D !== null }] : []),
  ];
  // Also while a number is typed, where the room's keys do not apply.
  useEffect(() => {
    const element = form.current;
    const onKey = (event: KeyboardEvent) => {
      const isApply = event.key === "Enter" && (event.ctrlKey || event.metaKey);
      if (event.key !== "Escape" && !isApply) return;
      event.preventDefault();
      event.stopPropagation();
      if (isApply) element?.requestSubmit();
      else effects.choose(null);
    };
    element?.addEventListener("keydown", onKey);
    return () => element?.removeEventListener("keydown", onKey);
  }, [effects]);
  const apply = () => void drawing.attempt(effects.apply(desk.activeTools, desk.openCase !== null));
  return (
    <form
      ref={form}
      className={classes.effect}
      aria-label={effect.name}
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <div className={classes.row} title={effect.help}>
        <strong className={`${classes.heading} ${classes.grow}`}>{effect.name}</strong>
        <SegmentedControl
          size="xs"
          aria-label="Where it is done"
          data={[...extents]}
          value={effects.extentOf(session)}
          onChange={(extent) => effects.state.patch({ extent })}
        />
      </div>
      {effect.has3D && why3D !== null && <span className={classes.note}>Not in 3D. {why3D}</span>}
      {effect.options.map((option) =>
        (option.isShown?.(own) ?? true) ? (
          <div key={option.id} className={classes.row}>
            <span className={classes.label}>{option.name}</span>
            <OptionField option={option} effect={effect} reading={reading} session={session} />
          </div>
        ) : null,
      )}
      <output className={classes.note} aria-busy={work !== "none"} data-testid="effect-words">
        {words}
        {work !== "none" && <span className={classes.busy}> Computing …</span>}
      </output>
      <div className={classes.row}>
        <Checkbox
          label="Preview"
          checked={isPreviewed}
          onChange={(event) => effects.state.patch({ isPreviewed: event.currentTarget.checked })}
        />
        <span className={classes.grow} />
        <Button variant="default" size="compact-xs" title="Esc" onClick={() => effects.choose(null)}>
          Close
        </Button>
        <Button type="submit" size="compact-xs" title="Ctrl+Enter" loading={work === "apply"}>
          Apply
        </Button>
      </div>
    </form>
  );
}

/** What is set of one option. */
function OptionField({ option, effect, reading, session }: Props & { readonly option: EffectOption }) {
  const { effects } = reading.drawing;
  const value = useObservable(effects.state).values[effect.id]![option.id]!;
  if (option.kind === "segment") return <SegmentField option={option} value={String(value)} reading={reading} session={session} />;
  if (option.kind === "choice") {
    return (
      <NativeSelect
        className={classes.grow}
        size="xs"
        aria-label={option.name}
        data={[...option.choices]}
        value={String(value)}
        onChange={(event) => effects.set({ [option.id]: event.currentTarget.value })}
      />
    );
  }
  return (
    <NumberField
      className={classes.grow}
      size="xs"
      aria-label={option.name}
      min={0}
      max={option.kind === "length" ? 100 : 1e6}
      step={option.kind === "length" ? 0.5 : 5}
      suffix={unitOf(option, effect, reading, session)}
      value={Number(value)}
      onChange={(next) => effects.set({ [option.id]: next })}
    />
  );
}

/** The unit of a length or size: of pixels, where millimetres are unknown. */
function unitOf({ kind }: EffectOption, effect: Effect, { drawing }: Reading, session: DrawingSession): string {
  const unit = session.volume.hasPatientGeometry ? " mm" : " px";
  if (kind === "length") return unit;
  const extent = drawing.effects.extentOf(session);
  const isWhole = effect.isWhole?.(drawing.effects.state.value.values[effect.id]!) ?? false;
  return extent === "volume" || (isWhole && extent !== "slice") ? `${unit}³` : `${unit}²`;
}

/** Another segment: of this segmentation, or of another one of the volume where the effect allows it. In a reader study only what is drawn here. */
function SegmentField({
  option,
  value,
  reading,
  session,
}: {
  readonly option: Extract<EffectOption, { kind: "segment" }>;
  readonly value: string;
  readonly reading: Reading;
  readonly session: DrawingSession;
}) {
  const { segmentation, activeSegment } = useObservable(session.state);
  const hasOthers = option.hasOthers && reading.desk.openCase === null;
  const { data: all = [] } = useQuery({
    queryKey: ["segmentations", session.volume.id, segmentation.id, "of effects"],
    queryFn: () => listSegmentations(session.volume.id),
    enabled: hasOthers,
    staleTime: 0,
  });
  return (
    <NativeSelect
      className={classes.grow}
      size="xs"
      aria-label={option.name}
      value={value}
      onChange={(event) => reading.drawing.effects.set({ [option.id]: event.currentTarget.value })}
    >
      <option value="">Choose …</option>
      {segmentation.segments
        .filter(({ number }) => number !== activeSegment)
        .map(({ number, name }) => (
          <option key={number} value={number}>
            {name}
          </option>
        ))}
      {hasOthers &&
        all
          .filter(({ id }) => id !== segmentation.id)
          .map((other) => (
            <optgroup key={other.id} label={other.name}>
              {other.segments.map(({ number, name }) => (
                <option key={number} value={`${other.id}/${number}`}>
                  {name}
                </option>
              ))}
            </optgroup>
          ))}
    </NativeSelect>
  );
}
