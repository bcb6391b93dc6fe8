import { ActionIcon, Checkbox, NativeSelect } from "@mantine/core";
import { IconColorPicker } from "@tabler/icons-react";
import type { PaintOver } from "#shared/domain/drawing/paintRules.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { isSampling } from "../../../drawing/rangeSampler.ts";
import { rangeOf } from "../../../drawing/rangeOf.ts";
import { toolById } from "../../../drawing/tools.ts";
import { NumberField } from "../../../ui/NumberField.tsx";
import { useObservable } from "../../../ui/observable.ts";
import type { Desk } from "../desk.ts";
import { BrushRow } from "./BrushRow.tsx";
import { ChosenSegments } from "./ChosenSegments.tsx";
import classes from "./SegmentPanel.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly session: DrawingSession;
}

const overs: ReadonlyArray<{ readonly value: PaintOver; readonly label: string }> = [
  { value: "all", label: "over all" },
  { value: "background", label: "background only" },
  { value: "inside", label: "inside …" },
  { value: "outside", label: "outside …" },
];

/** The rule of painting: over what and within which values; and the brush of the chosen tool. */
export function PaintRuleRows({ desk, drawing, session }: Props) {
  const { over, isRangeOn } = useObservable(drawing.settings);
  const { brush, usesRange } = toolById(useObservable(desk.state).tool);
  const hasRange = isRangeOn || usesRange;
  return (
    <>
      <div className={`${classes.row} ${classes.looks}`}>
        <span className={classes.opacity}>Paint</span>
        <NativeSelect
          className={classes.grow}
          size="xs"
          aria-label="Paint over"
          data={[...overs]}
          value={over}
          onChange={(event) => drawing.settings.patch({ over: event.currentTarget.value as PaintOver })}
        />
        {(over === "inside" || over === "outside") && <ChosenSegments session={session} />}
        <span className={classes.checks}>
          <Checkbox
            label="In range"
            aria-label="Paint only in the range of values"
            title="Only voxels with values in the range are painted or erased"
            disabled={session.volume.samplesPerPixel !== 1}
            checked={isRangeOn}
            onChange={(event) => drawing.settings.patch({ isRangeOn: event.currentTarget.checked })}
          />
        </span>
      </div>
      {hasRange && <RangeRow desk={desk} session={session} />}
      {/* What the brush takes a range from is as wide as it is. */}
      {(brush || hasRange) && <BrushRow drawing={drawing} session={session} canBeBall={brush === "ball"} />}
    </>
  );
}

/** The limits of the range, and the button that takes them from the image. */
function RangeRow({ desk, session }: Omit<Props, "drawing">) {
  useObservable(session.state);
  useObservable(desk.views);
  const isTaking = useObservable(isSampling);
  const range = rangeOf(session, desk.windows);
  return (
    <div className={classes.row}>
      <span className={classes.label}>Values</span>
      {([0, 1] as const).map((end) => (
        <NumberField
          key={end}
          className={classes.grow}
          size="xs"
          aria-label={end === 0 ? "Lowest value" : "Highest value"}
          hideControls
          value={range[end]}
          onChange={(value) => session.state.patch({ range: end === 0 ? [value, range[1]] : [range[0], value] })}
        />
      ))}
      <ActionIcon
        size={26}
        aria-label="Take the range from the image"
        aria-pressed={isTaking}
        title="Take the range from the image: drag a rectangle, or click for what is under the brush"
        data-pressed={isTaking || undefined}
        className={classes.sample}
        onClick={() => isSampling.set(!isTaking)}
      >
        <IconColorPicker size={16} stroke={1.6} />
      </ActionIcon>
    </div>
  );
}
