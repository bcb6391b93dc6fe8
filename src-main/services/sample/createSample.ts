import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { ImportResult } from "#shared/api/import.ts";
import type { JobContext, Jobs } from "../jobs/index.ts";
import type { Author, Store } from "../store/index.ts";
import { generateSampleStudies } from "./generateSampleStudies.ts";
import { sampleParameters } from "./sampleParameters.ts";
import { sampleStudiesFile } from "./sampleStudiesFile.ts";
import { uidOf } from "./uid.ts";
import type { DicomImport } from "../import/index.ts";
import { makeIncomingFolder, removeIncomingFolder } from "../system/index.ts";

/** The sample studies, ready to be opened. */
export interface Sample {
  /**
   * Starts a job that imports the sample studies, as the build drew them, or draws them first where there was no build; answers its id. The
   * job's result is an ImportResult whose
   * first study is the one of the limbs, which the main job is tried on. A second time every file is a duplicate.
   */
  open(by: Author): string;
}

/**
 * Makes the service on a store. Files that are drawn lie in incoming/ for as long as the job runs.
 * @param studiesFile the ZIP of the studies; drawn where it is not there. A program that runs from source draws: what was built may be of other sources.
 */
export function createSample({
  store,
  jobs,
  dicomImport,
  studiesFile = import.meta.filename.endsWith(".ts") ? undefined : sampleStudiesFile,
}: {
  store: Store;
  jobs: Jobs;
  dicomImport: DicomImport;
  studiesFile?: string | undefined;
}): Sample {
  const run = async (by: Author, context: JobContext): Promise<ImportResult | null> => {
    if (studiesFile !== undefined && existsSync(studiesFile))
      return limbsFirst(await dicomImport.importWithin(by, context, [studiesFile], { hiddenFolder: dirname(studiesFile) }));
    const folder = makeIncomingFolder(store.dataFolder, "sample");
    try {
      await generateSampleStudies(folder, {
        signal: context.signal,
        onProgress: (done, total) => context.progress({ phase: "drawing the sample studies", done, total }),
      });
      return context.signal.aborted ? null : limbsFirst(await dicomImport.importWithin(by, context, [folder], { hiddenFolder: folder }));
    } finally {
      await removeIncomingFolder(folder);
    }
  };

  return {
    open: (by) => jobs.start({ kind: "sample", lane: "import", title: "Opening the sample studies", run: (context) => run(by, context) }),
  };
}

function limbsFirst(result: ImportResult): ImportResult {
  const { seed, studies } = sampleParameters();
  return { ...result, firstStudyInstanceUid: uidOf(seed, studies[0]!.key) };
}
