import { createPacketJobs, type PacketJobs } from "./commands/packetJobs.ts";
import { createWrittenPackets, type WrittenPackets } from "./commands/writtenPackets.ts";
import { agreementInPool, createAgreement, type Agreement } from "../services/agreement/index.ts";
import { createEnginePool, type ForkProcess } from "../services/engine/index.ts";
import { createFat, fatInPool, type Fat } from "../services/fat/index.ts";
import { createJobs, laneBounds, workerPath, type Jobs } from "../services/jobs/index.ts";
import { createMeasures, type Measures } from "../services/measures/index.ts";
import { createInference, createModels, type Models } from "../services/models/index.ts";
import { createNetworks, type Networks } from "../services/networks/index.ts";
import {
  createFeatureMaps,
  createRadiomics,
  createSavedSettings,
  engineInPool,
  isSettingsHash,
  settingsHash,
  type FeatureMaps,
  type Radiomics,
  type SavedSettingsTable,
} from "../services/radiomics/index.ts";
import {
  createAdjudications,
  createAdjudicationWatch,
  createBlinding,
  createPackets,
  createLockedReadings,
  createProjects,
  createReadings,
  createReadingWatch,
  joinWatches,
  withAdjudications,
  type Adjudications,
  type Blinding,
  type Packets,
  type ProjectReads,
  type Projects,
  type Readings,
} from "../services/projects/index.ts";
import { createReaders, type Readers } from "../services/readers/index.ts";
import {
  createKeptWays,
  createOutcomeTables,
  createRecipes,
  createRecompute,
  imagesOf,
  partsInPool,
  drawingBy,
  registrationBy,
  type Recipes,
} from "../services/recipes/index.ts";
import { createRegistration } from "../services/registration/index.ts";
import { createSample, type Sample } from "../services/sample/index.ts";
import { createSampleProject, type SampleProject } from "../services/sampleProject/index.ts";
import { createSegmentations, type Segmentations } from "../services/segmentation/index.ts";
import { openStore, type Store } from "../services/store/index.ts";
import {
  createArrangements,
  createPreferredSeries,
  createStudies,
  type Arrangements,
  type PreferredSeries,
  type Studies,
} from "../services/studies/index.ts";
import { createModelResults, type ModelResults } from "./blinded/modelResults.ts";
import { forkProcess } from "./forkProcess.ts";
import { projectReadsInPool } from "./projectReadsInPool.ts";
import { type DicomImport, createDicomImport } from "../services/import/index.ts";
import { type Uploads, createUploads } from "../services/system/index.ts";
import { type Volumes, createVolumes } from "../services/volumes/index.ts";
import { type Worklist, createWorklist } from "../services/worklist/index.ts";

/** Everything the door can ask for. */
export interface Services {
  readonly store: Store;
  readonly readers: Readers;
  readonly jobs: Jobs;
  readonly dicomImport: DicomImport;
  readonly uploads: Uploads;
  readonly worklist: Worklist;
  readonly studies: Studies;
  readonly preferredSeries: PreferredSeries;
  readonly arrangements: Arrangements;
  readonly volumes: Volumes;
  readonly blinding: Blinding;
  readonly projects: Projects;
  /** Of projects what takes long. */
  readonly projectReads: ProjectReads;
  /** Among them, under its own id, stands a consensus. */
  readonly readings: Readings;
  readonly packets: Packets;
  readonly packetJobs: PacketJobs;
  readonly writtenPackets: WrittenPackets;
  readonly agreement: Agreement;
  readonly adjudications: Adjudications;
  readonly segmentations: Segmentations;
  readonly measures: Measures;
  readonly sample: Sample;
  readonly sampleProject: SampleProject;
  readonly radiomics: Radiomics;
  readonly fat: Fat;
  readonly featureMaps: FeatureMaps;
  readonly savedSettings: SavedSettingsTable;
  readonly recipes: Recipes;
  readonly models: Models;
  readonly networks: Networks;
  readonly modelResults: ModelResults;
}

