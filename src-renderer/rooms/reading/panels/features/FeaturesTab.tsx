import { Alert, Button, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { ExtractionResult } from "#shared/api/featureSet.ts";
import { client, trpc } from "../../../../client/client.ts";
import { plainWords } from "../../../../client/plainWords.ts";
import { JobProgress } from "../../../../ui/JobProgress.tsx";
import type { VolumeOnDesk } from "../../desk.ts";
import { Observable, useObservable } from "../../../../ui/observable.ts";
import { chosenSettings } from "../../../../settings/chosenSettings.ts";
import { SettingsSummary } from "../../../../settings/SettingsSummary.tsx";
import { extractMeasurement, type Target } from "./extractFeatures.ts";
import { HistogramView } from "./HistogramView.tsx";
import { choiceFor, chosenSegments, measurementOf } from "./measurementChoice.ts";
import { RecipeBefore } from "./RecipeBefore.tsx";
import type { SingleRecipe } from "./preparedImages.ts";
import { MeasurementForm } from "./MeasurementForm.tsx";
import { ResultsView } from "./ResultsView.tsx";
import { useResults } from "./useResults.ts";
import { useRun } from "./useRun.ts";
import classes from "./FeaturesTab.module.css";

interface Props {
  /** The active segment. */
  readonly target: Target;
  readonly drawnSegments: ReadonlySet<number>;
  /** Of the study. */
  readonly volumes: readonly VolumeOnDesk[];
  readonly isShown: boolean;
  readonly whenSaved: (() => Promise<void>) | undefined;
  /** Images were prepared: the study has more volumes. */
  readonly onPrepared: (() => Promise<void>) | undefined;
}

/** A reader who closed the histogram finds it closed again. */
const isHistogramOpen = new Observable(true);

/** What is measured and how, and what came out. */
export function FeaturesTab({ target: { segmentation, segmentNumber }, drawnSegments, volumes, isShown, whenSaved, onPrepared }: Props) {
  const choices = choiceFor(segmentation.id);
  const choice = useObservable(choices);
  const settings = useObservable(chosenSettings);
  const isHistogram = useObservable(isHistogramOpen);
  const [shownSettings, setShownSettings] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<ExtractionResult | null>(null);
  const [recipe, setRecipe] = useState<SingleRecipe | null>(null);
  const { isBusy, job, error, run, follow, cancel } = useRun();
  const grids = useQuery(trpc.featureSet.compareGrids.queryOptions({ segmentationId: segmentation.id }));

  const { segments: allSegments } = segmentation;
  const segments = useMemo(() => chosenSegments(choice, allSegments, segmentNumber), [choice, allSegments, segmentNumber]);
  const volumeId = choice.volumeId ?? segmentation.volumeId;
  const comparison = grids.data?.find((other) => other.volumeId === volumeId);
  const mustResample = comparison?.fit === "resample";
  const results = useResults(segmentation, segments, volumeId, shownSettings);
  // On another series nothing is measured before it is known how the mask lies on it.
  const isPlaced = choice.volumeId === null || comparison !== undefined;
  const measurement =
    segments.length > 0 && isPlaced
      ? measurementOf(segmentation, segments, choice.volumeId === null ? undefined : comparison, settings)
      : null;
  const measured = volumes.find(({ volume }) => volume.id === volumeId);

  /** Runs the recipe on what is measured; answers how what comes out is measured. */
  const prepared = async (by: SingleRecipe) => {
    const { jobId } = await client.recipe.runOnStudy.mutate({ source: by.source, inputs: { [by.role]: { volumeId } } });
    const { outcomeId } = (await follow(jobId)) as { outcomeId: string };
    await onPrepared?.();
    const [output] = (await client.recipe.outcome.query({ outcomeId })).outputs;
    const fits = await client.featureSet.compareGrids.query({ segmentationId: segmentation.id });
    const fit = fits.find((other) => other.volumeId === output?.volumeId);
    if (!fit || fit.fit === "no") throw new Error(`What is drawn cannot be brought onto the prepared image. ${fit?.reason ?? ""}`.trim());
    setRecipe(null);
    choices.patch({ volumeId: fit.volumeId });
    return measurementOf(segmentation, segments, fit, settings);
  };

  const extract = () =>
    measurement &&
    run(async () => {
      setOutcome(null);
      await whenSaved?.();
      setOutcome(await extractMeasurement(recipe ? await prepared(recipe) : measurement, follow));
      setShownSettings(null);
    });

  const drawn = segments.filter(({ number }) => drawnSegments.has(number));
  const histogram =
    drawn.length === 0 ? (
      <Text size="xs" c="dimmed">
        Nothing is drawn of the segments chosen.
      </Text>
    ) : (
      measurement && (
        <HistogramView
          measurement={{ ...measurement, segmentNumbers: drawn.map(({ number }) => number) }}
          revision={segmentation.revision}
          segments={segments}
          axis={measured?.series.modality === "CT" ? "Intensity (HU)" : "Intensity"}
        />
      )
    );
  const nameOf = (number: number) => segmentation.segments.find((segment) => segment.number === number)?.name ?? `Segment ${number}`;

  return (
    <>
      <MeasurementForm
        segmentation={segmentation}
        activeSegment={segmentNumber}
        drawnSegments={drawnSegments}
        volumes={volumes}
        comparisons={grids.data ?? []}
        choice={choice}
        isDisabled={isBusy}
        onChange={(next) => {
          choices.set(next);
          setOutcome(null);
        }}
      />
      {grids.error && (
        <Alert color="red" variant="light" role="alert">
          {plainWords(grids.error)}
        </Alert>
      )}
      {measured && (
        <RecipeBefore
          studyInstanceUid={measured.volume.studyInstanceUid}
          measured={measured}
          recipe={recipe}
          isDisabled={isBusy}
          onVolume={(id) => {
            choices.patch({ volumeId: id === segmentation.volumeId ? null : id });
            setOutcome(null);
          }}
          onRecipe={setRecipe}
        />
      )}
      <SettingsSummary settings={settings} isDisabled={isBusy} onChange={(next) => chosenSettings.set(next)} />
      {isBusy && job ? (
        <JobProgress job={job} onCancel={cancel} />
      ) : (
        <Button onClick={extract} loading={isBusy} disabled={measurement === null} fullWidth>
          {recipe ? "Prepare and extract features" : mustResample ? "Resample the mask and extract" : "Extract features"}
        </Button>
      )}
      {error && (
        <Alert color="red" variant="light" role="alert" className={classes.lines}>
          {error}
        </Alert>
      )}
      {outcome && outcome.failures.length > 0 && (
        <Alert
          color="yellow"
          variant="light"
          role="alert"
          title={
            outcome.failures.length === 1
              ? "One segment could not be measured"
              : `${outcome.failures.length} segments could not be measured`
          }
        >
          <ul className={classes.list}>
            {outcome.failures.map(({ segmentNumber: number, reason }) => (
              <li key={number}>
                <b>{nameOf(number)}</b> {reason}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {outcome?.notes.map((note) => (
        <Text key={note} size="xs" c="var(--warning)" role="note">
          {note}
        </Text>
      ))}
      {results.sets.length > 0 && <ResultsView results={results} onSettings={setShownSettings} histogram={histogram} />}
      {drawn.length > 0 && (
        <section aria-label="Histogram">
          <UnstyledButton className={classes.more} aria-expanded={isHistogram} onClick={() => isHistogramOpen.set(!isHistogram)}>
            {isHistogram ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
            Histogram
          </UnstyledButton>
          {isHistogram && isShown && histogram}
        </section>
      )}
    </>
  );
}
