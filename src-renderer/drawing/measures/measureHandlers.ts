import type { Vector3 } from "#shared/domain/geometry.ts";
import { pointCounts, type Measure, type MeasureKind, type MeasurePlace } from "#shared/domain/measure/measure.ts";
import { measurePoint, measureVoxel } from "#shared/domain/measure/measurePlaces.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { PointerPosition } from "../../viewer/viewState.ts";
import type { ToolHandlers, ToolKey } from "../tool.ts";
import type { ToolPane } from "../toolPane.ts";
import type { MeasureDesk } from "./measureDesk.ts";
import { draggedPoints, ellipsePoints, holdAt, isMeasureShown, measureShape, ontoPlane } from "./measureShape.ts";

/** A drag shorter than this is a click, and a measure shorter than that is none; pixels of the screen. */
const [clickPixels, leastPixels] = [5, 2];

/** What is said while a measure waits for its next point. */
const nextWords: Readonly<Record<MeasureKind, readonly string[]>> = {
  distance: ["Click the other end; Esc gives it up."],
  angle: ["Click the vertex; Esc gives it up.", "Click the end of the other arm; Esc gives it up."],
  ellipse: ["Click the opposite corner of the box around the ellipse; Esc gives it up."],
  point: [],
};

/** Points that are set by hand: of an ellipse two corners of the box around it, as the screen lies. */
const handCounts: Readonly<Record<MeasureKind, number>> = { ...pointCounts, ellipse: 2 };

/** A measure that is being made. */
interface Making {
  readonly volume: Volume;
  readonly plane: Pick<MeasurePlace, "volumeId" | "plane" | "sliceIndex">;
  readonly set: readonly Vector3[];
  /** Where the button went down; null while none is down. */
  press: PointerPosition | null;
}

/** One that is being dragged. */
interface Held {
  readonly measure: Measure;
  readonly volume: Volume;
  readonly handle: number | "whole";
  readonly start: PointerPosition;
}

/** The own keys of every tool that measures. */
export const measureKeys: readonly ToolKey[] = [{ key: "Delete", help: "With a tool that measures: remove the measure that is selected" }];

