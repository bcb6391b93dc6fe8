import { Alert, Anchor, Button, Group, Text } from "@mantine/core";
import { IconDownload, IconFileText } from "@tabler/icons-react";
import { useState } from "react";
import type { FeaturePrediction } from "#shared/domain/modelBundle.ts";
import { formatProbability } from "#shared/domain/formatProbability.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import { addresses } from "../../../../client/addresses.ts";
import { fetchBytes } from "../../../../client/fetchBytes.ts";
import { plainWords } from "../../../../client/plainWords.ts";
import { Contributions } from "./Contributions.tsx";
import { ProbabilityBar } from "./ProbabilityBar.tsx";
import { Provenance } from "./Provenance.tsx";
import { ReportSheet } from "./ReportSheet.tsx";
import classes from "./PredictionView.module.css";

/** One result: probability and class, what moved it, where it came from, and the ways to take it along. */
export function PredictionView({ prediction, capturePicture }: { prediction: FeaturePrediction; capturePicture: () => Promise<Blob> }) {
  const [isReportOpen, setReportOpen] = useState(false);
  const [isPreparing, setPreparing] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const openReport = async () => {
    setPreparing(true);
    setError(null);
    try {
      await fetchBytes(addresses.reportPicture(prediction.id), {
        method: "POST",
        body: await capturePicture(),
        headers: { "content-type": "image/png" },
      });
      setReportOpen(true);
    } catch (cause) {
      setError(`The report could not be made. ${plainWords(cause)}`);
    } finally {
      setPreparing(false);
    }
  };

  const others = Object.entries(prediction.probabilities).filter(([name]) => name !== prediction.positiveClass);
  return (
    <section className={classes.result} aria-label="Result">
      <div>
        <output className={classes.class} aria-label="Predicted class">
          {prediction.predictedClass}
        </output>
        <div className={classes.probability}>
          probability of {prediction.positiveClass} <b>{formatProbability(prediction.positiveProbability)}</b>
        </div>
      </div>
      <ProbabilityBar
        probability={prediction.positiveProbability}
        threshold={prediction.threshold}
        label={`Probability of ${prediction.positiveClass}`}
      />
      {others.length > 1 && (
        <ul className={classes.others}>
          {others.map(([name, value]) => (
            <li key={name}>
              {name} <span>{formatProbability(value)}</span>
            </li>
          ))}
        </ul>
      )}
      {prediction.notice && (
        <Text size="xs" className={classes.notice} role="note">
          {prediction.notice}
        </Text>
      )}
      {!prediction.notice?.includes(researchUseNotice) && (
        <Text size="xs" c="var(--warning)" role="note">
          {researchUseNotice}
        </Text>
      )}
      <Group gap={6} grow>
        <Button leftSection={<IconFileText size={14} />} loading={isPreparing} onClick={() => void openReport()}>
          Report
        </Button>
        <Anchor href={addresses.prediction(prediction.id)} download underline="never">
          <Button component="span" variant="default" fullWidth leftSection={<IconDownload size={14} />}>
            JSON
          </Button>
        </Anchor>
      </Group>
      {error && (
        <Alert color="red" variant="light" role="alert">
          {error}
        </Alert>
      )}
      <Contributions prediction={prediction} />
      <Provenance prediction={prediction} />
      <details className={classes.use}>
        <summary>Intended use of this model</summary>
        <p>{prediction.intendedUse}</p>
      </details>
      <ReportSheet opened={isReportOpen} onClose={() => setReportOpen(false)} predictionId={prediction.id} />
    </section>
  );
}
