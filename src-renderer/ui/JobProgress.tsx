import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import type { Job } from "#shared/domain/job.ts";
import { formatCount, formatSeconds } from "./format.ts";

/** What a job is doing, how far it is, how fast, how long it still takes, and the way to stop it. */
export function JobProgress({ job, onCancel }: { job: Pick<Job, "title" | "phase" | "done" | "total" | "ratePerSecond" | "secondsLeft">; onCancel?: () => void }) {
  const known = job.total !== null && job.total > 0;
  const percent = known ? Math.min(100, (100 * job.done) / job.total!) : 100;
  const facts = [
    known ? `${formatCount(job.done)} of ${formatCount(job.total!)}` : job.done > 0 ? formatCount(job.done) : "",
    job.ratePerSecond !== null ? `${formatCount(Number(job.ratePerSecond.toPrecision(job.ratePerSecond >= 100 ? 3 : 2)))} a second` : "",
    job.secondsLeft !== null ? `${formatSeconds(job.secondsLeft)} left` : "",
  ].filter(Boolean);
  return (
    <Stack gap={6}>
      <Group justify="space-between" wrap="nowrap">
        <Text truncate>{job.phase}</Text>
        {onCancel && <Button variant="default" size="compact-xs" onClick={onCancel} aria-label={`Cancel: ${job.title}`}>Cancel</Button>}
      </Group>
      <Progress value={percent} size="sm" animated={!known} striped={!known} aria-label={job.title} />
      <Text size="xs" c="dimmed">{facts.join(" · ") || "Starting"}</Text>
    </Stack>
  );
}
