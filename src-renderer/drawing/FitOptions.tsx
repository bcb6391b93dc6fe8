import { Button, Checkbox } from "@mantine/core";
import { NumberField } from "../ui/NumberField.tsx";
import { Observable, useObservable } from "../ui/observable.ts";
import type { BetweenSlices } from "./betweenSlices.ts";
import type { DrawingSession } from "./drawingSession.ts";
import { fitOf, fitOptions, type FitProgress } from "./fitToImage.ts";
import { named } from "./inWords.ts";
import type { ToolPane } from "./toolPane.ts";
import classes from "./ToolOptions.module.css";

const nothingUnderWay = new Observable<FitProgress | null>(null);

/** Whether proposals are fitted to the image, how far, and which of them is least certain. */
export function FitOptions({
  session,
  pane,
  between,
}: {
  readonly session: DrawingSession;
  readonly pane: ToolPane | null;
  readonly between: BetweenSlices | null;
}) {
  const { isOn, bandMm } = useObservable(fitOptions);
  const progress = useObservable(between ? fitOf(between).progress : nothingUnderWay);
  const least = isOn && progress === null ? (between?.leastCertain() ?? null) : null;
  const set = (part: Partial<typeof fitOptions.value>) => {
    fitOptions.patch(part);
    pane?.refresh();
  };
  return (
    <>
      <div className={classes.row}>
        <Checkbox
          label="Fit to the image"
          title="Moves what is proposed to the edges of the image"
          checked={isOn}
          onChange={(event) => set({ isOn: event.currentTarget.checked })}
        />
        <span className={classes.grow} />
        <NumberField
          w={92}
          aria-label="Farthest that a border is moved, mm"
          title="Farthest that a border is moved from where the shape alone puts it"
          size="xs"
          min={1}
          max={50}
          suffix={session.volume.hasPatientGeometry ? " mm" : " px"}
          disabled={!isOn}
          value={bandMm}
          onChange={(value) => set({ bandMm: value })}
        />
      </div>
      {progress && (
        <output className={classes.words} data-testid="fit-progress">
          Fitting: {progress.done} of {progress.total} slices matched
        </output>
      )}
      {least && (
        <div className={classes.row}>
          <output className={classes.words} data-testid="least-certain">
            Least certain: {named(session, least.segment)}, slice {least.sliceIndex + 1} ({Math.round(least.doubtMm2)}{" "}
            {session.volume.hasPatientGeometry ? "mm²" : "px²"})
          </output>
          <span className={classes.grow} />
          <Button
            size="compact-xs"
            style={{ flexShrink: 0 }}
            variant="default"
            title="Go to the segment on which the drawn slices differ most, once the image carries them there: draw it next"
            onClick={() => {
              session.activate(least.segment);
              pane?.viewport.setSlice(least.sliceIndex);
            }}
          >
            Go there
          </Button>
        </div>
      )}
    </>
  );
}
