import { Alert, Button, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { InstalledModel } from "#shared/domain/modelBundle.ts";
import { client, queryClient, trpc } from "../../../../client/client.ts";
import { JobProgress } from "../../../../ui/JobProgress.tsx";
import { InstallModelButtons } from "../../../../import/model/InstallModelButtons.tsx";
import { settingsInWords } from "../../../../settings/imageTypeWords.ts";
import { extractFeatures, type Target } from "./extractFeatures.ts";
import { PredictionView } from "./PredictionView.tsx";
import { Cancelled, useRun } from "./useRun.ts";

interface Props {
  readonly target: Target;
  readonly capturePicture: () => Promise<Blob>;
  readonly whenSaved: (() => Promise<void>) | undefined;
}

/** The model a reader chose stays chosen from segment to segment. */
let rememberedModel: string | null = null;

/** Chooses a model, measures the segment as the model demands, runs it and shows the result. */
export function ClassifierTab({ target, capturePicture, whenSaved }: Props) {
  const [chosen, setChosen] = useState(rememberedModel);
  const [installError, setInstallError] = useState<string | null>(null);
  const { isBusy, job, error, run, follow, cancel } = useRun();
  const models = useQuery(trpc.model.list.queryOptions());
  const predictions = useQuery(trpc.prediction.list.queryOptions({ segmentationId: target.segmentation.id }));
  const model = models.data?.find((other) => other.id === chosen) ?? models.data?.[0];
  const prediction = predictions.data?.find((other) => other.source.segmentNumber === target.segmentNumber && other.modelId === model?.id);
  const isOutdated = prediction !== undefined && prediction.source.segmentationRevision < target.segmentation.revision;
  const choose = (modelId: string | null) => {
    rememberedModel = modelId;
    setChosen(modelId);
  };

  const classify = ({ id, bundle, settingsHash }: InstalledModel) =>
    run(async (signal) => {
      await whenSaved?.();
      const { revision } = await client.segmentation.describe.query({ segmentationId: target.segmentation.id });
      const known = await client.featureSet.list.query({ segmentationId: target.segmentation.id });
      const fresh = known.find(
        (set) =>
          set.segmentNumber === target.segmentNumber &&
          set.settingsHash === settingsHash &&
          set.volumeId === target.segmentation.volumeId &&
          set.segmentationRevision === revision &&
          set.isOfThisEngine,
      );
      const { id: featureSetId } = fresh ?? (await extractFeatures(target, bundle.input.settings, follow));
      if (signal.aborted) throw new Cancelled("Cancelled.");
      await client.prediction.run.mutate({ modelId: id, featureSetId }, { signal });
      await queryClient.invalidateQueries(trpc.prediction.list.queryFilter({ segmentationId: target.segmentation.id }));
    });

  if (models.data?.length === 0) {
    return (
      <Stack gap="sm">
        <Text>
          No model is installed yet. A model comes as a bundle: the network or the learner, the features it needs and how they are
          extracted.
        </Text>
        <InstallModelButtons withDemonstration onInstalled={(installed) => choose(installed.id)} onError={setInstallError} />
        {installError && (
          <Alert color="red" variant="light" role="alert">
            {installError}
          </Alert>
        )}
      </Stack>
    );
  }
  if (!model) return null;
  return (
    <>
      <Select
        aria-label="Model"
        allowDeselect={false}
        value={model.id}
        disabled={isBusy}
        onChange={choose}
        data={models.data!.map((other) => ({ value: other.id, label: `${other.bundle.name} ${other.bundle.version}` }))}
      />
      <Text size="xs" c="dimmed">
        Measured as the model was trained: {settingsInWords(model.bundle.input.settings)}; {model.bundle.input.features.length} features.
      </Text>
      {isBusy ? (
        job ? (
          <JobProgress job={job} onCancel={cancel} />
        ) : (
          <Button loading fullWidth>
            Classify
          </Button>
        )
      ) : (
        <Button fullWidth onClick={() => classify(model)}>
          Classify
        </Button>
      )}
      {error && (
        <Alert color="red" variant="light" role="alert">
          {error}
        </Alert>
      )}
      {isOutdated && (
        <Text size="xs" c="var(--warning)" role="note">
          The segmentation has changed since this result. Classify again.
        </Text>
      )}
      {prediction && <PredictionView key={prediction.id} prediction={prediction} capturePicture={capturePicture} />}
    </>
  );
}
