import type { App } from "../../../app/createApp.ts";
import { progressBar } from "../progressBar.ts";
import type { VerbIo } from "../verb.ts";

/** What the start began by itself (an interrupted import, volumes of an earlier version) comes to its end first: nothing is removed while work is under way. */
export async function finishStarted({ jobs }: App["services"], { stderr }: VerbIo): Promise<void> {
  const bar = progressBar(stderr);
  for (const { id } of jobs.list()) for await (const job of jobs.watch(id)) if (job.state === "running") bar.show(job);
  bar.end();
}
