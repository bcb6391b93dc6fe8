import { UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { originalImageSettings } from "#shared/domain/extractionSettings.ts";
import type { Desk } from "../desk.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { areaOn } from "../../../drawing/sheetArea.ts";
import { chosenSettings, stepsBefore } from "../../../settings/chosenSettings.ts";
import { Observable, useObservable } from "../../../ui/observable.ts";
import { ChangeLine } from "./ChangeLine.tsx";
import { formatFirstOrder, formatMeasure, type MeasureLine } from "./formatMeasure.ts";
import { useLiveMeasures } from "./useLiveMeasures.ts";
import classes from "./SegmentPanel.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly session: DrawingSession;
}

/** A reader who opened the long list finds it open again. */
const isAllShown = new Observable(false);

/** What the active segment measures, while it is drawn: volume and the grey values' middle and spread; all first-order features where the reader opens them. */
export function SegmentStatistics({ desk, drawing, session }: Props) {
  useObservable(desk.views);
  const { activeSegment, segmentation } = useObservable(session.state);
  const settings = useObservable(chosenSettings);
  const isAll = useObservable(isAllShown);
  const binning = originalImageSettings(settings);
  const before = stepsBefore(settings);
  const view = desk.activeViewport?.state;
  const sliceIndex = view?.plane === "acquisition" && view.volume?.id === session.volume.id ? view.sliceIndex : -1;
  const active = segmentation.segments.find(({ number }) => number === activeSegment);
  const measured = useLiveMeasures(drawing, session, activeSegment, sliceIndex, binning);

  if (!active || !measured) return null;
  const sheet = view?.volume?.id === session.volume.id ? (desk.activeTools?.sheet ?? null) : null;
  const measures = sheet?.cut ? { ...measured, ...areaOn(session, sheet, active.number) } : measured;
  return (
    <section
      className={`${classes.section} ${classes.measures}`}
      data-testid="segment-statistics"
      aria-label="Measures of the active segment"
    >
      <h2 className={classes.heading}>{active.name}</h2>
      <ChangeLine session={session} number={active.number} />
      <Lines lines={formatMeasure(measures).filter(({ isRepeated }) => !(isAll && isRepeated))} />
      {session.volume.samplesPerPixel === 1 && (
        <>
          <UnstyledButton className={classes.more} aria-expanded={isAll} onClick={() => isAllShown.set(!isAll)}>
            {isAll ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
            All first-order features
          </UnstyledButton>
          {isAll && (
            <div data-testid="live-first-order">
              <Lines lines={formatFirstOrder(measures)} />
              <p className={classes.binning}>
                Entropy and uniformity with {binning.binCount ? `${binning.binCount} bins` : `a bin width of ${binning.binWidth}`}, as set
                under “Features”.{before && ` ${before}`}
              </p>
            </div>
          )}
        </>
      )}
    </section>
  );
}

function Lines({ lines }: { lines: ReadonlyArray<MeasureLine & { readonly feature?: string }> }) {
  return (
    <dl className={classes.statistics}>
      {lines.map(({ name, value, exact, feature }) => [
        <dt key={name}>{name}</dt>,
        <dd key={`${name} value`} title={exact} data-feature={feature}>
          {value}
        </dd>,
      ])}
    </dl>
  );
}
