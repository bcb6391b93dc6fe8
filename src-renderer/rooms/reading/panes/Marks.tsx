import type { Vector3 } from "#shared/domain/geometry.ts";
import { isOnSheet } from "../../../drawing/openPolygon.ts";
import { isSameSheet, pointOn, voxelAt } from "../../../drawing/sheet.ts";
import type { PreviewLine, ToolPreview } from "../../../drawing/toolPreview.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import { useObservable } from "../../../ui/observable.ts";
import type { ViewState } from "../../../viewer/viewState.ts";
import type { Desk } from "../desk.ts";
import { CrosshairMark } from "./CrosshairMark.tsx";
import { DoneStrip } from "./DoneStrip.tsx";
import { EffectPreview } from "./EffectPreview.tsx";
import { MeasureMarks } from "./MeasureMarks.tsx";
import type { PaneView } from "./paneView.ts";
import { besideSlider, placeOnSlider } from "./sliderPlaces.ts";
import { voxelPath } from "./voxelPath.ts";
import classes from "./Pane.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly pane: number;
  readonly content: PaneView;
  readonly view: ViewState;
}

/** Lines over the image: reference lines, the open polygon, and what a tool shows. */
export function Marks({ desk, drawing, pane, content, view }: Props) {
  const { width, height } = useObservable(content.size);
  return (
    <svg className={classes.marks} width={width} height={height} aria-hidden="true">
      {view.isRendered && <ReferenceLine desk={desk} pane={pane} content={content} />}
      {view.isRendered && <CrosshairMark desk={desk} pane={pane} content={content} view={view} width={width} height={height} />}
      <DoneStrip desk={desk} drawing={drawing} view={view} width={width} height={height} />
      <EffectPreview desk={desk} drawing={drawing} content={content} view={view} />
      <Polygon content={content} view={view} />
      {!desk.openCase && <MeasureMarks desk={desk} measures={drawing.measures} content={content} view={view} />}
      <Preview content={content} view={view} width={width} height={height} />
    </svg>
  );
}

function ReferenceLine({ desk, pane, content }: Omit<Props, "view" | "drawing">) {
  useObservable(desk.views);
  useObservable(desk.state);
  const line = desk.referenceLineIn(pane);
  const from = line && content.viewport.patientToCanvas(line[0]);
  const to = line && content.viewport.patientToCanvas(line[1]);
  return from && to ? (
    <line className={classes.referenceLine} data-testid={`reference-line-${pane}`} x1={from[0]} y1={from[1]} x2={to[0]} y2={to[1]} />
  ) : null;
}

type Drawn = Pick<Props, "content" | "view">;

/** The polygon that is open on the slice or cut on show, whatever tool is chosen. */
function Polygon({ content, view }: Drawn) {
  const polygon = useObservable(content.polygon);
  const { sheet } = content.tools;
  if (!polygon || !sheet || !view.isRendered || !isOnSheet(polygon, sheet)) return null;
  const corners = onScreen(
    content,
    polygon.points.map((point) => voxelAt(sheet, point)),
  );
  return (
    <g data-testid="polygon">
      <Line points={corners} />
      {corners.map(([x, y], at) => (
        <circle key={`${x} ${y}`} className={classes.corner} cx={x} cy={y} r={at === 0 ? 5 : 3} />
      ))}
    </g>
  );
}

/** What the tool would do, over the slice or cut it belongs to. */
function Preview({ content, view, width, height }: Drawn & { readonly width: number; readonly height: number }) {
  const preview = useObservable(content.tools.preview);
  if (!preview || !view.isRendered || !isSameSheet(preview.sheet, content.tools.sheet)) return null;
  return (
    <>
      <Voxels preview={preview} content={content} />
      <g className={preview.isFaint ? classes.faint : undefined} data-testid={preview.isFaint ? "waits-elsewhere" : undefined}>
        {preview.lines?.map(({ points, isClosed, ...look }, at) => (
          // Lines have no names; their order is the tool's.
          <Line key={at} {...look} points={onScreen(content, isClosed && points[0] ? [...points, points[0]] : points)} />
        ))}
      </g>
      {onScreen(content, preview.handles ?? []).map(([x, y]) => (
        <circle key={`${x} ${y}`} className={classes.corner} cx={x} cy={y} r={4} />
      ))}
      <Circle preview={preview} content={content} />
      <Note preview={preview} content={content} />
      <ProposedSlices preview={preview} view={view} height={height} width={width} />
    </>
  );
}

interface Shown {
  readonly content: PaneView;
  readonly preview: ToolPreview;
}

function Voxels({ preview: { voxels, sheet }, content }: Shown) {
  const shape =
    voxels && voxelPath(voxels.indices, sheet.columns, (column, row) => content.viewport.voxelToCanvas(voxelAt(sheet, [column, row])));
  return shape && voxels ? (
    <path
      d={shape.path}
      transform={shape.transform}
      fill={voxels.colour}
      opacity={0.55}
      data-testid="voxel-preview"
      data-voxels={voxels.indices.length}
    />
  ) : null;
}

/** Beside the slider: the slices for which something is proposed. */
function ProposedSlices({ preview, view, width, height }: Pick<Props, "view"> & { preview: ToolPreview; width: number; height: number }) {
  return preview.proposedSlices?.map((slice) => (
    <circle
      key={slice}
      className={classes.proposed}
      cx={width - besideSlider}
      cy={placeOnSlider(slice, view.sliceCount, height)}
      r={slice === view.sliceIndex ? 4 : 2.5}
      data-testid="proposed-slice"
    />
  ));
}

function Circle({ preview: { circle, sheet }, content }: Shown) {
  if (!circle) return null;
  const [column, row] = pointOn(sheet, circle.centre);
  const centre = content.viewport.voxelToCanvas(circle.centre);
  const edge = content.viewport.voxelToCanvas(voxelAt(sheet, [column + circle.radiusMm / sheet.spacingMm[0], row]));
  if (!centre || !edge) return null;
  const radius = Math.hypot(edge[0] - centre[0], edge[1] - centre[1]);
  return (
    <g transform={`translate(${centre[0]} ${centre[1]})`}>
      <circle className={classes.brushShade} r={radius} />
      <circle className={classes.brush} r={radius} data-sampling={circle.isSampling} data-testid="brush-cursor" />
    </g>
  );
}

function Note({ preview: { note }, content }: Shown) {
  const place = note && content.viewport.voxelToCanvas(note.at);
  return place ? (
    <text className={classes.notice} x={place[0] + 14} y={place[1] - 10} data-testid="tool-note">
      {note.words}
    </text>
  ) : null;
}

function onScreen({ viewport }: PaneView, points: readonly Vector3[]) {
  return points.map((point) => viewport.voxelToCanvas(point)).filter((place) => place !== null);
}

interface LineProps extends Omit<PreviewLine, "points" | "isClosed"> {
  readonly points: ReadonlyArray<readonly [number, number]>;
}

function Line({ points, colour, isDotted = false }: LineProps) {
  const path = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  return (
    <>
      <polyline className={colour === undefined ? classes.contourShade : classes.strokeShade} points={path} />
      <polyline
        className={colour === undefined ? classes.contour : classes.stroke}
        stroke={colour}
        data-dotted={isDotted || undefined}
        points={path}
      />
    </>
  );
}
