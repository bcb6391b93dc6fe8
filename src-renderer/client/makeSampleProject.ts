import { madeProjectSchema, type MadeProject } from "#shared/api/sample.ts";
import type { Job } from "#shared/domain/job.ts";
import { client } from "./client.ts";
import { resultOf } from "./jobs.ts";

/** Makes the sample project; answers what was made, or null where the reader cancelled. */
export async function makeSampleProject(onChange: (job: Job) => void): Promise<MadeProject | null> {
  const { jobId } = await client.sample.project.mutate();
  const result = await resultOf(jobId, onChange);
  return result === null ? null : madeProjectSchema.parse(result);
}
