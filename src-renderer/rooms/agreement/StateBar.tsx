import { Button } from "@mantine/core";
import { IconCalculator } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AgreementStatus } from "#shared/api/agreement.ts";
import type { Job } from "#shared/domain/job.ts";
import { client, queryClient, trpc } from "../../client/client.ts";
import { cancelJob, followJob } from "../../client/jobs.ts";
import { plainWords } from "../../client/plainWords.ts";
import { formatCounted } from "../../ui/format.ts";
import { JobProgress } from "../../ui/JobProgress.tsx";
import classes from "./AgreementRoom.module.css";

/** What is compared, what is left out, and whether features are missing. */
export function StateBar({ projectId, status }: { projectId: string; status: AgreementStatus }) {
  const { readings, cases, drawings, outOfDate } = status;
  const [job, setJob] = useState<Job | null>(null);
  const [error, setError] = useState<string | null>(null);
  const { data: project } = useQuery(trpc.project.status.queryOptions({ projectId }));
  const readers = project?.readers.map((name, at) => `${at + 1} ${name}`).join(", ");
  const lacking = drawings.missing + drawings.refused;

  const extract = async () => {
    setError(null);
    try {
      const { jobId } = await client.agreement.extract.mutate({ projectId });
      const ended = await followJob(jobId, setJob);
      if (ended.state === "failed") setError(ended.error);
    } catch (cause) {
      setError(plainWords(cause));
    } finally {
      setJob(null);
      await queryClient.invalidateQueries(trpc.agreement.status.queryFilter({ projectId }));
    }
  };
  return (
    <section className={classes.state} aria-label="State of the study">
      <span>
        <strong>{readings}</strong> locked {readings === 1 ? "reading" : "readings"} of <strong>{cases}</strong>{" "}
        {cases === 1 ? "case" : "cases"}
      </span>
      <span className={classes.quiet}>{leftOutInWords(status)}</span>
      <span className={classes.quiet} data-warning={lacking > 0 || undefined}>
        {featuresInWords(status)}
      </span>
      {readers && (
        <span className={classes.readers} title={`Readers: ${readers}`}>
          Readers: {readers}
        </span>
      )}
      <span className={classes.space} />
      {error !== null && (
        <span className={classes.warning} role="alert">
          {error}
        </span>
      )}
      {job ? (
        <div className={classes.progress}>
          <JobProgress job={job} onCancel={() => cancelJob(job.id, (cause) => setError(plainWords(cause)))} />
        </div>
      ) : (
        lacking > 0 && (
          <Button leftSection={<IconCalculator size={14} />} onClick={() => void extract()}>
            {outOfDate > 0 && outOfDate === drawings.missing ? "Extract anew" : "Extract"} ({lacking})
          </Button>
        )
      )}
    </section>
  );
}

function leftOutInWords({ leftOut: { training, excluded, withdrawn, notSubmitted } }: AgreementStatus): string {
  const parts = [
    training > 0 && `${training} of training cases`,
    excluded > 0 && `${excluded} of excluded cases`,
    withdrawn > 0 && `${withdrawn} withdrawn`,
    notSubmitted > 0 && `${notSubmitted} not submitted`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "None left out." : `Left out: ${parts.join(", ")}.`;
}

function featuresInWords({ drawings: { extracted, missing, refused }, outOfDate }: AgreementStatus): string {
  const all = extracted + missing + refused;
  if (all === 0) return "The protocol asks for no features.";
  const parts = [
    missing - outOfDate > 0 && `${missing - outOfDate} without`,
    outOfDate > 0 && `${outOfDate} out of date`,
    refused > 0 && `${refused} refused`,
  ].filter((part) => part !== false);
  return `Features of ${extracted} of ${formatCounted(all, "drawing", "drawings")}${parts.length === 0 ? "." : `: ${parts.join(", ")}.`}`;
}
