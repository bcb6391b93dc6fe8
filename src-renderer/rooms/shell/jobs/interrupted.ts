import type { ListedJob } from "#shared/domain/job.ts";

const key = "fascicle.interruptedSeen";

function seen(): readonly string[] {
  return (localStorage.getItem(key) ?? "").split(" ").filter(Boolean);
}

/** Interrupted jobs the reader has not been told of. */
export function unseenInterrupted(jobs: readonly ListedJob[]): readonly ListedJob[] {
  const known = new Set(seen());
  return jobs.filter((job) => job.state === "interrupted" && !known.has(job.id));
}

/** Remembers that the reader was told. Only job ids are kept, the newest two hundred, as many as the list of jobs holds. */
export function acknowledgeInterrupted(jobs: readonly ListedJob[]): void {
  localStorage.setItem(key, [...jobs.map((job) => job.id), ...seen()].slice(0, 200).join(" "));
}
