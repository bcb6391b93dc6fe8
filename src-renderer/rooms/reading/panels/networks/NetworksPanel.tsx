import { Alert, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { NetworkOutcome } from "#shared/api/network.ts";
import { seesImages } from "#shared/domain/bundle/bundle2.ts";
import { queryClient, trpc } from "../../../../client/client.ts";
import { plainWords } from "../../../../client/plainWords.ts";
import { InstallModelButtons } from "../../../../import/model/InstallModelButtons.tsx";
import { formatMoment } from "../../../../ui/format.ts";
import type { Reading } from "../../readingCommand.ts";
import { NetworkForm } from "./NetworkForm.tsx";
import { NetworkResult } from "./NetworkResult.tsx";
import classes from "./Networks.module.css";

interface Props {
  readonly reading: Reading;
  readonly isShown: boolean;
  /** A network has drawn, and its drawing is open. */
  readonly onDrawn: () => void;
}

/** Networks are run on the study here, and what they said of it is shown. */
export function NetworksPanel({ reading: { desk, drawing }, isShown, onDrawn }: Props) {
  const { studyInstanceUid } = desk.study;
  const [chosen, setChosen] = useState<string | null>(null);
  const [installError, setInstallError] = useState<string | null>(null);
  const { data: all, error } = useQuery(trpc.network.list.queryOptions(undefined, { enabled: isShown }));
  const results = useQuery(trpc.prediction.listOfStudy.queryOptions({ studyInstanceUid }, { enabled: isShown }));
  const networks = (all ?? []).filter(({ bundle }) => seesImages(bundle));
  const network = networks.find(({ id }) => id === chosen) ?? networks[0];

  const onOutcome = async (outcome: NetworkOutcome) => {
    if (outcome.kind === "prediction") {
      await queryClient.invalidateQueries(trpc.prediction.listOfStudy.queryFilter({ studyInstanceUid }));
      return;
    }
    const found = desk.volume(outcome.volumeId);
    if (!found) return;
    await drawing.openSegmentation(found.volume, outcome.segmentationId);
    if (desk.activeVolume?.volume.id !== outcome.volumeId) desk.show(desk.state.value.activePane, outcome.volumeId);
    drawing.say("The network’s drawing is open. It is a first drawing: look at each segment, correct it, and mark it as checked.");
    onDrawn();
  };

  const failure = installError ?? (error ? plainWords(error) : results.error ? plainWords(results.error) : null);
  return (
    <>
      <section className={classes.section} aria-label="Run a network">
        {all && networks.length === 0 && (
          <Stack gap="sm">
            <Text>No network is installed yet. A network comes as a bundle that says all that is needed to run it rightly.</Text>
            <InstallModelButtons withDemonstration={false} onInstalled={(installed) => setChosen(installed.id)} onError={setInstallError} />
          </Stack>
        )}
        {failure !== null && (
          <Alert color="red" variant="light" role="alert" className={classes.lines}>
            {failure}
          </Alert>
        )}
        {network && (
          <>
            <Select
              aria-label="Network"
              allowDeselect={false}
              value={network.id}
              onChange={setChosen}
              data={networks.map(({ id, bundle }) => ({ value: id, label: `${bundle.name} ${bundle.version}` }))}
              comboboxProps={{ withinPortal: true, width: 360, position: "bottom-end" }}
            />
            <Text size="xs" c="dimmed">
              {network.bundle.notice ?? network.bundle.intendedUse}
            </Text>
            <NetworkForm key={network.id} desk={desk} network={network} isShown={isShown} onOutcome={onOutcome} />
          </>
        )}
      </section>
      {results.data && results.data.length > 0 && (
        <section className={classes.section} aria-label="Results of networks">
          <h3>Results</h3>
          {results.data.map((prediction, at) => (
            <details key={prediction.id} open={at === 0}>
              <summary>
                {prediction.modelName} {prediction.modelVersion}, {formatMoment(prediction.createdAt)}
              </summary>
              <NetworkResult desk={desk} prediction={prediction} isInstalled={(all ?? []).some(({ id }) => id === prediction.modelId)} />
            </details>
          ))}
        </section>
      )}
    </>
  );
}
