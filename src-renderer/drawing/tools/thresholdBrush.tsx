import { ActionIcon, NumberInput } from "@mantine/core";
import { IconColorPicker, IconContrast2 } from "@tabler/icons-react";
import { formatValue } from "../../ui/format.ts";
import { Observable, useObservable } from "../../ui/observable.ts";
import type { PointerPosition } from "../../viewer/viewState.ts";
import { slicePoint } from "../brush.ts";
import { brushHandlers } from "../brushHandlers.ts";
import { rangeOf } from "../rangeOf.ts";
import type { Tool, ToolOptionsProps } from "../tool.ts";
import type { ToolPane } from "../toolPane.ts";
import classes from "../ToolOptions.module.css";

/** True while the next click on the image takes the range from there. */
const isSampling = new Observable(false);

const rangeIn = ({ session, windows }: ToolPane) => (session ? rangeOf(session, windows) : ([-Infinity, Infinity] as const));

/** Takes the range of values under the brush. */
function sample(pane: ToolPane, at: PointerPosition): void {
  isSampling.set(false);
  const { session, voxels, settings, viewport } = pane;
  // Says why there is no segmentation.
  if (!session) {
    pane.target();
    return;
  }
  const range = voxels && session.valuesUnder(slicePoint(at), viewport.state.sliceIndex, settings.brushRadiusMm, voxels);
  if (!range) {
    pane.say("There are no values under the brush here.");
    return;
  }
  session.state.patch({ range });
  pane.say(`The brush takes values from ${formatValue(range[0])} to ${formatValue(range[1])}, as they are here.`);
}

/** The range, and the button that takes it from the image. */
function ThresholdBrushOptions({ session, windows }: ToolOptionsProps) {
  useObservable(session.state);
  const isTaking = useObservable(isSampling);
  const range = rangeOf(session, windows);
  return (
    <div className={classes.row}>
      <span className={classes.label}>Values</span>
      {([0, 1] as const).map((end) => (
        <NumberInput
          key={end}
          className={classes.grow}
          aria-label={end === 0 ? "Lowest value" : "Highest value"}
          hideControls
          value={Number.isFinite(range[end]) ? range[end] : ""}
          onChange={(value) => {
            if (typeof value === "number") session.state.patch({ range: end === 0 ? [value, range[1]] : [range[0], value] });
          }}
        />
      ))}
      <ActionIcon
        size={26}
        aria-label="Take the range from the image"
        aria-pressed={isTaking}
        title="Take the range from the image: click where the brush is to paint (or Alt+click)"
        data-pressed={isTaking || undefined}
        className={classes.sample}
        onClick={() => isSampling.set(!isTaking)}
      >
        <IconColorPicker size={16} stroke={1.6} />
      </ActionIcon>
    </div>
  );
}

export const thresholdBrush: Tool = {
  id: "threshold brush",
  name: "Brush within a range",
  icon: IconContrast2,
  key: "T",
  help: "Brush within a range of values; Alt+click takes the range from the image",
  group: "draw",
  order: 3,
  cursor: "none",
  planes: "acquisition",
  Options: ThresholdBrushOptions,
  use: (pane) => {
    const brush = brushHandlers(pane, {
      id: "threshold brush",
      isEraser: false,
      range: () => rangeIn(pane),
      isSampling: () => isSampling.value,
    });
    const stop = isSampling.subscribe(() => pane.refresh());
    return {
      ...brush,
      down: (at, how) => {
        if (pane.viewport.state.isRendered && (how.hasAlt || isSampling.value)) {
          sample(pane, at);
          return false;
        }
        return brush.down(at, how);
      },
      giveUp: () => {
        const was = isSampling.value;
        isSampling.set(false);
        return was;
      },
      dispose: () => {
        stop();
        isSampling.set(false);
      },
    };
  },
};
