import { useObservable } from "../../../ui/observable.ts";
import { offSliceMm } from "../../../viewer/patientMark.ts";
import type { ViewState } from "../../../viewer/viewState.ts";
import type { Desk } from "../desk.ts";
import { offSliceText } from "./overlayText.ts";
import type { PaneView } from "./paneView.ts";
import classes from "./Pane.module.css";

interface Props {
  readonly desk: Desk;
  readonly pane: number;
  readonly content: PaneView;
  readonly view: ViewState;
  readonly width: number;
  readonly height: number;
}

/** So many pixels about the place stay free, that it can be seen; and so long are the arms where it lies on another slice. */
const gap = 9;
const arm = 24;

/**
 * The crosshair over one viewport: lines through the place; where it lies on another slice, a small broken cross and how far away it is. Nothing where
 * the viewport has no positions of the same space, and none where the mouse itself is.
 */
export function CrosshairMark({ desk, pane, content, view, width, height }: Props) {
  useObservable(desk.state);
  useObservable(desk.crosshair.placed);
  const hovered = useObservable(desk.crosshair.hovered);
  const point = desk.markedPoint;
  const offMm = point && hovered?.pane !== pane ? offSliceMm(point, view) : null;
  const place = point && offMm !== null && content.viewport.patientToCanvas(point.pointMm);
  if (!place || offMm === null || !view.planeInSpace) return null;
  const [x, y] = place;
  const isOff = offMm !== 0;
  const [left, right, top, bottom] = isOff ? [x - arm, x + arm, y - arm, y + arm] : [0, width, 0, height];
  const path = `M${left} ${y}H${x - gap}M${x + gap} ${y}H${right}M${x} ${top}V${y - gap}M${x} ${y + gap}V${bottom}`;
  return (
    <g data-testid={`crosshair-${pane}`} data-place={`${x.toFixed(2)} ${y.toFixed(2)}`} data-off-mm={offMm.toFixed(2)}>
      <path className={classes.crosshairShade} d={path} />
      <path className={classes.crosshair} d={path} data-off={isOff} />
      {isOff && (
        <text className={classes.notice} x={x + gap} y={y - gap}>
          {offSliceText(view.planeInSpace, offMm)}
        </text>
      )}
    </g>
  );
}
