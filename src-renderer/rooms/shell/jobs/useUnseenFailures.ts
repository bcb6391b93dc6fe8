import { useEffect, useRef, useState } from "react";
import type { ListedJob } from "#shared/domain/job.ts";
import { isRunning } from "../../../client/jobs.ts";

/**
 * How many jobs have failed under the eyes of this page since the reader last looked at the list; and what to call when the reader looks. The screen that began
 * a job may have been left by then, with the place where it would say why.
 */
export function useUnseenFailures(jobs: readonly ListedJob[]): { readonly count: number; readonly look: () => void } {
  const unfinished = useRef(new Set<string>());
  const [failed, setFailed] = useState<readonly string[]>([]);
  useEffect(() => {
    const now = jobs.filter(({ id, state }) => state === "failed" && unfinished.current.has(id)).map(({ id }) => id);
    unfinished.current = new Set(jobs.filter(isRunning).map(({ id }) => id));
    if (now.length > 0) setFailed((before) => [...before, ...now]);
  }, [jobs]);
  return { count: failed.length, look: () => setFailed([]) };
}
