import type { SliceWork } from "#shared/domain/drawing/slicePrints.ts";
import { workOfAllOn, workOn } from "../../../drawing/doneMarks.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { useObservable } from "../../../ui/observable.ts";
import type { ViewState } from "../../../viewer/viewState.ts";
import type { Desk } from "../desk.ts";
import { besideSlider, placeOnSlider } from "./sliderPlaces.ts";
import classes from "./Pane.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly view: ViewState;
  readonly width: number;
  readonly height: number;
}

/** Beside the slider of slices: to its left the slices on which the active segment is drawn, finished, or changed since; to its right those of all segments. */
export function DoneStrip({ desk, drawing, view, width, height }: Props) {
  const session = useObservable(drawing.sessions).get(view.volume?.id ?? "");
  if (!session || view.plane !== "acquisition" || view.sliceCount < 2 || height === 0 || desk.openCase?.hidesDrawing) return null;
  return <Strip session={session} view={view} width={width} height={height} />;
}

const markWidth = 3;

function Strip({ session, view, width, height }: Omit<Props, "desk" | "drawing"> & { readonly session: DrawingSession }) {
  const { activeSegment } = useObservable(session.state);
  const slices = Array.from({ length: view.sliceCount }, (_, slice) => slice);
  const step = placeOnSlider(1, view.sliceCount, height) - placeOnSlider(0, view.sliceCount, height);
  const thick = Math.min(6, Math.max(1, step - 1));
  const marksOf = (name: string, x: number, workOnSlice: (slice: number) => SliceWork) =>
    slices.map((slice) => {
      const work = workOnSlice(slice);
      return work === "empty" ? null : (
        <rect
          key={`${name} ${slice}`}
          className={classes.work}
          data-work={work}
          data-testid={`${name}-${slice}`}
          x={x}
          y={placeOnSlider(slice, view.sliceCount, height) - thick / 2}
          width={markWidth}
          height={thick}
        />
      );
    });
  return (
    <g data-testid="done-strip">
      {activeSegment !== null && marksOf("work", width - besideSlider - 1, (slice) => workOn(session, activeSegment, slice))}
      {marksOf("work-of-all", width - markWidth, (slice) => workOfAllOn(session, slice))}
    </g>
  );
}
