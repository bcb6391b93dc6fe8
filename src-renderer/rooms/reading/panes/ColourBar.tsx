import type { Volume } from "#shared/domain/volume.ts";
import { gradientOf } from "../../../viewer/colourTables.ts";
import { formatValue } from "../../../viewer/window.ts";
import type { Desk } from "../desk.ts";
import { featureUnit } from "../maps/featureUnit.ts";
import { shortName } from "../panels/features/featureNames.ts";
import { useStore } from "../store.ts";
import type { PaneHand } from "./paneHand.ts";
import { mapOver } from "./paneMap.ts";
import classes from "./ColourBar.module.css";

interface Props {
  readonly desk: Desk;
  readonly volume: Volume;
  readonly hand: PaneHand;
}

/** What the texts in the corners above and below take, and the bar's own title; pixels. */
const cornerHeight = 104;
const titleHeight = 46;
const most = 260;
const least = 48;

/** What the colours of the map over the image mean: name, unit and numbers, beside the image's right edge between the corners' texts. */
export function ColourBar({ desk, volume, hand }: Props) {
  useStore(desk.maps.state);
  const { height } = useStore(hand.size);
  const view = mapOver(desk, volume);
  const length = Math.min(most, height - 2 * cornerHeight - titleHeight);
  if (!view || length < least) return null;
  const { shown: { map, spread }, low, high, colours } = view;
  const unit = featureUnit(map.name);
  const steps = length < 120 ? 2 : 4;
  const ticks = high > low ? Array.from({ length: steps + 1 }, (_, at) => ({ share: at / steps, value: low + (at / steps) * (high - low) })) : [{ share: 0.5, value: low }];
  const number = (value: number) => formatValue(Number(value.toPrecision(4)));
  // The ends' colours stand for all that lies beyond.
  const sign = (share: number) => (share === 0 && spread && spread.minimum < low ? "≤ " : share === 1 && spread && spread.maximum > high ? "≥ " : "");
  return (
    <figure className={classes.bar} data-testid="colour-bar" aria-label={`Colours of ${map.name}: ${number(low)} to ${number(high)}${unit && ` ${unit}`}`}>
      <figcaption className={classes.title}>
        <b>{shortName(map.name)}</b>
        <span>{[unit, `radius ${map.kernelRadius}`].filter(Boolean).join(", ")}</span>
      </figcaption>
      <div className={classes.scale} style={{ height: length }}>
        <div className={classes.colours} style={{ background: gradientOf(colours, "to top") }} />
        {ticks.map(({ share, value }) => <span key={share} className={classes.tick} style={{ bottom: `${100 * share}%` }}>{sign(share)}{number(value)}</span>)}
      </div>
    </figure>
  );
}
