import { Checkbox, Slider } from "@mantine/core";
import { whyNotAcrossSlices } from "#shared/domain/drawing/neighbourSlices.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import { radiusOfSlider, sliderOfRadius, sliderSteps } from "../../../drawing/drawingSettings.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { useObservable } from "../../../ui/observable.ts";
import { millimetres } from "../panes/overlayText.ts";
import classes from "./SegmentPanel.module.css";

interface Props {
  readonly drawing: DrawingDesk;
  readonly session: DrawingSession;
  readonly canBeBall: boolean;
}

/** How wide the brush is, and whether it is a ball. */
export function BrushRow({ drawing, session, canBeBall }: Props) {
  const { brushRadiusMm, isBall } = useObservable(drawing.settings);
  const why3D = whyNotAcrossSlices(session.volume);
  const unit = session.volume.hasPatientGeometry ? "mm" : "px";
  return (
    <>
      <div className={classes.row}>
        <span className={classes.label} title="Diameter; smaller and larger with [ and ]">
          Brush
        </span>
        <Slider
          className={classes.grow}
          label={null}
          min={0}
          max={sliderSteps}
          step={1}
          value={sliderOfRadius(brushRadiusMm)}
          thumbLabel="Brush size"
          onChange={(step) => drawing.settings.patch({ brushRadiusMm: radiusOfSlider(step) })}
        />
        <span className={classes.value} data-testid="brush-size" title="Diameter; smaller and larger with [ and ]">
          {millimetres(brushRadiusMm * 2)} {unit}
        </span>
        {canBeBall && (
          <Checkbox
            ml={8}
            label="3D"
            aria-label="3D brush"
            title={why3D ?? "The brush is a ball that reaches into the slices beside"}
            disabled={why3D !== null}
            checked={isBall && why3D === null}
            onChange={(event) => drawing.settings.patch({ isBall: event.currentTarget.checked })}
          />
        )}
      </div>
      {canBeBall && isBall && why3D !== null && <span className={classes.note}>The brush stays on its slice. {why3D}</span>}
    </>
  );
}
