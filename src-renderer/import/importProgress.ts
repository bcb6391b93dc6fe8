import type { Job } from "#shared/domain/job.ts";

/** Progress as the sheet shows it, of the copying into the program and then of the import itself. */
export type ImportProgress = Pick<Job, "title" | "state" | "place" | "phase" | "done" | "total" | "ratePerSecond" | "secondsLeft">;
