import { PlainError } from "#shared/domain/plainError.ts";
import type { Author } from "../../services/store/index.ts";
import type { Services } from "../services.ts";
import { blindedWords, onlyThese } from "./refused.ts";

/** The jobs of a blinded session: those alone that import a packet for its reader, who may be blinded by their end. None is listed. */
export function blindedJobs({ jobs, packetJobs }: Pick<Services, "jobs" | "packetJobs">, by: Author): Services["jobs"] {
  const own = (jobId: string): string => {
    if (!packetJobs.isImportOf(by, jobId)) throw new PlainError(blindedWords);
    return jobId;
  };
  return onlyThese<Services["jobs"]>({
    list: () => [],
    get: (jobId) => jobs.get(own(jobId)),
    watchEach: (jobIds, signal) => jobs.watchEach(jobIds.map(own), signal),
    cancel: (jobId) => jobs.cancel(own(jobId)),
  });
}
