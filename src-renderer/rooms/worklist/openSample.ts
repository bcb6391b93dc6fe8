import type { Job } from "#shared/domain/job.ts";
import { importResultSchema } from "#shared/api/import.ts";
import { client } from "../../client/client.ts";
import { resultOf } from "../../client/jobs.ts";

/** Makes and imports the sample studies; answers the first one's UID, or null where the reader cancelled. */
export async function openSample(onChange: (job: Job) => void): Promise<string | null> {
  const { jobId } = await client.sample.open.mutate();
  const result = await resultOf(jobId, onChange);
  return result === null ? null : importResultSchema.parse(result).firstStudyInstanceUid;
}
