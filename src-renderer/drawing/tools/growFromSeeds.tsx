import { Button, Checkbox } from "@mantine/core";
import { IconSeedling } from "@tabler/icons-react";
import { Observable, useObservable } from "../../ui/observable.ts";
import type { PointerPosition } from "../../viewer/viewState.ts";
import type { DrawingSession } from "../drawingSession.ts";
import { valuesOnTheirWay } from "../brushHandlers.ts";
import { counted } from "../inWords.ts";
import { whyNoValues } from "../paintRuleOf.ts";
import { SeedStack } from "../seedStack.ts";
import { seenFaintly } from "../seenFaintly.ts";
import { pointOn, sheetInWords, voxelAt, type Sheet } from "../sheet.ts";
import { stackOf } from "../sliceStack.ts";
import type { Tool, ToolHandlers, ToolOptionsProps } from "../tool.ts";
import type { ToolPane } from "../toolPane.ts";
import classes from "../ToolOptions.module.css";

/** The seeds that are open on a segmentation: they wait on their slices while another tool, slice or volume is chosen. */
const openSeeds = new WeakMap<DrawingSession, SeedStack>();

/** Strokes are seeds of the background, also without Shift. */
const isBackground = new Observable(false);

/** Strokes on another slice are seeds too, and all grow through the slices between. */
const isThrough = new Observable(false);

const tooFew = "Draw seeds of two classes: strokes in segments, and with Shift of the background.";

/** Strokes are seeds; what grows from them is shown, and given to the segments by Enter. */
function seedHandlers(pane: ToolPane): ToolHandlers {
  let isPressed = false;

  const seeds = () => (pane.session ? (openSeeds.get(pane.session) ?? null) : null);

  /** The open seeds of the slice on show. */
  const inView = () => seeds()?.on(pane.sheet) ?? null;

  const waiting = (stack: SeedStack) => {
    const { sheet, strokes } = stack.nearest(pane.sheet?.sliceIndex ?? 0);
    return { sheet, strokes, what: "Seeds wait" };
  };

  const waits = (stack: SeedStack) =>
    pane.say(
      `Seeds wait on ${sheetInWords(waiting(stack).sheet)}. Go there to grow them, or give them up; or let them grow through slices.`,
    );

  const colourOf = (label: number) =>
    pane.session?.state.value.segmentation.segments.find(({ number }) => number === label)?.color ?? "#fff";

  const show = (at: PointerPosition | null) => {
    const { sheet, settings } = pane;
    const stack = seeds();
    const open = inView();
    const circle = at && { centre: at.voxel, radiusMm: settings.brushRadiusMm, isSampling: false };
    const look = (label: number) => ({ colour: colourOf(label), isDotted: label === 0 });
    if (!stack || !open || !sheet) {
      const { strokes, ...rest } = stack ? waiting(stack) : { strokes: [] };
      const lines = strokes.map(({ label, points }) => ({ points, ...look(label) }));
      const faint = sheet && "sheet" in rest ? seenFaintly(sheet, { ...rest, lines }, at) : null;
      pane.show(sheet && (circle || faint) ? { sheet, ...faint, ...(circle && { circle }) } : null);
      return;
    }
    const grown = isPressed ? null : stack.grownOn(open, pane.rule, () => pane.refresh());
    pane.show({
      sheet: open.sheet,
      lines: open.strokes.map(({ label, points }) => ({ points: points.map((point) => voxelAt(open.sheet, point)), ...look(label) })),
      labels: grown?.labels ?? open.marked,
      ...(grown && { proposed: grown.segments }),
      ...(stack.slices.length > 1 && { proposedSlices: stack.slices }),
      ...(circle && { circle }),
    });
  };

  const drop = () => {
    seeds()?.drop();
    if (pane.session) openSeeds.delete(pane.session);
    pane.refresh();
  };

  const takeBack = () => {
    const stack = seeds();
    if (!inView() || !stack) return;
    const slice = stack.takeBack();
    if (slice !== null && slice !== pane.sheet?.sliceIndex) pane.say(`The stroke on slice ${slice + 1} is taken back.`);
    if (stack.slices.length === 0) drop();
    else pane.refresh();
  };

  const accept = () => {
    const stack = seeds();
    if (stack && !inView()) {
      waits(stack);
      return;
    }
    const target = pane.target();
    if (!target) return;
    const grown = stack?.grown(pane.rule, () => pane.refresh());
    if (!stack || !grown) {
      pane.say(stack?.whyNotGrown ?? tooFew);
      return;
    }
    const { session } = target;
    const count = session.replaceSlices("grow from seeds", new Map([...grown].map(([sheet, { labels }]) => [sheet, labels])));
    const segments = new Set([...grown.values()].flatMap((slice) => [...slice.segments]));
    const where = grown.size === 1 ? "" : ` on ${grown.size} slices`;
    pane.say(`Grown from seeds: ${counted(segments.size, "segment")}, ${counted(count, "voxel")} changed${where}.`);
    drop();
  };

  const end = () => {
    isPressed = false;
    pane.refresh();
  };

  /** The seeds that a stroke on a sheet goes to. Where slices of the plane skip voxels, they stay on one of them. */
  const stackFor = (session: DrawingSession, sheet: Sheet): SeedStack => {
    const known = openSeeds.get(session);
    if (known) return known;
    const stack = stackOf(session, pane.viewport.state);
    const isWhole = stack !== null && typeof stack !== "string";
    return new SeedStack(session, isWhole ? stack : { spacingMm: 1, sheet: () => sheet });
  };

  return {
    down: (at, { isErasing }) => {
      const target = pane.target();
      if (!target) return false;
      const { session, sheet } = target;
      const stack = stackFor(session, sheet);
      if (openSeeds.has(session) && !stack.on(sheet) && !(isThrough.value && stack.fits(sheet))) {
        waits(stack);
        return false;
      }
      const why = whyNoValues(session) ?? (stack.on(sheet) || pane.hasValues(stack.sheetsWith(sheet.sliceIndex)) ? null : valuesOnTheirWay);
      if (why !== null) {
        pane.say(why);
        return false;
      }
      openSeeds.set(session, stack);
      const label = isErasing || isBackground.value ? 0 : session.state.value.activeSegment!;
      stack.begin(sheet, (place) => pane.valuesOf(place), label, pointOn(sheet, at.voxel), pane.settings.brushRadiusMm);
      isPressed = true;
      show(at);
      return true;
    },
    move: (path) => {
      const open = inView();
      const stack = seeds();
      if (open && stack) for (const at of path) stack.extend(pointOn(open.sheet, at.voxel), pane.settings.brushRadiusMm);
      show(path.at(-1) ?? null);
    },
    up: end,
    leave: end,
    cancel: () => {
      isPressed = false;
      const stack = seeds();
      stack?.takeBack();
      if (stack?.slices.length === 0) drop();
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
  const isMany = useObservable(isThrough);
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
        label="Slices"
        aria-label="Grow through slices"
        title="Strokes on other slices of this plane are seeds too; all grow through the slices between them"
        checked={isMany}
        onChange={(event) => isThrough.set(event.currentTarget.checked)}
      />
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
  order: 22,
  cursor: "none",
  keys: [
    { key: "Enter", help: "Give the segments what grew from the seeds" },
    { key: "Backspace", help: "Take the last stroke of seeds back" },
  ],
  Options: SeedOptions,
  use: seedHandlers,
};
