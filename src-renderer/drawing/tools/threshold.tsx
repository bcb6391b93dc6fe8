import { IconStairs } from "@tabler/icons-react";
import { applyThreshold, thresholdIndices } from "../thresholdEdit.ts";
import { samplingHandlers } from "../rangeSampler.ts";
import { ThresholdOptions } from "../ThresholdOptions.tsx";
import type { Tool, ToolHandlers } from "../tool.ts";
import type { ToolPane } from "../toolPane.ts";

/** Shows what the range would give to the active segment on the slice or cut on show; a press takes the range from the image, Enter gives it. */
function thresholdHandlers(pane: ToolPane): ToolHandlers {
  const sampling = samplingHandlers(pane);
  let isPressed = false;
  /** What is shown, so that a move of the mouse alone costs nothing. */
  let shown = "";

  const hover = () => {
    if (isPressed) return;
    const { session, sheet, rule } = pane;
    // Has them fetched.
    const voxels = sheet && pane.hasValues([sheet]) ? pane.valuesOf(sheet) : null;
    const colour = session?.activeSegment?.color;
    if (!session || !sheet || !voxels || colour === undefined || session.whyNotDrawable() !== null) {
      shown = "";
      pane.show(null);
      return;
    }
    const { activeSegment, edits, range, locked } = session.state.value;
    const key = [sheet.plane, sheet.sliceIndex, activeSegment, edits, range, [...locked], rule.over, [...rule.chosen], rule.range].join(
      "/",
    );
    if (key === shown) return;
    shown = key;
    pane.show({ sheet, voxels: { indices: thresholdIndices(pane, session, sheet, voxels), colour } });
  };

  const ended = () => {
    isPressed = false;
    shown = "";
  };

  return {
    ...sampling,
    down: (at, how) => {
      isPressed = sampling.down(at, how);
      return isPressed;
    },
    up: (at) => {
      sampling.up(at);
      ended();
    },
    cancel: () => {
      sampling.cancel();
      ended();
    },
    leave: () => {
      sampling.leave();
      ended();
    },
    hover,
    keys: { Enter: () => void applyThreshold(pane) },
  };
}

export const threshold: Tool = {
  id: "threshold",
  name: "Threshold",
  icon: IconStairs,
  key: "Shift+T",
  help: "Threshold: all voxels in a range of values; drag a rectangle, or click, to take the range from the image",
  group: "draw",
  order: 20,
  cursor: "crosshair",
  usesRange: true,
  keys: [{ key: "Enter", help: "Give what the threshold shows to the active segment" }],
  Options: ThresholdOptions,
  use: thresholdHandlers,
};
