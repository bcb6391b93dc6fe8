import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import type { FeaturePrediction } from "#shared/domain/modelBundle.ts";
import { formatValue } from "../../../../ui/format.ts";
import { shortName } from "#shared/domain/featureNames.ts";
import classes from "./Contributions.module.css";

type Input = FeaturePrediction["inputs"][number];
const shownAtFirst = 8;

/** Where a value lies in the range of the training data: a tick on a strip, with the range's ends. */
function RangeStrip({ value, trainingRange: { min, max }, outsideTrainingRange }: Input) {
  const within = max > min ? (value - min) / (max - min) : 0.5;
  const at = Math.max(0, Math.min(1, within));
  return (
    <span
      className={classes.strip}
      data-outside={outsideTrainingRange || undefined}
      title={`${value}; training data from ${min} to ${max}`}
    >
      <span className={classes.tick} style={{ left: `${(100 * at).toFixed(1)}%` }} />
    </span>
  );
}

function Row({ input, largest }: { input: Input; largest: number }) {
  const { contribution } = input;
  const width = contribution === null || largest === 0 ? 0 : (50 * Math.abs(contribution)) / largest;
  return (
    <li className={classes.row}>
      <span className={classes.name} title={input.feature}>
        {shortName(input.feature)}
      </span>
      {contribution !== null && (
        <>
          <span className={classes.bar} aria-hidden>
            <span className={classes.axis} />
            <span
              className={classes.fill}
              data-negative={contribution < 0 || undefined}
              style={contribution < 0 ? { right: "50%", width: `${width}%` } : { left: "50%", width: `${width}%` }}
            />
          </span>
          <span className={classes.number} title={String(contribution)}>
            {contribution >= 0 ? "+" : "−"}
            {Math.abs(contribution).toFixed(2)}
          </span>
        </>
      )}
      <RangeStrip {...input} />
      <span className={classes.value}>{formatValue(input.value)}</span>
      {input.outsideTrainingRange && (
        <span className={classes.outside}>
          <IconAlertTriangle size={12} aria-hidden /> outside the training range, {formatValue(input.trainingRange.min)} to{" "}
          {formatValue(input.trainingRange.max)}
        </span>
      )}
    </li>
  );
}

/** The inputs of a result: how far each moved it (for a linear model, in log-odds), its value, and where that lies in the training data. */
export function Contributions({ prediction }: { prediction: FeaturePrediction }) {
  const [isAllShown, setAllShown] = useState(false);
  const { inputs, positiveClass } = prediction;
  const isLinear = inputs.some((input) => input.contribution !== null);
  const largest = Math.max(0, ...inputs.map((input) => Math.abs(input.contribution ?? 0)));
  const shown = isAllShown ? inputs : inputs.slice(0, shownAtFirst);
  const outside = inputs.filter((input) => input.outsideTrainingRange).length;
  return (
    <section aria-label="What moved the result" className={classes.section}>
      <h3>{isLinear ? "What moved the result" : "Inputs"}</h3>
      <p className={classes.legend}>
        {isLinear ? (
          <>
            Log-odds: to the right towards <b>{positiveClass}</b>, to the left away from it.{" "}
          </>
        ) : (
          "This model's inputs cannot be weighed one by one. "
        )}
        The strip shows where each value lies in the training data.
      </p>
      {outside > 0 && (
        <p className={classes.warning} role="note">
          {outside === 1 ? "One input lies" : `${outside} inputs lie`} outside what the model was trained on: its answer is an
          extrapolation.
        </p>
      )}
      <ul className={classes.list} data-linear={isLinear || undefined}>
        {shown.map((input) => (
          <Row key={input.feature} input={input} largest={largest} />
        ))}
      </ul>
      {inputs.length > shownAtFirst && (
        <Button variant="subtle" size="compact-xs" onClick={() => setAllShown(!isAllShown)}>
          {isAllShown ? "Show the first only" : `Show all ${inputs.length}`}
        </Button>
      )}
    </section>
  );
}
