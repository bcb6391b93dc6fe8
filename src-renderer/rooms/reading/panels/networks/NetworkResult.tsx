import { Anchor, Button, Group, Text } from "@mantine/core";
import { IconDownload, IconEye, IconFileText } from "@tabler/icons-react";
import { useState } from "react";
import { formatProbability } from "#shared/domain/formatProbability.ts";
import type { NetworkPrediction } from "#shared/domain/modelBundle.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import { addresses } from "../../../../client/addresses.ts";
import { formatMemory, formatMoment, formatSeconds, formatValue } from "../../../../ui/format.ts";
import type { Desk } from "../../desk.ts";
import { volumeTitle } from "../../volumeTitle.ts";
import { ProbabilityBar } from "../features/ProbabilityBar.tsx";
import { ReportSheet } from "../features/ReportSheet.tsx";
import predictionClasses from "../features/PredictionView.module.css";
import { PreparedSheet } from "./PreparedSheet.tsx";
import classes from "./Networks.module.css";

interface Props {
  readonly desk: Desk;
  readonly prediction: NetworkPrediction;
  /** The network is still installed: what it was given can be prepared again. */
  readonly isInstalled: boolean;
}

/** What a network said of images: the result, the scores of members and folds, what it was given, and what lies outside of what it knows. */
export function NetworkResult({ desk, prediction, isInstalled }: Props) {
  const { run, source, modelName, modelVersion, notice } = prediction;
  const [isLooking, setLooking] = useState(false);
  const [isReportOpen, setReportOpen] = useState(false);
  const named = source.volumes.flatMap(({ name, volumeId }) => (name === undefined ? [] : [[name, volumeId] as const]));
  return (
    <section className={predictionClasses.result} aria-label={`Result of ${modelName}`}>
      <Answer prediction={prediction} />
      {run?.notes.map((note) => (
        <Text key={note} size="xs" c="var(--warning)" role="note">
          {note}
        </Text>
      ))}
      {notice !== null && (
        <Text size="xs" className={predictionClasses.notice} role="note">
          {notice}
        </Text>
      )}
      {!notice?.includes(researchUseNotice) && (
        <Text size="xs" c="var(--warning)" role="note">
          {researchUseNotice}
        </Text>
      )}
      {run && <Members members={run.members} />}
      <section aria-label="What it was given" className={classes.given}>
        <h4>What it was given</h4>
        <ul>
          {source.volumes.map(({ name, volumeId, imageHash }) => (
            <li key={volumeId + (name ?? "")}>
              {name}: {volumeTitle(desk.volume(volumeId))}, <code title={imageHash}>{imageHash.slice(0, 12)}</code>
            </li>
          ))}
          {Object.entries(run?.row ?? {}).map(([name, value]) => (
            <li key={name}>
              {name}: {formatValue(value)}
            </li>
          ))}
        </ul>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconEye size={14} />}
          disabled={!isInstalled || named.some(([, volumeId]) => desk.volume(volumeId) === null)}
          onClick={() => setLooking(true)}
        >
          See what the network saw
        </Button>
      </section>
      <Text size="xs" c="dimmed">
        {modelName} {modelVersion}, bundle <code title={prediction.bundleHash}>{prediction.bundleHash.slice(0, 12)}</code>;{" "}
        {prediction.modelAuthors.join(", ")}; weights {prediction.modelLicence}. {run && `${run.reader}, `}
        {formatMoment(prediction.createdAt)}
        {run &&
          `, ${formatSeconds(run.seconds)}, ${formatMemory(run.peakBytes)} of memory (about ${formatMemory(run.estimatedBytes)} estimated)`}
        .
      </Text>
      <Group gap={6} grow>
        <Button size="compact-sm" leftSection={<IconFileText size={14} />} onClick={() => setReportOpen(true)}>
          Report
        </Button>
        <Anchor href={addresses.prediction(prediction.id)} download underline="never">
          <Button component="span" variant="default" size="compact-sm" fullWidth leftSection={<IconDownload size={14} />}>
            JSON
          </Button>
        </Anchor>
      </Group>
      <ReportSheet opened={isReportOpen} onClose={() => setReportOpen(false)} predictionId={prediction.id} />
      {isLooking && <PreparedSheet networkId={prediction.modelId} images={Object.fromEntries(named)} onClose={() => setLooking(false)} />}
    </section>
  );
}

function Answer({ prediction }: { readonly prediction: NetworkPrediction }) {
  if (prediction.kind === "value") {
    const { name, unit, number } = prediction.value;
    return (
      <div>
        <output className={predictionClasses.class} aria-label={name}>
          {formatValue(number)} {unit}
        </output>
        <div className={predictionClasses.probability}>{name}</div>
      </div>
    );
  }
  const { predictedClass, positiveClass, positiveProbability, threshold, probabilities } = prediction;
  const others = Object.entries(probabilities).filter(([name]) => name !== positiveClass);
  return (
    <>
      <div>
        <output className={predictionClasses.class} aria-label="Predicted class">
          {predictedClass}
        </output>
        <div className={predictionClasses.probability}>
          probability of {positiveClass} <b>{formatProbability(positiveProbability)}</b>
        </div>
      </div>
      <ProbabilityBar probability={positiveProbability} threshold={threshold} label={`Probability of ${positiveClass}`} />
      {others.length > 1 && (
        <ul className={predictionClasses.others}>
          {others.map(([name, value]) => (
            <li key={name}>
              {name} <span>{formatProbability(value)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Members({ members }: { readonly members: NonNullable<NetworkPrediction["run"]>["members"] }) {
  if (members.length === 1 && members[0]!.folds.length === 1) return null;
  return (
    <table className={classes.members} aria-label="Scores of members and folds">
      <thead>
        <tr>
          <th scope="col">Member</th>
          <th scope="col">Weight</th>
          <th scope="col">Score</th>
          <th scope="col">Folds</th>
        </tr>
      </thead>
      <tbody>
        {members.map(({ name, weight, score, folds }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{weight}</td>
            <td title={String(score)}>{formatValue(score, { figures: 4 })}</td>
            <td className={classes.folds}>{folds.map((fold) => formatValue(fold, { figures: 3 })).join("  ")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
