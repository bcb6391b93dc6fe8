import { ActionIcon, Badge, Indicator, Loader, Tooltip, UnstyledButton } from "@mantine/core";
import { IconListCheck } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { notifications } from "@mantine/notifications";
import { queryClient, trpc } from "../../../client/client.ts";
import { isRunning, useJobs } from "../../../client/jobs.ts";
import { projectsChanged } from "../../../client/projects.ts";
import { formatCounted } from "../../../ui/format.ts";
import { JobsDrawer } from "./JobsDrawer.tsx";
import { acknowledgeInterrupted, unseenInterrupted } from "./interrupted.ts";
import { useUnseenFailures } from "./useUnseenFailures.ts";
import classes from "./JobsButton.module.css";

/** What jobs bring, besides what they do in projects. */
const brought = ["worklist", "study", "model", "network", "prediction", "recipe", "featureSet", "featureMap"] as const;

/** Says how much work is running and waiting; opens the list of it. Reports, once, what an earlier end of the program interrupted. */
export function JobsButton() {
  const jobs = useJobs();
  const [isOpen, setOpen] = useState(false);
  const unfinished = jobs.filter(isRunning);
  const running = unfinished.filter(({ state }) => state === "running");
  const waiting = unfinished.length - running.length;
  const ended = jobs.length - unfinished.length;
  const reported = useRef(false);
  const failures = useUnseenFailures(jobs);
  const failedWords = failures.count > 0 ? `, ${failures.count} failed` : "";
  const open = () => {
    failures.look();
    setOpen(true);
  };

  // Whatever ended may have brought studies, images, results or models, also where the screen that began it was left or loaded anew: what is on show is
  // asked for again.
  const endedBefore = useRef<number | null>(null);
  useEffect(() => {
    if (endedBefore.current !== null && ended > endedBefore.current) {
      for (const noun of brought) void queryClient.invalidateQueries(trpc[noun].pathFilter());
      void projectsChanged();
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
          onClick={open}
          aria-label={`Jobs: ${running.length} running${waiting > 0 ? `, ${waiting} waiting` : ""}${failedWords}`}
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
        <Tooltip label={failures.count > 0 ? `Jobs: ${failures.count} failed` : "Jobs"}>
          <Indicator color="red" size={16} label={failures.count} disabled={failures.count === 0}>
            <ActionIcon aria-label={`Jobs: none running${failedWords}`} onClick={open}>
              <IconListCheck size={18} stroke={1.6} />
            </ActionIcon>
          </Indicator>
        </Tooltip>
      )}
      <JobsDrawer jobs={jobs} opened={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}