/** What a press does with a tool that measures: makes a measure, or takes hold of one of any kind. */
export function measureHandlers(kind: MeasureKind, pane: ToolPane): ToolHandlers {
  const maker = {};
  let making: Making | null = null;
  let held: Held | null = null;

  const planeOnShow = (volume: Volume): Making["plane"] => {
    const { plane, sliceIndex } = pane.viewport.state;
    return { volumeId: volume.id, plane, sliceIndex: plane === "acquisition" ? sliceIndex : null };
  };
  const pointOf = (volume: Volume, plane: Making["plane"], at: PointerPosition) => measurePoint(volume, plane, at.voxel);

  /** The measure as it would be with these points; null where it is too small to be one. */
  const placeOf = ({ volume, plane }: Making, points: readonly Vector3[]): MeasurePlace | null => {
    const spots = points.map((point) => pane.viewport.voxelToCanvas(measureVoxel(volume, plane, point)));
    if (spots.includes(null)) return null;
    const [first, last] = [spots[0]!, spots.at(-1)!];
    const [dx, dy] = [Math.abs(last[0] - first[0]), Math.abs(last[1] - first[1])];
    if (kind !== "ellipse") {
      const isTooShort = points.length > 1 && kind === "distance" && Math.hypot(dx, dy) < leastPixels;
      return isTooShort ? null : { ...plane, kind, points: points.map(([x, y, z]) => [x, y, z]) };
    }
    if (Math.min(dx, dy) < leastPixels) return null;
    const [x, y] = [(first[0] + last[0]) / 2, (first[1] + last[1]) / 2];
    const at = (spot: readonly [number, number]) => pane.viewport.positionAt(spot);
    const [centre, right, down] = [at([x, y]), at([x + dx / 2, y]), at([x, y + dy / 2])];
    if (!centre || !right || !down) return null;
    const [c, a, b] = [pointOf(volume, plane, centre), pointOf(volume, plane, right), pointOf(volume, plane, down)];
    return { ...plane, kind, points: ellipsePoints(c, a, b) };
  };

  const showDraft = (measures: MeasureDesk, place: MeasurePlace | null, id: string | null) =>
    measures.draft.set(place && { id, place, maker });

  const showMaking = (measures: MeasureDesk, at: PointerPosition | null) => {
    if (!making) return;
    const next = at && onPlane(making, at);
    const points = next ? [...making.set, next] : making.set;
    showDraft(measures, kind === "ellipse" && points.length < 2 ? null : placeOf(making, points), null);
  };

  const onPlane = ({ volume, plane, set }: Making, at: PointerPosition): Vector3 => {
    const point = pointOf(volume, plane, at);
    return set[0] ? ontoPlane(volume, { plane: plane.plane, points: [[...set[0]]] }, point) : point;
  };

  const drop = (): boolean => {
    const was = making !== null || held !== null;
    // What was asked for is not wanted any more.
    if (making && making.set.length > 0) pane.say("");
    making = null;
    held = null;
    const { measures } = pane;
    if (measures?.draft.value?.maker === maker) measures.draft.set(null);
    return was;
  };

  /** Whether what is being made still lies in the plane on show, and nobody else has begun something since. */
  const isGoingOn = (measures: MeasureDesk): boolean => {
    if (!making) return false;
    const { draft } = measures;
    const isOwn = draft.value === null || draft.value.maker === maker;
    const first = making.set[0];
    return isOwn && first !== undefined && isMeasureShown(pane.viewport.state, { ...making.plane, kind: "point", points: [[...first]] });
  };

  /** The measure under a place of the screen, those selected and made last first. */
  const under = (measures: MeasureDesk, at: PointerPosition): Omit<Held, "start"> | null => {
    const { state } = pane.viewport;
    const { measures: all, selected } = measures.state.value;
    const order = [...all.filter(({ id }) => id === selected), ...all.filter(({ id }) => id !== selected).toReversed()];
    for (const measure of order) {
      const volume = isMeasureShown(state, measure) ? measures.volume(measure.volumeId) : null;
      const shape = volume && measureShape(pane.viewport, volume, measure);
      const handle = shape ? holdAt(shape, at.canvas) : null;
      if (volume && handle !== null) return { measure, volume, handle };
    }
    return null;
  };

  /** Why a measure cannot be dragged here, in words; null where it can. */
  const whyFast = ({ name, isOwn, reader, plane }: Measure): string | null => {
    if (!isOwn) return `“${name}” is a measure of ${reader}: only its reader moves it.`;
    return plane === pane.viewport.state.plane ? null : `“${name}” is moved in the plane in which it was made: ${plane}.`;
  };

  const keep = (measures: MeasureDesk) => {
    const place = making && placeOf(making, making.set);
    drop();
    if (place) measures.add(place);
  };

  const draggedTo = ({ measure, volume, handle, start }: Held, at: PointerPosition): MeasurePlace => {
    const point = (each: PointerPosition) => ontoPlane(volume, measure, pointOf(volume, measure, each));
    return { ...measure, points: draggedPoints(volume, measure, handle, point(start), point(at)) };
  };

  /** Sets the next point, and asks for the one after it; keeps the measure where it was the last. */
  const place = (measures: MeasureDesk, at: PointerPosition) => {
    if (!making) return;
    const set = [...making.set, onPlane(making, at)];
    if (placeOf({ ...making, set }, set) === null && set.length > 1) {
      making.press = null;
      pane.say("That is too small to be measured.");
      return;
    }
    making = { ...making, set, press: null };
    if (set.length === handCounts[kind]) keep(measures);
    else pane.say(nextWords[kind][set.length - 1]!);
  };

  return {
    down: (at) => {
      const { measures } = pane;
      const { volume, isRendered } = pane.viewport.state;
      if (!measures) {
        pane.say(pane.whyNotMeasured);
        return false;
      }
      if (!volume || !isRendered) return false;
      if (making && isGoingOn(measures)) {
        making.press = at;
        showMaking(measures, at);
        return true;
      }
      drop();
      const found = under(measures, at);
      measures.select(found?.measure.id ?? null);
      if (found) {
        const reason = whyFast(found.measure);
        if (reason === null) held = { ...found, start: at };
        else pane.say(reason);
        return reason === null;
      }
      making = { volume, plane: planeOnShow(volume), set: [], press: at };
      showMaking(measures, at);
      return true;
    },
    move: (path) => {
      const at = path.at(-1);
      const { measures } = pane;
      if (!at || !measures) return;
      if (held) showDraft(measures, draggedTo(held, at), held.measure.id);
      else if (making?.press && making.set.length === 0 && kind !== "point") {
        // The first point is where the button went down; it comes up at the second, where it was dragged.
        const begun = { ...making, set: [onPlane(making, making.press)] };
        showDraft(measures, placeOf(begun, [...begun.set, onPlane(begun, at)]), null);
      } else showMaking(measures, at);
    },
    up: (end) => {
      const { measures } = pane;
      if (!measures) return;
      if (held) {
        const { measure } = held;
        const { draft } = measures;
        const moved = draft.value?.maker === maker ? draft.value.place : null;
        held = null;
        draft.set(null);
        if (moved) measures.change(measure.id, { points: moved.points });
        return;
      }
      if (!making?.press) return;
      const start = making.press;
      const at = end ?? start;
      const isDragged = Math.hypot(at.canvas[0] - start.canvas[0], at.canvas[1] - start.canvas[1]) >= clickPixels;
      const isFirst = making.set.length === 0 && kind !== "point";
      if (isFirst) place(measures, start);
      if (!isFirst || isDragged) place(measures, at);
    },
    cancel: () => {
      const { measures } = pane;
      if (held || !making || making.set.length === 0) drop();
      else {
        making.press = null;
        if (measures) showMaking(measures, null);
      }
    },
    leave: () => void drop(),
    hover: (at) => {
      const { measures } = pane;
      if (!measures || held || making?.press) return;
      if (making && isGoingOn(measures)) showMaking(measures, at);
      else measures.hovered.set(at ? (under(measures, at)?.measure.id ?? null) : null);
    },
    giveUp: drop,
    keys: {
      Delete: () => {
        const { measures } = pane;
        const selected = measures?.state.value.selected ?? null;
        if (measures && selected !== null) measures.remove(selected);
        else pane.say("No measure is selected: click one first.");
      },
    },
    dispose: () => {
      drop();
      pane.measures?.hovered.set(null);
    },
  };
}