/** Opens a data folder and makes the services on it; `close` ends them in the opposite order. */
export function createServices(dataFolder: string, fork: ForkProcess = forkProcess): Services & { close(): Promise<void> } {
  const store = openStore(dataFolder);
  const blinding = createBlinding(store);
  const readers = createReaders(store, {
    everybodyNeedsPassphrase: blinding.isOn,
    mayManage: ({ readerId }) => blinding.mayManageReaders(readerId),
    isNeeded: blinding.isLastCoordinator,
    mayReset: ({ readerId }, of) => blinding.mayResetPassphrase(readerId, of),
  });
  const jobs = createJobs(store);
  const dicomImport = createDicomImport({ store, jobs });
  const volumes = createVolumes({ store, recompute: (volumeId) => recompute(volumeId) });
  const studies = createStudies(store);
  // What a kill left of a removal; where it cannot be done now, the next start tries again.
  if (!store.database.readonly) void studies.removeLeftFiles().catch(() => undefined);
  const keptWay = createKeptWays(createOutcomeTables(store), volumes.describe);
  const segmentations = createSegmentations({
    store,
    volumes,
    watch: joinWatches(createReadingWatch(store), createAdjudicationWatch(store)),
    keptWay,
  });
  const adjudications = createAdjudications({ store, segmentations, keys: readers.keys });
  // One beyond the jobs': what a reader looks at (grey values) never waits for a job's end.
  const pool = createEnginePool({
    forkProcess: fork,
    modulePath: workerPath("engine"),
    setup: { dataFolder },
    processes: laneBounds.engine + 1,
  });
  const projects = createProjects(store, keptWay);
  const projectReads = projectReadsInPool(pool);
  const images = imagesOf({ volumes, segmentations });
  const inference = createInference({ forkInference: fork, modulePath: workerPath("inference") });
  const steps = { ...partsInPool(pool), ...drawingBy(inference, images) };
  const recompute = createRecompute(store, createOutcomeTables(store), steps);
  const registration = createRegistration({ forkProcess: fork, modulePath: workerPath("registration") });
  const engine = engineInPool(pool);
  const models = createModels({ store, jobs, inference, hashing: { settingsHash, isSettingsHash } });
  const readings = withAdjudications(createReadings({ store, segmentations, keys: readers.keys }), adjudications);
  const packets = createPackets({ store, volumes, keys: readers.keys, jobs });
  const uploads = createUploads(store);
  return {
    store,
    readers,
    jobs,
    dicomImport,
    uploads,
    worklist: createWorklist(store),
    studies,
    preferredSeries: createPreferredSeries(store),
    arrangements: createArrangements(store),
    volumes,
    blinding,
    projects,
    projectReads,
    packets,
    packetJobs: createPacketJobs({ jobs, packets, uploads }),
    writtenPackets: createWrittenPackets({ store, jobs, packets }),
    agreement: createAgreement({
      store,
      jobs,
      locked: createLockedReadings(store, projectReads.lockedReadings),
      engine,
      compute: agreementInPool(pool),
      segmentations,
      volumes,
    }),
    readings,
    adjudications,
    segmentations,
    measures: createMeasures({ store, volumes }),
    sample: createSample({ store, jobs, dicomImport }),
    sampleProject: createSampleProject({ store, jobs, studies }),
    fat: createFat({ store, volumes, segmentations, engine: fatInPool(pool) }),
    radiomics: createRadiomics({ store, jobs, volumes, segmentations, engine }),
    featureMaps: createFeatureMaps({ store, jobs, segmentations, engine }),
    savedSettings: createSavedSettings(store),
    recipes: createRecipes({
      store,
      jobs,
      volumes,
      segmentations,
      projects,
      workers: (starts) => ({ ...steps, ...registrationBy(registration, images, starts) }),
      recompute,
    }),
    models,
    networks: createNetworks({ store, jobs, inference, volumes, segmentations, models }),
    modelResults: createModelResults({ readings, models, segmentations }),
    close: async () => {
      dicomImport.close();
      await jobs.close();
      pool.close();
      registration.close();
      await volumes.close();
      models.close();
      store.close();
    },
  };
}
