import { Tabs, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useEffect, useEffectEvent, useState } from "react";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import { scoringKey } from "../../../forms/formKeys.ts";
import { keyWord } from "../../../ui/keyWord.ts";
import { useObservable } from "../../../ui/observable.ts";
import { isTyping } from "../../../ui/shortcuts.ts";
import type { Desk } from "../desk.ts";
import { SegmentPanel } from "../segmentPanel/SegmentPanel.tsx";
import { CoordinatorsDrawing } from "./CoordinatorsDrawing.tsx";
import { showCoordinators } from "./showCoordinators.ts";
import { FormTab } from "./FormTab.tsx";
import { MissingList } from "./MissingList.tsx";
import { ModelResults } from "./ModelResults.tsx";
import type { OpenCase } from "./openCase.ts";
import { followCell, goToMissing } from "./places.ts";
import roomClasses from "../ReadingRoom.module.css";
import classes from "./Case.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly openCase: OpenCase;
  /** Beneath the images: what the answers of the form on show mean. */
  readonly beneath: HTMLElement | null;
  readonly isHidden: boolean;
}

/** Windows in which segments and form stand beside each other, and two images at that: at 1700 pixels each has 500. */
const roomForBoth = "(width >= 1700px)";

/** Hears the key that turns scoring on while the form is out of sight. */
function useScoringKey(isHeard: boolean, run: () => void): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (!isHeard || event.repeat || isTyping(event) || document.querySelector("[role=dialog], [role=menu]")) return;
    if (keyWord(event) !== scoringKey.toUpperCase()) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}

/** To the right of the images of a reading: the segments of the protocol, the form, and what is missing. */
export function CasePanel({ desk, drawing, openCase, beneath, isHidden }: Props) {
  const { forms, scoring, showsModelResults } = openCase.reading;
  const hasForm = forms.length > 0;
  const [tab, setTab] = useState<string | null>(
    hasForm && (scoring.order === "before drawing" || openCase.isCompared) ? "form" : "segments",
  );
  const isBeside = useMediaQuery(roomForBoth, false, { getInitialValueInEffect: false }) && hasForm;
  const isFormShown = isBeside || tab === "form";
  const lacks = useObservable(openCase.lacks);
  const missing = lacks && lacks.levels.length + lacks.drawings.length + lacks.answers.length;

  useEffect(() => openCase.follow(drawing), [openCase, drawing]);
  // Not in a tab, which has no effects while it is hidden.
  useEffect(() => showCoordinators(desk, drawing, openCase), [desk, drawing, openCase]);
  useEffect(() => openCase.cell.subscribe(() => followCell(desk, openCase)), [desk, openCase]);

  const score = (isOn: boolean) => {
    openCase.isScoring.set(isOn && !openCase.isFormBlocked && !openCase.isFormLocked && !openCase.isCompared);
    if (!isOn) return;
    setTab("form");
    // Nothing is drawn that cannot be seen.
    if (openCase.hidesDrawing && desk.isDrawing) desk.setTool("window");
  };
  // The form hears it where it is on the screen.
  useScoringKey(hasForm && !isFormShown, () => score(true));
  const form = hasForm && <FormTab openCase={openCase} legendPlace={isFormShown && !isHidden ? beneath : null} onScoring={score} />;
  const missingParts = (
    <>
      {lacks === null && <output className={roomClasses.sideHint}>Asking what is missing …</output>}
      {missing === 0 && <p className={roomClasses.sideHint}>Nothing is missing. The case can be submitted.</p>}
      {lacks && <MissingList openCase={openCase} lacks={lacks} onPlace={(place) => goToMissing(desk, openCase, drawing, place)} />}
    </>
  );
  return (
    <aside className={roomClasses.side} hidden={isHidden} data-beside={isBeside} aria-label="Segments, form and what is missing">
      <Tabs
        value={isBeside && tab !== "models" ? "segments" : tab}
        className={isBeside ? roomClasses.column : roomClasses.sideTabs}
        keepMounted
        onChange={(next) => {
          // The keys do not fill a form that is out of sight.
          if (next !== "form" && !isBeside) score(false);
          setTab(next);
        }}
      >
        <Tabs.List grow>
          <Tabs.Tab value="segments">Segments</Tabs.Tab>
          {hasForm && !isBeside && <Tabs.Tab value="form">Form</Tabs.Tab>}
          {showsModelResults && <Tabs.Tab value="models">Models</Tabs.Tab>}
          {!openCase.isCompared && !isBeside && (
            <Tabs.Tab value="missing">{missing === null ? "Missing" : `Missing (${missing})`}</Tabs.Tab>
          )}
        </Tabs.List>
        <Tabs.Panel value="segments" className={roomClasses.sideTab}>
          {lacks && openCase.whyNotDrawn !== null && <p className={classes.notice}>{openCase.whyNotDrawn}</p>}
          <CoordinatorsDrawing desk={desk} drawing={drawing} openCase={openCase} />
          <SegmentPanel desk={desk} drawing={drawing} />
          {!openCase.isCompared && isBeside && (
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is scrolled by keys.
            <section className={roomClasses.missing} aria-label="What is missing" tabIndex={0}>
              {missingParts}
            </section>
          )}
        </Tabs.Panel>
        {form && !isBeside && (
          <Tabs.Panel value="form" className={roomClasses.sideTab}>
            {form}
          </Tabs.Panel>
        )}
        {showsModelResults && (
          <Tabs.Panel value="models" className={roomClasses.sideTab} tabIndex={0}>
            <VisuallyHidden component="h2">Results of models</VisuallyHidden>
            <ModelResults reading={openCase.reading} />
          </Tabs.Panel>
        )}
        {!openCase.isCompared && !isBeside && (
          <Tabs.Panel value="missing" className={roomClasses.sideTab} tabIndex={0}>
            <VisuallyHidden component="h2">What is missing</VisuallyHidden>
            {missingParts}
          </Tabs.Panel>
        )}
      </Tabs>
      {isBeside && <div className={roomClasses.column}>{form}</div>}
    </aside>
  );
}
