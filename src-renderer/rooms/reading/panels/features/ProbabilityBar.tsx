import { VisuallyHidden } from "@mantine/core";
import { formatProbability } from "#shared/domain/formatProbability.ts";
import classes from "./ProbabilityBar.module.css";

interface Props {
  readonly probability: number;
  readonly threshold: number;
  readonly label: string;
}

/** A probability from 0 to 1 as a bar, with the threshold drawn across it. */
export function ProbabilityBar({ probability, threshold, label }: Props) {
  const isPositive = probability >= threshold;
  const at = `${(100 * threshold).toFixed(2)}%`;
  return (
    <div className={classes.frame}>
      <VisuallyHidden>
        <meter
          aria-label={label}
          min={0}
          max={1}
          value={probability}
          aria-valuetext={`${formatProbability(probability)}, ${isPositive ? "at or above" : "below"} the threshold of ${threshold}`}
        />
      </VisuallyHidden>
      <div className={classes.track} aria-hidden>
        <div className={classes.fill} data-positive={isPositive || undefined} style={{ width: `${(100 * probability).toFixed(2)}%` }} />
        <div className={classes.threshold} style={{ left: at }} />
      </div>
      <div className={classes.scale} aria-hidden>
        <span>0</span>
        <span className={classes.thresholdLabel} style={{ left: at }}>
          threshold {threshold}
        </span>
        <span>1</span>
      </div>
    </div>
  );
}
