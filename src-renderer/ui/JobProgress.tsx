import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { Job } from "#shared/domain/job.ts";
import { formatCount, formatSeconds } from "./format.ts";

/** What a job is doing, how far it is, how fast, how long it still takes, or that it waits for others; and the way to stop it. */
export function JobProgress({
  job,
  onCancel,
}: {
  job: Pick<Job, "title" | "state" | "place" | "phase" | "done" | "total" | "ratePerSecond" | "secondsLeft">;
  /** Asks the job to stop; resolves to false where it could not be asked. */
  onCancel?: () => Promise<boolean>;
}) {
  const [isAsked, setAsked] = useState(false);
  const isWaiting = job.state === "queued";
  const known = job.total !== null && job.total > 0;
  const percent = isWaiting ? 0 : known ? Math.min(100, (100 * job.done) / job.total!) : 100;
  const facts = [
    known ? `${formatCount(job.done)} of ${formatCount(job.total!)}` : job.done > 0 ? formatCount(job.done) : "",
    job.ratePerSecond !== null ? `${formatCount(Number(job.ratePerSecond.toPrecision(job.ratePerSecond >= 100 ? 3 : 2)))} a second` : "",
    job.secondsLeft !== null ? `${formatSeconds(job.secondsLeft)} left` : "",
  ].filter(Boolean);
  return (
    <Stack gap={6}>
      <Group justify="space-between" wrap="nowrap">
        <Text truncate>{isWaiting ? placeInWords(job.place) : job.phase}</Text>
        {onCancel && (
          <Button
            variant="default"
            size="compact-xs"
            style={{ flexShrink: 0 }}
            disabled={isAsked}
            onClick={() => {
              setAsked(true);
              void onCancel().then(setAsked);
            }}
            aria-label={`${isAsked ? "Cancelling" : "Cancel"}: ${job.title}`}
          >
            {isAsked ? "Cancelling …" : "Cancel"}
          </Button>
        )}
      </Group>
      <Progress value={percent} size="sm" animated={!known && !isWaiting} striped={!known && !isWaiting} aria-label={job.title} />
      {!isWaiting && (
        <Text size="xs" c="dimmed">
          {facts.join(" · ") || "…"}
        </Text>
      )}
    </Stack>
  );
}

/** The place of a job that waits; null of one that waits in another program. */
function placeInWords(place: number | null): string {
  if (place === null) return "Waiting for other work";
  return place === 1 ? "Waiting: begins next" : `Waiting: ${formatCount(place - 1)} before it`;
}
