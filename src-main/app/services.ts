import { createDicomImport, createUploads, createWorklist, type DicomImport, type Uploads, type Worklist } from "../services/dicom/index.ts";
import { createJobs, type Jobs } from "../services/jobs/index.ts";
import { createSample, type Sample } from "../services/sample/index.ts";
import { openStore, type Store } from "../services/store/index.ts";

/** Everything the door can ask for. */
export interface Services {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly dicomImport: DicomImport;
  readonly uploads: Uploads;
  readonly worklist: Worklist;
  readonly sample: Sample;
}

/** Opens a data folder and makes the services on it; `close` ends them in the opposite order. */
export function createServices(dataFolder: string): Services & { close(): Promise<void> } {
  const store = openStore(dataFolder);
  const jobs = createJobs(store);
  const dicomImport = createDicomImport({ store, jobs });
  return {
    store,
    jobs,
    dicomImport,
    uploads: createUploads(store),
    worklist: createWorklist(store),
    sample: createSample({ store, jobs, dicomImport }),
    close: async () => {
      dicomImport.close();
      await jobs.close();
      store.close();
    },
  };
}
