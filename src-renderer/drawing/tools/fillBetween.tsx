import { Button, Checkbox } from "@mantine/core";
import { IconStackMiddle } from "@tabler/icons-react";
import { useObservable } from "../../ui/observable.ts";
import { betweenSlices } from "../betweenSlices.ts";
import { counted, slicesInWords } from "../inWords.ts";
import { sliceSheet } from "../sheet.ts";
import type { Tool, ToolHandlers, ToolOptionsProps } from "../tool.ts";
import type { ToolPane } from "../toolPane.ts";
import classes from "../ToolOptions.module.css";

const nothing = "Nothing can be filled: a segment must be drawn on two slices with an empty one between them.";

/** Keeps what is proposed on the slice on show, or on all. */
function keep(pane: ToolPane, which: "slice" | "all"): void {
  const target = pane.target();
  if (!target) return;
  const between = betweenSlices(target.session);
  between.refresh();
  const proposed = between.proposed.value;
  const here = target.sheet.sliceIndex;
  const slices = which === "all" ? [...proposed.keys()] : proposed.has(here) ? [here] : [];
  if (slices.length === 0) {
    pane.say(proposed.size === 0 ? nothing : "Nothing is proposed on this slice.");
    return;
  }
  const segments = new Set(slices.flatMap((slice) => proposed.get(slice)!));
  const count = between.keep(slices);
  pane.say(`Filled ${counted(segments.size, "segment")} on ${slicesInWords(slices)}: ${counted(count, "voxel")}.`);
}

/** Shows on each slice what would be filled there. */
function fillBetweenHandlers(pane: ToolPane): ToolHandlers {
  const stop = pane.session && betweenSlices(pane.session).proposed.subscribe(() => pane.refresh());
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
      const { plane, sliceIndex, volume } = viewport.state;
      if (!session || pane.whyLocked !== null || plane !== "acquisition" || volume?.id !== session.volume.id) {
        pane.show(null);
        return;
      }
      const between = betweenSlices(session);
      between.refresh();
      const slice = between.slice(sliceIndex);
      const proposedSlices = [...between.proposed.value.keys()];
      pane.show({
        sheet: sliceSheet(volume, sliceIndex),
        proposedSlices,
        ...(slice && { labels: slice.labels, proposed: slice.segments }),
      });
    },
    keys: {
      Enter: () => keep(pane, "slice"),
      "Shift+Enter": () => keep(pane, "all"),
    },
    dispose: () => stop?.(),
  };
}

function FillBetweenOptions({ session, onKey }: ToolOptionsProps) {
  useObservable(session.state);
  const between = betweenSlices(session);
  const proposed = useObservable(between.proposed);
  const isOnlyActive = useObservable(between.isOnlyActive);
  const segments = new Set([...proposed.values()].flat());
  return (
    <div className={classes.stack}>
      <output className={classes.words} data-testid="proposals">
        {proposed.size === 0 ? nothing : `${counted(segments.size, "segment")} proposed on ${slicesInWords([...proposed.keys()])}`}
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
          checked={isOnlyActive}
          onChange={(event) => {
            between.isOnlyActive.set(event.currentTarget.checked);
            between.refresh();
          }}
        />
      </div>
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
  order: 6,
  cursor: "default",
  planes: "acquisition",
  keys: [
    { key: "Enter", help: "Keep the segments proposed on this slice" },
    { key: "Shift+Enter", help: "Keep the segments proposed on all slices" },
  ],
  Options: FillBetweenOptions,
  use: fillBetweenHandlers,
};
