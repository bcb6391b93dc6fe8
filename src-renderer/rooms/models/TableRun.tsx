import { Alert, Button, FileButton } from "@mantine/core";
import { IconTable } from "@tabler/icons-react";
import { useState } from "react";
import { longestNetworkTable, networkTableResultSchema, type InstalledNetwork, type NetworkTableResult } from "#shared/api/network.ts";
import type { Job } from "#shared/domain/job.ts";
import { client } from "../../client/client.ts";
import { cancelJob, resultOf } from "../../client/jobs.ts";
import { plainWords } from "../../client/plainWords.ts";
import { useAct } from "../../client/useAct.ts";
import { JobProgress } from "../../ui/JobProgress.tsx";
import { readTextFile } from "../../ui/readTextFile.ts";
import { ScoredCasesSheet } from "./ScoredCasesSheet.tsx";

/** Runs a network that sees no images on a table of cases, shows what it says of each, and hands it out as CSV. */
export function TableRun({ network: { id, bundle } }: { readonly network: InstalledNetwork }) {
  const [job, setJob] = useState<Job | null>(null);
  const [result, setResult] = useState<NetworkTableResult | null>(null);
  const { isBusy, error, act } = useAct();
  const [cancelError, setCancelError] = useState<string | null>(null);
  const message = cancelError ?? error;
  const columns = bundle.kind === "segmentation" || bundle.kind === "volume" ? [] : (bundle.table?.columns ?? []);
  const run = (chosen: File | null) => {
    if (!chosen) return;
    setCancelError(null);
    act(async () => {
      try {
        const { jobId } = await client.network.runTable.mutate({ networkId: id, file: await readTextFile(chosen, longestNetworkTable) });
        const answer = await resultOf(jobId, setJob);
        if (answer !== null) setResult(networkTableResultSchema.parse(answer));
      } finally {
        setJob(null);
      }
    });
  };
  return (
    <div>
      {/* A file that was mended is chosen again under its name. */}
      <FileButton key={`${isBusy}`} accept=".csv,text/csv" onChange={run}>
        {(button) => (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconTable size={14} />}
            loading={isBusy}
            title={`Columns: ${columns.map(({ name }) => name).join(", ")}; a row for each case`}
            {...button}
          >
            Run on a table (CSV)…
          </Button>
        )}
      </FileButton>
      {job && <JobProgress job={job} onCancel={() => cancelJob(job.id, (cause) => setCancelError(plainWords(cause)))} />}
      {message !== null && (
        <Alert color="red" variant="light" role="alert" mt="sm">
          {message}
        </Alert>
      )}
      {result && <ScoredCasesSheet result={result} onClose={() => setResult(null)} />}
    </div>
  );
}
