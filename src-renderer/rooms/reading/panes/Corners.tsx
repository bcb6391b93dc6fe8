import type { Study } from "#shared/api/study.ts";
import type { ViewState } from "../../../viewer/viewState.ts";
import type { VolumeOnDesk } from "../desk.ts";
import { useStore, type Store } from "../store.ts";
import { patientLines, seriesLines, sliceLines, windowLines } from "./overlayText.ts";
import type { PaneHand } from "./paneHand.ts";
import classes from "./Pane.module.css";

interface Props {
  readonly study: Study;
  readonly shown: VolumeOnDesk;
  readonly view: ViewState;
  readonly hand: PaneHand;
}

function Lines({ lines }: { lines: readonly string[] }) {
  return lines.map((line, at) => <div key={`${at} ${line}`} className={at === 0 ? classes.strong : undefined}>{line}</div>);
}

/** Texts in the four corners: patient, series, acquisition and slice, window and what is under the mouse. */
export function Corners({ study, shown, view, hand }: Props) {
  return (
    <div className={classes.corners} data-testid="overlay">
      <div className={classes.topLeft}><Lines lines={patientLines(study)} /></div>
      <div className={classes.topRight}><Lines lines={seriesLines(shown)} /></div>
      <div className={classes.bottomLeft}>{sliceLines(view, shown).map((line) => <div key={line}>{line}</div>)}</div>
      <div className={classes.bottomRight}>
        <Probe text={hand.map.probe} testId="map-probe" />
        <Probe text={hand.probe} testId="probe" />
        {windowLines(view).map((line) => <div key={line}>{line}</div>)}
      </div>
    </div>
  );
}

function Probe({ text, testId }: { text: Store<string>; testId: string }) {
  const words = useStore(text);
  return words === "" ? null : <div data-testid={testId}>{words}</div>;
}
