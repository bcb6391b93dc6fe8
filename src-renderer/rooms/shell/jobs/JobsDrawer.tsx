import { Badge, Button, Drawer, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { importResultSchema } from "#shared/api/import.ts";
import type { ListedJob } from "#shared/domain/job.ts";
import { client } from "../../../client/client.ts";
import { cancelJob, isRunning } from "../../../client/jobs.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { formatMoment } from "../../../ui/format.ts";
import { JobProgress } from "../../../ui/JobProgress.tsx";
import { useImport } from "../../../import/ImportContext.tsx";
import classes from "./JobsDrawer.module.css";

const states: Record<ListedJob["state"], { label: string; color: string }> = {
  queued: { label: "Waiting", color: "gray" },
  running: { label: "Running", color: "accent" },
  succeeded: { label: "Done", color: "green" },
  failed: { label: "Failed", color: "red" },
  cancelled: { label: "Cancelled", color: "gray" },
  interrupted: { label: "Interrupted", color: "yellow" },
};

/** Jobs whose result is what an import brought. */
const importKinds: ReadonlySet<string> = new Set(["import", "sample", "volumes"]);

function tell(error: unknown): void {
  notifications.show({ color: "red", message: plainWords(error) });
}

function JobEntry({ job }: { job: ListedJob }) {
  const { showResult } = useImport();
  const showBrought = async () => showResult(importResultSchema.parse((await client.job.get.query({ jobId: job.id })).result));
  const { label, color } = states[job.state];
  return (
    <li className={classes.entry} aria-label={`${job.title}: ${label}`}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text fw={500}>{job.title}</Text>
        <Badge size="sm" variant="light" color={color}>
          {label}
        </Badge>
      </Group>
      {isRunning(job) && <JobProgress job={job} onCancel={() => cancelJob(job.id, tell)} />}
      {job.error && <Text c={job.state === "failed" ? "var(--danger)" : "var(--warning)"}>{job.error}</Text>}
      {!isRunning(job) && (
        <Group justify="space-between">
          <Text size="xs" c="dimmed">
            {formatMoment(job.finishedAt ?? job.createdAt)}
          </Text>
          {job.hasResult && importKinds.has(job.kind) && (
            <Button size="compact-xs" variant="default" onClick={() => void showBrought().catch(tell)}>
              Show result
            </Button>
          )}
        </Group>
      )}
    </li>
  );
}

/** What is running and what has run: progress, outcome, and how to stop it. */
export function JobsDrawer({ jobs, opened, onClose }: { jobs: readonly ListedJob[]; opened: boolean; onClose: () => void }) {
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size={400} title="Jobs" closeButtonProps={{ "aria-label": "Close" }}>
      {jobs.length === 0 && <Text c="dimmed">Nothing has run yet. Imports, feature extraction and classifiers appear here.</Text>}
      <ul className={classes.list}>
        {jobs.map((job) => (
          <JobEntry key={job.id} job={job} />
        ))}
      </ul>
    </Drawer>
  );
}
