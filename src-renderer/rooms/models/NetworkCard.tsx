import { Alert, Button, Group } from "@mantine/core";
import { IconHeartRateMonitor, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { InstalledNetwork } from "#shared/api/network.ts";
import { seesImages } from "#shared/domain/bundle/bundle2.ts";
import type { Job } from "#shared/domain/job.ts";
import { client, queryClient, trpc } from "../../client/client.ts";
import { cancelJob, resultOf } from "../../client/jobs.ts";
import { plainWords } from "../../client/plainWords.ts";
import { formatMoment, formatSeconds } from "../../ui/format.ts";
import { JobProgress } from "../../ui/JobProgress.tsx";
import { NetworkNeeds } from "./NetworkNeeds.tsx";
import { TableRun } from "./TableRun.tsx";
import { kindInWords, memoryInWords, networksInWords, outputInWords } from "./networkWords.ts";
import classes from "./ModelCard.module.css";

/** A network in full: what it does, needs, was made from and may be used for, and whether it does on this machine what its authors say. */
export function NetworkCard({ network, onRemove }: { readonly network: InstalledNetwork; readonly onRemove: () => void }) {
  const { bundle, bundleHash, check } = network;
  const { provenance } = bundle;
  const title = `${bundle.name} ${bundle.version}`;
  const [job, setJob] = useState<Job | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      const { jobId } = await client.network.check.mutate({ networkId: network.id });
      await resultOf(jobId, setJob);
      await queryClient.invalidateQueries(trpc.network.list.pathFilter());
    } catch (cause) {
      setError(plainWords(cause));
    } finally {
      setJob(null);
      setBusy(false);
    }
  };

  return (
    <li className={classes.card} aria-label={title}>
      <header className={classes.head}>
        <div>
          <h2>
            {bundle.name} <span className={classes.version}>{bundle.version}</span>
          </h2>
          <span className={classes.quiet}>
            {bundle.authors.join(", ")} · installed {formatMoment(network.installedAt)} · bundle{" "}
            <code title={bundleHash}>{bundleHash.slice(0, 12)}</code>
          </span>
        </div>
        <Group gap={4} wrap="nowrap">
          <Button
            variant="default"
            leftSection={<IconHeartRateMonitor size={14} />}
            loading={isBusy}
            onClick={() => void run()}
            aria-label={`Check on this machine: ${title}`}
          >
            Check on this machine
          </Button>
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconTrash size={14} />}
            disabled={isBusy}
            onClick={onRemove}
            aria-label={`Remove ${title}`}
          >
            Remove
          </Button>
        </Group>
      </header>
      {bundle.notice && (
        <p className={classes.notice} role="note">
          {bundle.notice}
        </p>
      )}
      <p>{bundle.intendedUse}</p>
      {job && <JobProgress job={job} onCancel={() => cancelJob(job.id, (cause) => setError(plainWords(cause)))} />}
      {error !== null && (
        <Alert color="red" variant="light" role="alert" mt="sm">
          {error}
        </Alert>
      )}
      <dl className={classes.facts}>
        <Fact name="Kind">
          {kindInWords(bundle)}: {networksInWords(bundle)}
        </Fact>
        <Fact name="Answers">{outputInWords(bundle)}</Fact>
        <Fact name="Trained on">
          {provenance.trainingData}
          <div className={classes.quiet}>
            {[
              provenance.patients === 1 ? "1 patient" : `${provenance.patients} patients`,
              provenance.sequences.join(", "),
              provenance.scanners.join(", "),
              provenance.fieldStrengthT === null ? "" : `${[...new Set(provenance.fieldStrengthT)].join(" to ")} T`,
              `cited as: ${provenance.citation}`,
            ]
              .filter(Boolean)
              .join(" · ")}
          </div>
        </Fact>
        <Fact name="Licence">
          {provenance.licenceOfWeights} for the weights, {provenance.licenceOfData} for the data they were trained on
          {provenance.researchOnly ? "; research only" : ""}
        </Fact>
        <Fact name="Run">
          {seesImages(bundle) ? "on a study, in its tab Networks, or on files, on the command line" : <TableRun network={network} />}
        </Fact>
        <Fact name="Memory">{memoryInWords(bundle, check.patchMb)}</Fact>
        <Fact name="Golden cases">
          <ul className={classes.checks} aria-label={`Golden cases of ${title}`}>
            {check.golden.map(({ name, problems, seconds }) => (
              <li key={name} data-state={problems.length === 0 ? "right" : "wrong"}>
                {name}: {problems.length === 0 ? `as its authors say, in ${formatSeconds(seconds)}` : problems.join("; ")}
              </li>
            ))}
          </ul>
          <span className={classes.quiet}>on this machine, {formatMoment(check.checkedAt)}</span>
        </Fact>
      </dl>
      <NetworkNeeds bundle={bundle} />
    </li>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
