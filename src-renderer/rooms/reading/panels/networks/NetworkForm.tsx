import { Alert, Button, Checkbox, Text } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { InstalledNetwork, NetworkOutcome } from "#shared/api/network.ts";
import { client, trpc } from "../../../../client/client.ts";
import { plainWords } from "../../../../client/plainWords.ts";
import { formatMemory } from "../../../../ui/format.ts";
import { JobProgress } from "../../../../ui/JobProgress.tsx";
import { useObservable } from "../../../../ui/observable.ts";
import type { Desk } from "../../desk.ts";
import { useRun } from "../features/useRun.ts";
import { ImageFields } from "./ImageFields.tsx";
import { PreparedSheet } from "./PreparedSheet.tsx";
import { proposeImages } from "./proposeImages.ts";
import { RowFields } from "./RowFields.tsx";
import classes from "./Networks.module.css";

interface Props {
  readonly desk: Desk;
  readonly network: InstalledNetwork;
  /** False while the reader looks at another tab: nothing is then estimated. */
  readonly isShown: boolean;
  readonly onOutcome: (outcome: NetworkOutcome) => Promise<void>;
}

/** On which series a network is run, what that takes, and the way to start it. */
export function NetworkForm({ desk, network, isShown, onOutcome }: Props) {
  const { bundle } = network;
  const { volumes } = useObservable(desk.content);
  const [chosen, setChosen] = useState<Readonly<Record<string, string | null>>>({});
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const [row, setRow] = useState<Readonly<Record<string, number>>>({});
  const [isLooking, setLooking] = useState(false);
  const { isBusy, job, error, run, follow, cancel } = useRun();

  const wanted = bundle.kind === "table" ? [] : (bundle.input?.images ?? []);
  const columns = bundle.kind === "ensemble" || bundle.kind === "table" ? (bundle.table?.columns ?? []) : [];
  const isThere = (volumeId: string | null): volumeId is string => volumeId !== null && desk.volume(volumeId) !== null;
  const images = Object.fromEntries(
    Object.entries({ ...proposeImages(wanted, volumes, desk.activeVolume), ...chosen }).flatMap(([name, volumeId]) =>
      isThere(volumeId) ? [[name, volumeId] as const] : [],
    ),
  );
  const missing = wanted.find(({ name, required }) => required && images[name] === undefined)?.name;
  const empty = columns.find(({ name }) => row[name] === undefined)?.name;
  const asWritten = JSON.stringify(images);
  const isConfirmed = confirmed === asWritten;

  const plan = useQuery(
    trpc.network.plan.queryOptions(
      { networkId: network.id, images, row: {} },
      { enabled: isShown && !isBusy && missing === undefined, staleTime: 0, gcTime: 0, retry: false },
    ),
  );
  const refusal = plan.data?.refusal ?? null;
  const endLooking = () => {
    setLooking(false);
    // The process that will run it holds more now than when it was asked.
    void plan.refetch();
  };
  const start = () =>
    run(async () => {
      const { jobId } = await client.network.run.mutate({ networkId: network.id, images, row });
      await onOutcome((await follow(jobId)) as NetworkOutcome);
    });

  return (
    <>
      <ImageFields
        images={wanted}
        volumes={volumes}
        chosen={images}
        isDisabled={isBusy}
        onChange={(name, volumeId) => setChosen({ ...chosen, [name]: volumeId })}
      />
      <RowFields
        columns={columns}
        row={row}
        isDisabled={isBusy}
        onChange={(name, value) => {
          const { [name]: _before, ...others } = row;
          setRow(value === null ? others : { ...others, [name]: value });
        }}
      />
      {missing === undefined && (
        <>
          {plan.error && <Warning words={plainWords(plan.error)} />}
          {refusal !== null && <Warning words={refusal} />}
          {plan.data?.notes.map((note) => (
            <Text key={note} size="xs" c="var(--warning)" role="note">
              {note}
            </Text>
          ))}
          {refusal === null && plan.data?.estimatedBytes !== null && plan.data !== undefined && (
            <Text size="xs" c="dimmed" data-testid="network-memory">
              Takes about {formatMemory(plan.data.estimatedBytes)} of memory.
            </Text>
          )}
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconEye size={14} />}
            disabled={isBusy || refusal !== null}
            onClick={() => setLooking(true)}
          >
            See what the network sees
          </Button>
          <Checkbox
            label="These are the right series"
            checked={isConfirmed}
            disabled={isBusy}
            onChange={(event) => setConfirmed(event.currentTarget.checked ? asWritten : null)}
          />
        </>
      )}
      {isBusy && job ? (
        <JobProgress job={job} onCancel={cancel} />
      ) : (
        <Button
          fullWidth
          loading={isBusy}
          disabled={missing !== undefined || empty !== undefined || !isConfirmed || refusal !== null || !plan.data}
          onClick={start}
        >
          {bundle.kind === "segmentation" ? "Draw" : "Run"}
        </Button>
      )}
      {(missing ?? empty) !== undefined && (
        <Text size="xs" c="var(--warning)" role="note">
          {missing === undefined ? `Fill in ${empty!}.` : `Choose a series for ${missing}.`}
        </Text>
      )}
      {missing === undefined && empty === undefined && refusal === null && !isConfirmed && (
        <Text size="xs" c="var(--warning)" role="note">
          Look at the series, and say above that they are the right ones.
        </Text>
      )}
      {error !== null && <Warning words={error} />}
      {isLooking && <PreparedSheet networkId={network.id} images={images} onClose={endLooking} />}
    </>
  );
}

function Warning({ words }: { readonly words: string }) {
  return (
    <Alert color="red" variant="light" role="alert" className={classes.lines}>
      {words}
    </Alert>
  );
}
