import { Alert, Button, Group, Modal, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { client, queryClient, trpc } from "../../client/client.ts";
import { plainWords } from "../../client/plainWords.ts";
import { InstallModelButtons } from "../../import/model/InstallModelButtons.tsx";
import { ModelCard } from "./ModelCard.tsx";
import { NetworkCard } from "./NetworkCard.tsx";
import classes from "./ModelsRoom.module.css";

const demonstrationName = "Fatty infiltration of muscle (demonstration)";

/** A model or network that is asked to go. */
interface Leaving {
  readonly name: string;
  readonly version: string;
  readonly remove: () => Promise<void>;
}

/** The installed models and networks: what each is for, what it needs, and how models come and go. */
export function ModelsRoom() {
  const { data: models, error: listError } = useQuery(trpc.model.list.queryOptions());
  const { data: networks, error: networksError } = useQuery(trpc.network.list.queryOptions());
  const { data: runtime } = useQuery(trpc.model.runtime.queryOptions());
  const [error, setError] = useState<string | null>(null);
  const [leaving, setLeaving] = useState<Leaving | null>(null);

  const remove = async ({ remove: work }: Leaving) => {
    setLeaving(null);
    setError(null);
    try {
      await work();
    } catch (cause) {
      setError(plainWords(cause));
    } finally {
      await Promise.all([
        queryClient.invalidateQueries(trpc.model.list.pathFilter()),
        queryClient.invalidateQueries(trpc.network.list.pathFilter()),
      ]);
    }
  };

  const failed = listError ?? networksError;
  const message = error ?? (failed ? plainWords(failed) : null);
  return (
    <div className={classes.room}>
      <div className={classes.page}>
        <Group justify="space-between" align="flex-start">
          <div>
            <Title order={1}>Models</Title>
            <Text c="dimmed" maw={620}>
              A model comes as a bundle: a classifier of features, or networks on images, with all that is needed to run it rightly and
              cases whose results are known. Those are run on installing; a bundle that fails one is refused.
            </Text>
          </div>
          <InstallModelButtons
            withDemonstration={
              !runtime?.problem && models !== undefined && !models.some((model) => model.bundle.name === demonstrationName)
            }
            onInstalled={() => setError(null)}
            onError={setError}
          />
        </Group>
        {runtime?.problem && (
          <Alert color="yellow" variant="light" role="note" mt="md" title="No model can be run here">
            {runtime.problem}
          </Alert>
        )}
        {message && (
          <Alert color="red" variant="light" role="alert" mt="md">
            {message}
          </Alert>
        )}
        <Stack mt="lg" component="ul" className={classes.list} aria-label="Installed models">
          {models?.map((model) => (
            <ModelCard
              key={model.id}
              model={model}
              onRemove={() => setLeaving({ ...model.bundle, remove: () => client.model.remove.mutate({ modelId: model.id }) })}
            />
          ))}
          {networks?.map((network) => (
            <NetworkCard
              key={network.id}
              network={network}
              onRemove={() => setLeaving({ ...network.bundle, remove: () => client.network.remove.mutate({ networkId: network.id }) })}
            />
          ))}
        </Stack>
        {models?.length === 0 && networks?.length === 0 && (
          <div className={classes.none}>
            <Text c="dimmed">No model is installed.{runtime?.problem ? "" : " The demonstration works on the sample study."}</Text>
          </div>
        )}
      </div>
      <Modal
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        title="Remove this model?"
        size={440}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {leaving && (
          <Stack>
            <Text>
              {leaving.name} {leaving.version} is taken out of your data folder. Results it gave stay readable. To use it again, install its
              bundle again.
            </Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setLeaving(null)} data-autofocus>
                Keep it
              </Button>
              <Button color="red" onClick={() => void remove(leaving)}>
                Remove
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </div>
  );
}
