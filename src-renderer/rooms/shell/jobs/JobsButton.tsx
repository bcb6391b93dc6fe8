import { ActionIcon, Badge, Loader, Tooltip, UnstyledButton } from "@mantine/core";
import { IconListCheck } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { notifications } from "@mantine/notifications";
import { queryClient, trpc } from "../../../client/client.ts";
import { isRunning, useJobs } from "../../../client/jobs.ts";
import { formatCounted } from "../../../ui/format.ts";
import { JobsDrawer } from "./JobsDrawer.tsx";
import { acknowledgeInterrupted, unseenInterrupted } from "./interrupted.ts";
import classes from "./JobsButton.module.css";

/** Says how much work is running and waiting; opens the list of it. Reports, once, what an earlier end of the program interrupted. */
export function JobsButton() {
  const jobs = useJobs();
  const [isOpen, setOpen] = useState(false);
  const unfinished = jobs.filter(isRunning);
  const running = unfinished.filter(({ state }) => state === "running");
  const waiting = unfinished.length - running.length;
  const ended = jobs.length - unfinished.length;
  const reported = useRef(false);

  // Whatever ended may have brought studies, features or models: what is on show is asked for again.
  const endedBefore = useRef<number | null>(null);
  useEffect(() => {
    if (endedBefore.current !== null && ended > endedBefore.current) {
      for (const filter of [trpc.worklist.pathFilter(), trpc.study.pathFilter(), trpc.model.pathFilter()])
        void queryClient.invalidateQueries(filter);
    }
    if (jobs.length > 0) endedBefore.current = ended;
  }, [ended, jobs.length]);

  useEffect(() => {
    if (reported.current || jobs.length === 0) return;
    reported.current = true;
    const lost = unseenInterrupted(jobs);
    if (lost.length === 0) return;
    acknowledgeInterrupted(lost);
    notifications.show({
      color: "yellow",
      autoClose: 15_000,
      title: `${formatCounted(lost.length, "piece of work was", "pieces of work were")} interrupted`,
      message:
        "The program ended before it was finished. What had been finished is kept; open the list of jobs to see which to start again.",
    });
  }, [jobs]);

  const first = running[0] ?? unfinished[0];
  const percent = first?.total ? `${Math.floor((100 * first.done) / first.total)} %` : "";
  return (
    <>
      {first ? (
        <UnstyledButton
          className={classes.running}
          onClick={() => setOpen(true)}
          aria-label={`Jobs: ${running.length} running${waiting > 0 ? `, ${waiting} waiting` : ""}`}
        >
          <Loader size={14} aria-hidden />
          <span className={classes.title}>{first.title}</span>
          <span className={classes.percent}>{percent}</span>
          {unfinished.length > 1 && (
            <Badge size="sm" variant="light">
              +{unfinished.length - 1}
            </Badge>
          )}
        </UnstyledButton>
      ) : (
        <Tooltip label="Jobs">
          <ActionIcon aria-label="Jobs: none running" onClick={() => setOpen(true)}>
            <IconListCheck size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      )}
      <JobsDrawer jobs={jobs} opened={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}
