import { Fragment } from "react";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import { paintRuleInWords } from "../../../drawing/paintRuleOf.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { ComparisonNote } from "../comparison/ComparisonNote.tsx";
import type { Desk, VolumeOnDesk } from "../desk.ts";
import type { ViewState } from "../../../viewer/viewState.ts";
import { useObservable, type Observable } from "../../../ui/observable.ts";
import { ColourBar } from "./ColourBar.tsx";
import { patientLines, seriesLines, sliceLines, windowLines } from "./overlayText.ts";
import type { PaneView } from "./paneView.ts";
import { ProjectionNote } from "./ProjectionNote.tsx";
import { ScaleBar } from "./ScaleBar.tsx";
import { VolumeNotes } from "./VolumeNotes.tsx";
import classes from "./Furniture.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly shown: VolumeOnDesk;
  readonly view: ViewState;
  readonly content: PaneView;
  readonly hasTexts: boolean;
}

/**
 * Everything that is written over an image, in one grid, so that nothing lies over anything else whatever the size of the viewport: texts
 * in the corners, letters at
 * the edges, notes on the volume, the scale bar, the colour bar, and what is under the mouse. Where there is little room, texts of lesser weight are left out.
 */
export function Furniture({ desk, drawing, shown, view, content, hasTexts }: Props) {
  const letters = view.isRendered ? view.letters : null;
  return (
    <div className={classes.furniture} data-testid={hasTexts ? "overlay" : undefined}>
      <div className={classes.row}>
        <div className={classes.left} data-furniture="patient">
          {hasTexts && <Lines lines={patientLines(desk.study)} least={1} />}
        </div>
        <span className={classes.letter} data-furniture="letter">
          {letters?.top}
        </span>
        <div className={classes.right} data-furniture="series">
          {hasTexts && <Lines lines={seriesLines(shown)} least={1} />}
        </div>
      </div>
      {view.isRendered && (
        <div className={classes.noteStack}>
          <VolumeNotes key={shown.volume.id} volume={shown.volume} gaps={view.gaps} />
          <ComparisonNote desk={desk} volume={shown.volume} />
          <ProjectionNote desk={desk} drawing={drawing} volume={shown.volume} />
        </div>
      )}
      <div className={classes.middle}>
        <span className={classes.letter} data-furniture="letter">
          {letters?.left}
        </span>
        <span className={classes.space} />
        {view.isRendered && <ColourBar desk={desk} volume={shown.volume} />}
        <span className={classes.letter} data-furniture="letter">
          {letters?.right}
        </span>
      </div>
      <div className={`${classes.row} ${classes.bottom}`}>
        <div className={classes.left} data-furniture="slice">
          {hasTexts && <SliceTexts shown={shown} view={view} />}
        </div>
        <div className={classes.centre}>
          {view.isRendered && view.mmPerPixel !== null && <ScaleBar mmPerPixel={view.mmPerPixel} size={content.size} />}
          <span className={classes.letter} data-furniture="letter">
            {letters?.bottom}
          </span>
        </div>
        <div className={classes.right} data-furniture="readout">
          {hasTexts && (
            <>
              {desk.isDrawing && <PaintRule content={content} drawing={drawing} />}
              <Probe text={content.segmentProbe} testId="segment-probe" />
              <Probe text={content.comparison.probe} testId="comparison-probe" />
              <Probe text={content.map.probe} testId="map-probe" />
              <Probe text={content.probe} testId="probe" />
              {windowLines(view).map((line) => (
                <div key={line} data-least>
                  <Parts of={line} />
                </div>
              ))}
            </>
          )}
        </div>
      </div>
    </div>
  );
}

/**
 * A line whose parts, which three spaces part, are not broken: a number stays with its unit. Long words of files may be broken anywhere. Where there is
 * hardly any room, the voxel's three numbers stand without their word.
 */
function Parts({ of: line }: { of: string }) {
  return line.split("   ").map((part, at) => {
    const [, word, rest = part] = /^(voxel )(.*)$/.exec(part) ?? [];
    return (
      <Fragment key={`${at} ${part}`}>
        {at > 0 && "   "}
        <span className={part.length < 40 ? classes.part : undefined}>
          {word && <span data-least>{word}</span>}
          {rest}
        </span>
      </Fragment>
    );
  });
}

/** Lines of a corner, the first of them strong; those from `least` on are left out where there is little room. */
function Lines({ lines, least }: { lines: readonly string[]; least: number }) {
  return lines.map((line, at) => (
    <div key={`${at} ${line}`} className={at === 0 ? classes.strong : undefined} data-minor={at >= least || undefined}>
      <Parts of={line} />
    </div>
  ));
}

function SliceTexts({ shown, view }: Pick<Props, "shown" | "view">) {
  return sliceLines(view, shown).map((line) => (
    <div key={line} data-minor={!line.startsWith("Slice ") || undefined}>
      <Parts of={line} />
    </div>
  ));
}

/** The rule of painting, where a stroke here would not paint over everything. */
function PaintRule({ content, drawing }: Pick<Props, "content" | "drawing">) {
  useObservable(drawing.sessions);
  const { session } = content.tools;
  return session && <PaintRuleOf session={session} content={content} drawing={drawing} />;
}

function PaintRuleOf({ session, content, drawing }: Pick<Props, "content" | "drawing"> & { session: DrawingSession }) {
  useObservable(drawing.settings);
  useObservable(session.state);
  const words = paintRuleInWords(content.tools.rule, session);
  return words === null ? null : <div data-testid="paint-rule">{words}</div>;
}

function Probe({ text, testId }: { text: Observable<string>; testId: string }) {
  const words = useObservable(text);
  return words === "" ? null : (
    <div data-testid={testId}>
      <Parts of={words} />
    </div>
  );
}
