import { useRef, type PointerEvent } from "react";
import { useObservable } from "../../../ui/observable.ts";
import type { Desk } from "../desk.ts";
import classes from "./Comparison.module.css";

interface Props {
  readonly desk: Desk;
  readonly pane: number;
  readonly volumeId: string | null;
}

/** The slider between two images over each other: dragged, or moved by keys while it has the focus. */
export function CompareDivider({ desk, pane, volumeId }: Props) {
  const { comparison } = desk;
  const { shown, way, share, isHidden } = useObservable(comparison.state);
  const handle = useRef<HTMLDivElement>(null);
  if (!shown || way !== "slider" || isHidden || shown.lower.volume.id !== volumeId) return null;

  const follow = (event: PointerEvent) => {
    const frame = handle.current?.parentElement?.getBoundingClientRect();
    if (!frame || !handle.current?.hasPointerCapture(event.pointerId)) return;
    comparison.state.patch({ share: Math.min(1, Math.max(0, (event.clientX - frame.left) / frame.width)) });
  };
  const percent = Math.round(share * 100);
  return (
    <div
      ref={handle}
      className={classes.divider}
      style={{ left: `${share * 100}%` }}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an input is no line over an image that is dragged anywhere along it.
      role="slider"
      tabIndex={0}
      aria-label={`Slider between ${shown.words.lower} and ${shown.words.upper} in viewport ${pane + 1}`}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={`${percent} % ${shown.words.lower}`}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        desk.activate(pane);
      }}
      onPointerMove={follow}
      onPointerUp={(event) => event.currentTarget.releasePointerCapture(event.pointerId)}
      onKeyDown={(event) => {
        const { key } = event;
        if (key === "ArrowLeft") comparison.shift(-0.02);
        else if (key === "ArrowRight") comparison.shift(0.02);
        else if (key === "Home") comparison.state.patch({ share: 0 });
        else if (key === "End") comparison.state.patch({ share: 1 });
        else return;
        event.preventDefault();
      }}
    >
      <span className={classes.grip} aria-hidden />
    </div>
  );
}
