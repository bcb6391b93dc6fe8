import { createDicomImport, type DicomImport } from "../import/index.ts";
import { createJobs } from "../jobs/index.ts";
import { createProjects, createReadings, createReadingWatch, type Projects, type Readings } from "../projects/index.ts";
import { createPassingKeys, createReaders, nobodysPassphrase } from "../readers/index.ts";
import { createSegmentations, type Segmentations } from "../segmentation/index.ts";
import { openStore, systemAuthor, type Author, type Store } from "../store/index.ts";
import { createVolumes, type Volumes } from "../volumes/index.ts";
import type { SimulatedClock } from "./simulatedClock.ts";

/** Who takes part in a study that is made up. */
export interface StagedPeople {
  /** Whoever asked for the project: a coordinator of it beside the one who is made up, so as to see all of it. */
  readonly maker: Author;
  readonly coordinator: Author;
  /** Reader 1, reader 2. */
  readonly readers: readonly Author[];
}

/** A study in a data folder of its own, with the services of the program on it, at a simulated time. */
export interface StagedStudy {
  readonly store: Store;
  readonly people: StagedPeople;
  readonly dicomImport: DicomImport;
  readonly volumes: Volumes;
  readonly segmentations: Segmentations;
  readonly projects: Projects;
  readonly readings: Readings;
  /** Nobody signs in as one of the made-up people any more. */
  retire(): void;
  close(): Promise<void>;
}

/**
 * Opens a new data folder for a study that is made up, with its people. The made-up ones sign with keys that are kept nowhere; nobody signs in as them. Nothing
 * of it outlives a power cut before it is moved to where it belongs: commits are not synced.
 */
export function openStagedStudy(dataFolder: string, clock: SimulatedClock, people: StagedPeople): StagedStudy {
  const store = openStore(dataFolder, { now: clock.now });
  store.database.pragma("synchronous = OFF");
  insertReaders(store, people);
  const readers = createReaders(store);
  const keys = createPassingKeys(store, [people.coordinator, ...people.readers]);
  const jobs = createJobs(store);
  const volumes = createVolumes({ store });
  const segmentations = createSegmentations({ store, volumes, watch: createReadingWatch(store) });
  return {
    store,
    people,
    dicomImport: createDicomImport({ store, jobs }),
    volumes,
    segmentations,
    projects: createProjects(store),
    readings: createReadings({ store, segmentations, keys }),
    retire: () => {
      for (const by of [people.coordinator, ...people.readers]) readers.setRetired(by, by.readerId, true);
    },
    close: async () => {
      await jobs.close();
      await volumes.close();
      store.close();
    },
  };
}

/** The people under the numbers that they have, or shall have, where the study is moved to. The maker's row stands for the one there and is not moved. */
function insertReaders(store: Store, { maker, coordinator, readers }: StagedPeople): void {
  store.write(systemAuthor, ({ database, at }) => {
    const insert = database.prepare(
      "INSERT INTO reader (id, name, initials, specialty, years, passphrase, created_at) VALUES (?, ?, ?, 'simulated', NULL, ?, ?)",
    );
    const initials = ["", "SC", ...readers.map((_, index) => `S${index + 1}`)];
    for (const [index, { readerId, name }] of [maker, coordinator, ...readers].entries())
      insert.run(readerId, name, initials[index], nobodysPassphrase(), at);
  });
}
