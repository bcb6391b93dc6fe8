import { Button, Checkbox } from "@mantine/core";
import { IconStackMiddle } from "@tabler/icons-react";
import { Observable, useObservable } from "../../ui/observable.ts";
import { FitOptions } from "../FitOptions.tsx";
import { fitOf } from "../fitToImage.ts";
import { betweenSlices, isOnlyActive, type BetweenSlices } from "../betweenSlices.ts";
import { valuesOnTheirWay } from "../brushHandlers.ts";
import { counted, slicesInWords } from "../inWords.ts";
import type { Tool, ToolHandlers, ToolOptionsProps } from "../tool.ts";
import type { ToolPane } from "../toolPane.ts";
import classes from "../ToolOptions.module.css";

const nothing = "Nothing can be filled: a segment must be drawn on two slices with an empty one between them.";

/** Keeps what is proposed on the slice on show, or on all. */
function keep(pane: ToolPane, which: "slice" | "all"): void {
  const target = pane.target();
  if (!target) return;
  const between = betweenSlices(target.session, pane.viewport.state);
  if (between === null || typeof between === "string") {
    if (between !== null) pane.say(between);
    return;
  }
  between.refresh();
  if (fitOf(between).progress.value !== null) {
    pane.say("What is proposed is still being fitted to the image. Press again in a moment.");
    return;
  }
  const proposed = between.proposed.value;
  const here = target.sheet.sliceIndex;
  const slices = which === "all" ? [...proposed.keys()] : proposed.has(here) ? [here] : [];
  if (slices.length === 0) {
    pane.say(proposed.size === 0 ? nothing : "Nothing is proposed on this slice.");
    return;
  }
  const segments = new Set(slices.flatMap((slice) => proposed.get(slice)!));
  if (pane.rule.range && !pane.hasValues(between.sheetsOf(slices))) {
    pane.say(valuesOnTheirWay);
    return;
  }
  const count = between.keep(slices, pane.paint);
  pane.say(`Filled ${counted(segments.size, "segment")} on ${slicesInWords(slices)}: ${counted(count, "voxel")}.`);
}

/** Shows on each slice what would be filled there. */
function fillBetweenHandlers(pane: ToolPane): ToolHandlers {
  let shown: BetweenSlices | null = null;
  let stop = () => {};
  /** Follows the proposals of the plane on show. */
  const follow = (between: BetweenSlices | null) => {
    if (between === shown) return;
    stop();
    shown = between;
    stop = between?.proposed.subscribe(() => pane.refresh()) ?? (() => {});
  };
  return {
    down: () => {
      pane.say("Enter keeps what is proposed on this slice, Shift+Enter on all.");
      return false;
    },
    move: () => {},
    up: () => {},
    cancel: () => {},
    leave: () => {},
    hover: () => {
      const { session, viewport } = pane;
      const { sliceIndex } = viewport.state;
      const between = session && pane.whyLocked === null ? betweenSlices(session, viewport.state) : null;
      const { sheet } = pane;
      if (between === null || typeof between === "string" || !sheet) {
        follow(null);
        pane.show(null);
        return;
      }
      between.refresh();
      fitOf(between).update(pane);
      follow(between);
      // Until the values are there, nothing within a range is shown.
      if (pane.rule.range) pane.hasValues([sheet]);
      const slice = between.slice(sliceIndex, pane.paint);
      const proposedSlices = [...between.proposed.value.keys()];
      pane.show({
        sheet,
        proposedSlices,
        ...(slice && { labels: slice.labels, proposed: slice.segments }),
      });
    },
    keys: {
      Enter: () => keep(pane, "slice"),
      "Shift+Enter": () => keep(pane, "all"),
    },
    dispose: () => stop(),
  };
}

const none: BetweenSlices["proposed"] = new Observable(new Map());

function FillBetweenOptions({ session, pane, onKey }: ToolOptionsProps) {
  useObservable(session.state);
  const between = pane && betweenSlices(session, pane.viewport.state);
  const why = typeof between === "string" ? between : null;
  const proposed = useObservable(between === null || typeof between === "string" ? none : between.proposed);
  const isOn = useObservable(isOnlyActive);
  const segments = new Set([...proposed.values()].flat());
  return (
    <div className={classes.stack}>
      <output className={classes.words} data-testid="proposals">
        {why ?? (proposed.size === 0 ? nothing : `${counted(segments.size, "segment")} proposed on ${slicesInWords([...proposed.keys()])}`)}
      </output>
      <div className={classes.row}>
        <Button
          size="compact-xs"
          disabled={proposed.size === 0}
          title="Keep what is proposed on this slice (Enter)"
          onClick={() => onKey("Enter")}
        >
          Keep here
        </Button>
        <Button
          size="compact-xs"
          disabled={proposed.size === 0}
          title="Keep all that is proposed (Shift+Enter)"
          onClick={() => onKey("Shift+Enter")}
        >
          Keep all
        </Button>
        <span className={classes.grow} />
        <Checkbox
          label="Only the active"
          aria-label="Fill only the active segment"
          checked={isOn}
          onChange={(event) => {
            isOnlyActive.set(event.currentTarget.checked);
            pane?.refresh();
          }}
        />
      </div>
      <FitOptions session={session} pane={pane} between={typeof between === "string" ? null : between} />
    </div>
  );
}

export const fillBetween: Tool = {
  id: "fill between",
  name: "Fill between slices",
  icon: IconStackMiddle,
  key: "Shift+B",
  help: "Fill between drawn slices: proposes each segment on the slices between those on which it is drawn; Esc puts the proposals away",
  group: "draw",
  order: 30,
  cursor: "default",
  keys: [
    { key: "Enter", help: "Keep the segments proposed on this slice" },
    { key: "Shift+Enter", help: "Keep the segments proposed on all slices" },
  ],
  Options: FillBetweenOptions,
  use: fillBetweenHandlers,
};
