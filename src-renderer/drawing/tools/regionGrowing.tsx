import { Checkbox } from "@mantine/core";
import { IconWand } from "@tabler/icons-react";
import { whyNotAcrossSlices } from "#shared/domain/drawing/neighbourSlices.ts";
import { formatCounted, formatValue } from "../../ui/format.ts";
import { NumberField } from "../../ui/NumberField.tsx";
import { useObservable } from "../../ui/observable.ts";
import type { PointerPosition } from "../../viewer/viewState.ts";
import { valuesOnTheirWay } from "../brushHandlers.ts";
import { whyNoValues } from "../paintRuleOf.ts";
import { firstTolerance, regionOptions, RegionPress, placesOfRegion } from "../regionPress.ts";
import { cellUnder } from "../sheet.ts";
import type { Tool, ToolHandlers, ToolOptionsProps } from "../tool.ts";
import type { DrawTarget, ToolPane } from "../toolPane.ts";
import classes from "../ToolOptions.module.css";

/** A drag of so many pixels changes the tolerance by the whole spread of the image's values. */
const pixelsPerSpread = 800;

/** Grows a region from where the button goes down; up makes it take more values, down fewer; it is given to the segment when the button comes up. */
function regionHandlers(pane: ToolPane): ToolHandlers {
  let press: { readonly target: DrawTarget; readonly start: PointerPosition; readonly region: RegionPress; readonly from: number } | null =
    null;

  const show = () => {
    const colour = press?.target.session.activeSegment?.color;
    if (!press || colour === undefined) {
      pane.show(null);
      return;
    }
    const { region, target, start } = press;
    pane.show({
      sheet: target.sheet,
      handles: [start.voxel],
      voxels: { indices: region.indicesOnSheet, colour },
      note: {
        at: start.voxel,
        words: `\u00b1 ${formatValue(region.tolerance, { figures: 3 })} · ${formatCounted(region.count, "voxel", "voxels")}`,
      },
    });
  };

  const drop = () => {
    press = null;
    pane.show(null);
  };

  return {
    down: (at, { isErasing }) => {
      const target = pane.target();
      if (!target) return false;
      const { session, sheet } = target;
      const why = whyNoValues(session);
      if (why !== null) {
        pane.say(why);
        return false;
      }
      const seed = cellUnder(sheet, session.volume, at.voxel);
      if (!seed) return false;
      if (!pane.hasValues(placesOfRegion(session, sheet, seed))) {
        pane.say(valuesOnTheirWay);
        return false;
      }
      const from = regionOptions.value.tolerance ?? firstTolerance(pane.greyRange);
      const region = new RegionPress(pane, target, seed, isErasing);
      region.grow(from);
      press = { target, start: at, region, from };
      show();
      return true;
    },
    move: (path) => {
      const at = path.at(-1);
      if (!press || !at || !pane.isOnShow(press.target)) return;
      press.region.grow(Math.max(0, press.from + ((press.start.canvas[1] - at.canvas[1]) * pane.greyRange) / pixelsPerSpread));
      show();
    },
    up: () => {
      const ended = press;
      drop();
      if (!ended) return;
      if (!pane.isOnShow(ended.target)) {
        pane.say("The region was given up, because its slice was left with the button down.");
        return;
      }
      regionOptions.patch({ tolerance: ended.region.tolerance });
      pane.say(ended.region.keep());
    },
    cancel: drop,
    leave: drop,
    hover: () => show(),
  };
}

/** How far a region may grow. */
function RegionOptions({ session }: ToolOptionsProps) {
  const { radiusMm, is3D } = useObservable(regionOptions);
  const why3D = whyNotAcrossSlices(session.volume);
  return (
    <div className={classes.row}>
      <span className={classes.label}>Region</span>
      <NumberField
        className={classes.grow}
        aria-label="Largest distance from the click, mm"
        title="Largest distance from the click"
        size="xs"
        min={1}
        max={500}
        suffix={session.volume.hasPatientGeometry ? " mm" : " px"}
        value={radiusMm}
        onChange={(value) => regionOptions.patch({ radiusMm: value })}
      />
      <Checkbox
        label="3D"
        aria-label="Grow through slices"
        title={why3D ?? "Grow through the slices beside"}
        disabled={why3D !== null}
        checked={is3D && why3D === null}
        onChange={(event) => regionOptions.patch({ is3D: event.currentTarget.checked })}
      />
    </div>
  );
}

export const regionGrowing: Tool = {
  id: "region growing",
  name: "Region growing",
  icon: IconWand,
  key: "Shift+W",
  help: "Region growing: press and drag up for more values, down for fewer",
  group: "draw",
  order: 21,
  cursor: "crosshair",
  Options: RegionOptions,
  use: regionHandlers,
};
