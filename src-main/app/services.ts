import { createDicomImport, createUploads, createWorklist, type DicomImport, type Uploads, type Worklist } from "../services/dicom/index.ts";
import { createJobs, workerPath, type Jobs } from "../services/jobs/index.ts";
import { createInference, createModels, type ForkInference, type Models } from "../services/models/index.ts";
import { createFeatureMaps, createRadiomics, createSavedSettings, settingsHash, type FeatureMaps, type Radiomics, type SavedSettingsTable } from "../services/radiomics/index.ts";
import { createSample, type Sample } from "../services/sample/index.ts";
import { createSegmentations, type Segmentations } from "../services/segmentation/index.ts";
import { openStore, type Store } from "../services/store/index.ts";
import { createVolumes, type Volumes } from "../services/volumes/index.ts";
import { forkInference } from "./forkInference.ts";

/** Everything the door can ask for. */
export interface Services {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly dicomImport: DicomImport;
  readonly uploads: Uploads;
  readonly worklist: Worklist;
  readonly volumes: Volumes;
  readonly segmentations: Segmentations;
  readonly sample: Sample;
  readonly radiomics: Radiomics;
  readonly featureMaps: FeatureMaps;
  readonly savedSettings: SavedSettingsTable;
  readonly models: Models;
}

/** Opens a data folder and makes the services on it; `close` ends them in the opposite order. */
export function createServices(dataFolder: string, fork: ForkInference = forkInference): Services & { close(): Promise<void> } {
  const store = openStore(dataFolder);
  const jobs = createJobs(store);
  const dicomImport = createDicomImport({ store, jobs });
  const volumes = createVolumes({ store });
  const segmentations = createSegmentations({ store, volumes });
  const inference = createInference({ forkInference: fork, modulePath: workerPath("inference") });
  const models = createModels({ store, jobs, inference, hashSettings: settingsHash });
  return {
    store,
    jobs,
    dicomImport,
    uploads: createUploads(store),
    worklist: createWorklist(store),
    volumes,
    segmentations,
    sample: createSample({ store, jobs, dicomImport }),
    radiomics: createRadiomics({ store, jobs, volumes, segmentations }),
    featureMaps: createFeatureMaps({ store, jobs, volumes, segmentations }),
    savedSettings: createSavedSettings(store),
    models,
    close: async () => {
      dicomImport.close();
      await jobs.close();
      await volumes.close();
      models.close();
      store.close();
    },
  };
}
