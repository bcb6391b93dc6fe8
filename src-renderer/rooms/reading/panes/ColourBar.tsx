import type { Volume } from "#shared/domain/volume.ts";
import { gradientOf } from "../../../viewer/colourTables.ts";
import { formatValue } from "../../../ui/format.ts";
import type { Desk } from "../desk.ts";
import { featureUnit } from "#shared/domain/featureUnit.ts";
import { shortName } from "#shared/domain/featureNames.ts";
import { useObservable } from "../../../ui/observable.ts";
import { mapOver } from "./paneMap.ts";
import classes from "./ColourBar.module.css";

interface Props {
  readonly desk: Desk;
  readonly volume: Volume;
}

/** Intervals between the numbers; every other number is left out of a short bar. */
const steps = 4;

/**
 * What the colours of the map over the image mean: name, unit and numbers, beside the image's right edge. Its length is what the texts
 * above and below leave; none in a viewport that is too low.
 */
export function ColourBar({ desk, volume }: Props) {
  useObservable(desk.maps.state);
  const view = mapOver(desk, volume);
  if (!view) return null;
  const {
    shown: { map, spread },
    low,
    high,
    colours,
  } = view;
  const unit = featureUnit(map.name);
  const ticks =
    high > low
      ? Array.from({ length: steps + 1 }, (_, at) => ({ share: at / steps, value: low + (at / steps) * (high - low) }))
      : [{ share: 0.5, value: low }];
  const number = (value: number) => formatValue(value, { figures: 4 });
  // The ends' colours stand for all that lies beyond.
  const sign = (share: number) =>
    share === 0 && spread && spread.minimum < low ? "≤ " : share === 1 && spread && spread.maximum > high ? "≥ " : "";
  const texts = ticks.map(({ share, value }) => ({ share, text: `${sign(share)}${number(value)}` }));
  const longest = texts.reduce((best, { text }) => (text.length > best.length ? text : best), "");
  return (
    <figure
      className={classes.bar}
      data-furniture="colours"
      data-testid="colour-bar"
      aria-label={`Colours of ${map.name}: ${number(low)} to ${number(high)}${unit && ` ${unit}`}`}
    >
      <figcaption className={classes.title}>
        <b>{shortName(map.name)}</b>
        <span>{[unit, `radius ${map.kernelRadius}`].filter(Boolean).join(", ")}</span>
      </figcaption>
      <div className={classes.scale}>
        {/* Holds the room that the longest number takes. */}
        <span className={classes.widest} aria-hidden>
          {longest}
        </span>
        <div className={classes.colours} style={{ background: gradientOf(colours, "to top") }} />
        {texts.map(({ share, text }, at) => (
          <span key={share} className={classes.tick} data-between={at % 2 === 1 || undefined} style={{ bottom: `${100 * share}%` }}>
            {text}
          </span>
        ))}
      </div>
    </figure>
  );
}
