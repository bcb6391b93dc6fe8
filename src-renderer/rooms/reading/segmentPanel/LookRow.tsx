import { Checkbox, Slider } from "@mantine/core";
import { useState } from "react";
import type { SegmentLook } from "#shared/api/segmentation.ts";
import { segmentInWords } from "#shared/domain/segmentInWords.ts";
import type { DrawingDesk } from "../../../drawing/drawingDesk.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import { segmentStyles, styleWords } from "../../../drawing/segmentLook.ts";
import type { Desk } from "../desk.ts";
import { DoneMark } from "./DoneMark.tsx";
import { useObservable } from "../../../ui/observable.ts";
import classes from "./SegmentPanel.module.css";

interface Props {
  readonly desk: Desk;
  readonly drawing: DrawingDesk;
  readonly session: DrawingSession;
}

/** How segments look: all of them, or the active one by itself; and whether that is done on the slice on show. */
export function LookRow({ desk, drawing, session }: Props) {
  const { look, looks, activeSegment } = useObservable(session.state);
  const { hasNames } = useObservable(drawing.settings);
  const [isOne, setOne] = useState(false);
  const own = isOne ? session.activeSegment : null;
  const shown = (own && looks.get(own.number)) ?? look;
  const change = (part: Partial<SegmentLook>) => drawing.setLook(session, { ...shown, ...part }, own?.number ?? null);
  const whose = own ? segmentInWords(own) : "segments";
  return (
    <>
      <div className={`${classes.row} ${classes.looks}`}>
        <span className={classes.opacity}>Opacity</span>
        <Slider
          className={classes.grow}
          label={null}
          min={0}
          max={100}
          value={Math.round(shown.opacity * 100)}
          thumbLabel={`Opacity of ${whose}`}
          onChange={(percent) => change({ opacity: percent / 100 })}
        />
        <select
          className={classes.style}
          aria-label={`Style of ${whose}`}
          title="Fill and outline, fill, outline (Shift+O)"
          value={shown.style}
          onChange={(event) => change({ style: event.currentTarget.value as SegmentLook["style"] })}
        >
          {segmentStyles.map((style) => (
            <option key={style} value={style}>
              {styleWords[style]}
            </option>
          ))}
        </select>
      </div>
      <div className={`${classes.row} ${classes.looks}`}>
        <Checkbox
          label="Active alone"
          title="Opacity and style are those of the active segment alone"
          checked={isOne}
          disabled={activeSegment === null}
          onChange={(event) => setOne(event.currentTarget.checked)}
        />
        <Checkbox
          label="Names"
          aria-label="Names on the image"
          title="Names of the segments on the image (Shift+N)"
          checked={hasNames}
          onChange={(event) => drawing.settings.patch({ hasNames: event.currentTarget.checked })}
        />
        <span className={classes.grow} />
        <DoneMark desk={desk} session={session} />
      </div>
      {looks.size > 0 && (
        <button type="button" className={classes.asAll} onClick={() => drawing.clearLooks(session)}>
          {looks.size === 1 ? "One looks otherwise: as all" : `${looks.size} look otherwise: as all`}
        </button>
      )}
    </>
  );
}
