import { Button, Checkbox } from "@mantine/core";
import { IconSeedling } from "@tabler/icons-react";
import { Observable, useObservable } from "../../ui/observable.ts";
import type { PointerPosition } from "../../viewer/viewState.ts";
import type { SlicePoint } from "../brush.ts";
import type { DrawingSession } from "../drawingSession.ts";
import { valuesOnTheirWay } from "../brushHandlers.ts";
import { counted } from "../inWords.ts";
import { OpenSeeds } from "../openSeeds.ts";
import { whyNoValues } from "../paintRuleOf.ts";
import { pointOn, sheetInWords, voxelAt } from "../sheet.ts";
import type { Tool, ToolHandlers, ToolOptionsProps } from "../tool.ts";
import type { ToolPane } from "../toolPane.ts";
import classes from "../ToolOptions.module.css";

/** The seeds that are open on a segmentation: they wait on their sheet while another tool, slice or volume is chosen. */
const openSeeds = new WeakMap<DrawingSession, OpenSeeds>();

/** Strokes are seeds of the background, also without Shift. */
const isBackground = new Observable(false);

const tooFew = "Draw seeds of two classes: strokes in segments, and with Shift of the background.";

/** Strokes are seeds; what grows from them is shown, and given to the segments by Enter. */
function seedHandlers(pane: ToolPane): ToolHandlers {
  let isPressed = false;

  const seeds = () => (pane.session ? (openSeeds.get(pane.session) ?? null) : null);

  /** The open seeds, while their sheet is on show. */
  const inView = () => {
    const open = seeds();
    return open && pane.session && pane.isOnShow({ session: pane.session, sheet: open.sheet }) ? open : null;
  };

  const waits = (open: OpenSeeds) => pane.say(`Seeds wait on ${sheetInWords(open.sheet)}. Go there to grow them, or give them up.`);

  const show = (at: PointerPosition | null) => {
    const { session, settings } = pane;
    const open = inView();
    const circle = at && { centre: at.voxel, radiusMm: settings.brushRadiusMm, isSampling: false };
    if (!open || !session) {
      pane.show(circle && pane.sheet ? { sheet: pane.sheet, circle } : null);
      return;
    }
    const { sheet } = open;
    const place = (point: SlicePoint) => voxelAt(sheet, point);
    const grown = isPressed ? null : open.grow(pane.rule);
    const { segments } = session.state.value.segmentation;
    pane.show({
      sheet,
      lines: open.strokes.map(({ label, points }) => ({
        points: points.map(place),
        colour: segments.find(({ number }) => number === label)?.color ?? "#fff",
        isDotted: label === 0,
      })),
      labels: grown?.labels ?? open.marked,
      ...(grown && { proposed: grown.segments }),
      ...(circle && { circle }),
    });
  };

  const drop = () => {
    if (pane.session) openSeeds.delete(pane.session);
    pane.refresh();
  };

  const takeBack = () => {
    const open = inView();
    open?.takeBack();
    if (open?.strokes.length === 0) drop();
    else pane.refresh();
  };

  const accept = () => {
    const open = seeds();
    if (open && !inView()) {
      waits(open);
      return;
    }
    const target = pane.target();
    if (!target) return;
    const grown = open?.grow(pane.rule);
    if (!open || !grown) {
      pane.say(tooFew);
      return;
    }
    const { session, sheet } = target;
    const count = session.replaceSlices("grow from seeds", new Map([[sheet, grown.labels]]));
    pane.say(`Grown from seeds: ${counted(grown.segments.size, "segment")}, ${counted(count, "voxel")} changed.`);
    drop();
  };

  const end = () => {
    isPressed = false;
    pane.refresh();
  };

  return {
    down: (at, { isErasing }) => {
      const target = pane.target();
      if (!target) return false;
      const { session, sheet } = target;
      const known = openSeeds.get(session);
      if (known && !pane.isOnShow({ session, sheet: known.sheet })) {
        waits(known);
        return false;
      }
      const why = whyNoValues(session) ?? (known || pane.hasValues([sheet]) ? null : valuesOnTheirWay);
      if (why !== null) {
        pane.say(why);
        return false;
      }
      const open = known ?? new OpenSeeds(session, sheet, pane.valuesOf(sheet)!);
      openSeeds.set(session, open);
      const label = isErasing || isBackground.value ? 0 : session.state.value.activeSegment!;
      open.begin(label, pointOn(sheet, at.voxel), pane.settings.brushRadiusMm);
      isPressed = true;
      show(at);
      return true;
    },
    move: (path) => {
      const open = inView();
      if (open) for (const at of path) open.extend(pointOn(open.sheet, at.voxel), pane.settings.brushRadiusMm);
      show(path.at(-1) ?? null);
    },
    up: end,
    leave: end,
    cancel: () => {
      isPressed = false;
      const open = seeds();
      open?.takeBack();
      if (open?.strokes.length === 0) drop();
    },
    hover: show,
    giveUp: () => {
      if (!inView()) return false;
      drop();
      return true;
    },
    keys: { Enter: accept, Backspace: takeBack },
  };
}

function SeedOptions({ onKey }: ToolOptionsProps) {
  const isOn = useObservable(isBackground);
  return (
    <div className={classes.row}>
      <Button size="compact-xs" title="Give the segments what grew from the seeds (Enter)" onClick={() => onKey("Enter")}>
        Keep
      </Button>
      <Button size="compact-xs" variant="default" title="Take the last stroke back (Backspace)" onClick={() => onKey("Backspace")}>
        Back
      </Button>
      <span className={classes.grow} />
      <Checkbox
        label="Background"
        aria-label="Strokes are seeds of the background"
        title="Strokes are seeds of the background (or with Shift)"
        checked={isOn}
        onChange={(event) => isBackground.set(event.currentTarget.checked)}
      />
    </div>
  );
}

export const growFromSeeds: Tool = {
  id: "grow from seeds",
  name: "Grow from seeds",
  icon: IconSeedling,
  key: "Shift+D",
  help: "Grow from seeds: a few strokes in each segment, with Shift in the background; Enter keeps what grew, Esc gives it up",
  group: "draw",
  brush: "disc",
  order: 23,
  cursor: "none",
  keys: [
    { key: "Enter", help: "Give the segments what grew from the seeds" },
    { key: "Backspace", help: "Take the last stroke of seeds back" },
  ],
  Options: SeedOptions,
  use: seedHandlers,
};
