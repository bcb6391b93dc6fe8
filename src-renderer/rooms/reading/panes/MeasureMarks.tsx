import type { Measure, MeasurePlace } from "#shared/domain/measure/measure.ts";
import { measureLines } from "#shared/domain/measure/measureWords.ts";
import type { MeasureDesk } from "../../../drawing/measures/measureDesk.ts";
import { isMeasureShown, measureShape, type MeasureShape } from "../../../drawing/measures/measureShape.ts";
import { useObservable } from "../../../ui/observable.ts";
import type { PixelBox } from "../../../viewer/pixelBox.ts";
import type { ViewState } from "../../../viewer/viewState.ts";
import type { Desk } from "../desk.ts";
import type { PaneView } from "./paneView.ts";
import { placeLabels } from "./placeLabels.ts";
import classes from "./MeasureMarks.module.css";

interface Props {
  readonly desk: Desk;
  readonly measures: MeasureDesk;
  readonly content: PaneView;
  readonly view: ViewState;
}

interface Drawn {
  readonly id: string;
  readonly place: MeasurePlace;
  readonly shape: MeasureShape;
  readonly lines: readonly string[];
  /** Selected, under the mouse, or being made or moved. */
  readonly isLit: boolean;
}

/** Height of a line of a label, and the space around its text; pixels. */
const [lineHeight, margin] = [15, 3];

const context = document.createElement("canvas").getContext("2d");

function widthOf(lines: readonly string[]): number {
  if (!context) return 0;
  context.font = "600 12px system-ui, sans-serif";
  return Math.max(...lines.map((line) => context.measureText(line).width));
}

/** The measures on the slice on show, and the one that is being made: lines, handles, and labels beside them. */
export function MeasureMarks({ desk, measures, content, view }: Props) {
  const { measures: all, selected } = useObservable(measures.state);
  const draft = useObservable(measures.draft);
  const hovered = useObservable(measures.hovered);
  const { width, height } = useObservable(content.size);
  useObservable(measures.meter.arrivals);
  useObservable(desk.state);
  const drawn = (measure: Pick<Measure, "id" | "name"> | null, place: MeasurePlace): Drawn[] => {
    const volume = isMeasureShown(view, place) ? measures.volume(place.volumeId) : null;
    const shape = volume && measureShape(content.viewport, volume, place);
    if (!shape) return [];
    const isLit = measure === null || measure.id === selected || measure.id === hovered || measure.id === draft?.id;
    return [{ id: measure?.id ?? "draft", place, shape, lines: linesOf(measures, place, isLit ? measure : null), isLit }];
  };
  const shown = [
    ...all.flatMap((measure) => drawn(measure, draft?.id === measure.id ? draft.place : measure)),
    ...(draft?.id === null ? drawn(null, draft.place) : []),
  ];
  if (shown.length === 0) return null;
  const boxes = placeLabels(
    shown.map(({ shape, lines, place }) => ({
      outline: [...shape.line, ...shape.handles],
      end: place.kind === "ellipse" ? null : shape.handles.at(-1)!,
      width: widthOf(lines) + 2 * margin,
      height: lines.length * lineHeight + 2 * margin,
    })),
    { x: 0, y: 0, width, height },
    furnitureOf(content),
  );
  return shown.map((each, at) => <Mark key={each.id} drawn={each} box={boxes[at]!} hasHandles={each.isLit || desk.isMeasuring} />);
}

/** An unfinished angle says nothing yet. */
function linesOf(measures: MeasureDesk, place: MeasurePlace, named: Pick<Measure, "name"> | null): string[] {
  const isUnfinished = (place.kind === "angle" && place.points.length < 3) || (place.kind === "distance" && place.points.length < 2);
  const values = isUnfinished ? null : measures.valuesOf(place);
  return [...(named ? [named.name] : []), ...(values ? measureLines(values) : [])];
}

/** What stands in the corners of the viewport, pixels of the page. */
function furnitureOf({ viewport }: PaneView): PixelBox[] {
  const origin = viewport.element.getBoundingClientRect();
  return [...(viewport.element.parentElement?.querySelectorAll("[data-furniture]") ?? [])]
    .map((element) => element.getBoundingClientRect())
    .map(({ x, y, width, height }) => ({ x: x - origin.x, y: y - origin.y, width, height }));
}

function Mark({ drawn: { id, place, shape, lines, isLit }, box, hasHandles }: { drawn: Drawn; box: PixelBox; hasHandles: boolean }) {
  const path = shape.line.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  return (
    <g
      className={classes.measure}
      data-lit={isLit}
      data-testid="measure"
      data-measure={id}
      data-kind={place.kind}
      data-words={lines.join("; ")}
      data-handles={shape.handles.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")}
      data-label={[box.x, box.y, box.width, box.height].map((value) => value.toFixed(1)).join(",")}
    >
      {lines.length > 0 && <Leader shape={shape} box={box} />}
      <polyline className={classes.shade} points={path} />
      <polyline className={classes.line} points={path} />
      {place.kind === "point" && <Cross at={shape.handles[0]!} />}
      {hasHandles &&
        place.kind !== "point" &&
        shape.handles.map(([x, y], at) => <circle key={at} className={classes.handle} cx={x} cy={y} r={isLit ? 4 : 3} />)}
      {lines.length > 0 && (
        <>
          <rect className={classes.ground} x={box.x} y={box.y} width={box.width} height={box.height} rx={3} />
          {lines.map((line, at) => (
            <text key={line} className={classes.words} x={box.x + margin} y={box.y + margin + (at + 0.78) * lineHeight}>
              {line}
            </text>
          ))}
        </>
      )}
    </g>
  );
}

/** A thin line from the label to the nearest handle. */
function Leader({ shape, box }: { shape: MeasureShape; box: PixelBox }) {
  const nearest = ([x, y]: readonly [number, number]): readonly [number, number] => [
    Math.min(Math.max(x, box.x), box.x + box.width),
    Math.min(Math.max(y, box.y), box.y + box.height),
  ];
  const ways = [...shape.line, ...shape.handles].map((spot) => {
    const end = nearest(spot);
    return { spot, end, length: Math.hypot(end[0] - spot[0], end[1] - spot[1]) };
  });
  const { spot, end } = ways.reduce((least, each) => (each.length < least.length ? each : least));
  return <line className={classes.leader} x1={spot[0]} y1={spot[1]} x2={end[0]} y2={end[1]} />;
}

function Cross({ at: [x, y] }: { at: readonly [number, number] }) {
  const path = `M${x - 8} ${y}H${x - 3}M${x + 3} ${y}H${x + 8}M${x} ${y - 8}V${y - 3}M${x} ${y + 3}V${y + 8}`;
  return (
    <>
      <path className={classes.shade} d={path} />
      <path className={classes.line} d={path} />
    </>
  );
}
