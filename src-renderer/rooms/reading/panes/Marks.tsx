import { useStore } from "../store.ts";
import type { Desk } from "../desk.ts";
import type { ViewState } from "../../../viewer/viewState.ts";
import { scaleBar } from "../../../viewer/scaleBar.ts";
import type { PaneHand } from "./paneHand.ts";
import classes from "./Pane.module.css";

interface Props {
  readonly desk: Desk;
  readonly pane: number;
  readonly hand: PaneHand;
  readonly view: ViewState;
}

/** Lines over the image: reference lines, the scale bar, the brush, and a contour being drawn. */
export function Marks({ desk, pane, hand, view }: Props) {
  const { width, height } = useStore(hand.size);
  return (
    <svg className={classes.marks} width={width} height={height} aria-hidden="true">
      {view.isRendered && <ReferenceLine desk={desk} pane={pane} hand={hand} />}
      {view.isRendered && view.mmPerPixel !== null && <ScaleBar mmPerPixel={view.mmPerPixel} width={width} height={height} />}
      <Contour hand={hand} view={view} />
      <BrushCursor hand={hand} />
    </svg>
  );
}

function ReferenceLine({ desk, pane, hand }: Omit<Props, "view">) {
  useStore(desk.views);
  useStore(desk.state);
  const line = desk.referenceLineIn(pane);
  const from = line && hand.viewport.patientToCanvas(line[0]);
  const to = line && hand.viewport.patientToCanvas(line[1]);
  return from && to ? <line className={classes.referenceLine} data-testid={`reference-line-${pane}`} x1={from[0]} y1={from[1]} x2={to[0]} y2={to[1]} /> : null;
}

function ScaleBar({ mmPerPixel, width, height }: { mmPerPixel: number; width: number; height: number }) {
  const bar = scaleBar(Math.min(width * 0.25, 220) * mmPerPixel);
  if (!bar) return null;
  const length = bar.lengthMm / mmPerPixel;
  const x = width / 2 - length / 2;
  const y = height - 30;
  return (
    <g data-testid="scale-bar" data-length-mm={bar.lengthMm} data-length-pixels={length.toFixed(2)}>
      <path className={classes.scale} d={`M${x} ${y - 4} v8 M${x} ${y} h${length} M${x + length} ${y - 4} v8`} />
      <text className={classes.scaleLabel} x={width / 2} y={y - 7}>{bar.label}</text>
    </g>
  );
}

function BrushCursor({ hand }: { hand: PaneHand }) {
  const cursor = useStore(hand.brushCursor);
  if (!cursor) return null;
  return (
    <g transform={`translate(${cursor.x} ${cursor.y})`}>
      <circle className={classes.brushShade} r={cursor.radius} />
      <circle className={classes.brush} r={cursor.radius} data-testid="brush-cursor" />
    </g>
  );
}

function Contour({ hand, view }: { hand: PaneHand; view: ViewState }) {
  const contour = useStore(hand.contour);
  if (!contour || contour.sliceIndex !== view.sliceIndex) return null;
  const corners = contour.points.map(([i, j]) => hand.viewport.voxelToCanvas([i, j, contour.sliceIndex])).filter((point) => point !== null);
  const next = contour.next && hand.viewport.voxelToCanvas([...contour.next, contour.sliceIndex]);
  const path = [...corners, ...(next ? [next] : [])].map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  return (
    <g>
      <polyline className={classes.contourShade} points={path} />
      <polyline className={classes.contour} points={path} />
      {contour.tool === "polygon" && corners.map(([x, y], at) => <circle key={`${x} ${y}`} className={classes.corner} cx={x} cy={y} r={at === 0 ? 5 : 3} />)}
    </g>
  );
}
