import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { importResultSchema, type ImportResult } from "#shared/api/import.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { DicomImport } from "../dicom/index.ts";
import type { JobContext, Jobs } from "../jobs/index.ts";
import type { Store } from "../store/index.ts";
import { generateSampleStudies } from "./generateSampleStudies.ts";
import { sampleParameters } from "./sampleParameters.ts";
import { uidOf } from "./uid.ts";

/** The sample studies, ready to be opened. */
export interface Sample {
  /**
   * Starts a job that makes the sample studies and imports them; answers its id. The job's result is an ImportResult whose first study is the one of
   * the limbs, which the main job is tried on. A second time every file is a duplicate.
   */
  open(): string;
}

/** Makes the service on a store. The files lie in the cache folder for as long as the job runs. */
export function createSample({ store, jobs, dicomImport }: { store: Store; jobs: Jobs; dicomImport: DicomImport }): Sample {
  const run = async (context: JobContext): Promise<ImportResult | null> => {
    const folder = await mkdtemp(join(store.cacheFolder, "sample-"));
    try {
      await generateSampleStudies(folder, {
        signal: context.signal,
        onProgress: (done, total) => context.progress({ phase: "drawing the sample studies", done, total }),
      });
      return context.signal.aborted ? null : await importFolder(folder, context);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  /** Imports as a job of its own and passes its progress on. */
  const importFolder = async (folder: string, context: JobContext): Promise<ImportResult | null> => {
    const importId = dicomImport.start([folder], { hiddenFolder: folder });
    const cancel = () => jobs.cancel(importId);
    context.signal.addEventListener("abort", cancel);
    try {
      for await (const { phase, done, total } of jobs.watch(importId)) context.progress({ phase, done, total });
    } finally {
      context.signal.removeEventListener("abort", cancel);
    }
    const imported = jobs.get(importId);
    if (imported.state === "failed") throw new PlainError(imported.error ?? "The sample studies could not be imported.");
    if (imported.result === null) return null;
    const result = importResultSchema.parse(imported.result);
    if (imported.state !== "succeeded") return result;
    const { seed, studies } = sampleParameters();
    return { ...result, firstStudyInstanceUid: uidOf(seed, studies[0]!.key) };
  };

  return { open: () => jobs.start({ kind: "sample", title: "Opening the sample studies", run }) };
}
