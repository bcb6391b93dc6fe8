import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Checked, CheckOptions, Finding } from "#shared/domain/finding.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { createJobs } from "../../services/jobs/index.ts";
import { checkModels } from "../../services/models/index.ts";
import { checkNetworks } from "../../services/networks/index.ts";
import { checkMaps, isSettingsHash, settingsHash } from "../../services/radiomics/index.ts";
import { checkLabelMaps } from "../../services/segmentation/index.ts";
import { checkDatabase, openStore, systemAuthor, type Store } from "../../services/store/index.ts";
import { checkDerived } from "../../services/volumes/index.ts";
import { checkProjects } from "../../services/projects/index.ts";
import { checkRemovals } from "../../services/studies/index.ts";
import { checkLeftovers, createDicomImport } from "../../services/import/index.ts";
import { checkOriginals } from "../../services/originals/index.ts";

/** What a check of a data folder looked at, and what it found. */
export interface DataCheck {
  readonly originals: number;
  readonly models: number;
  readonly labelMaps: number;
  readonly featureMaps: number;
  readonly projects: number;
  readonly findings: readonly Finding[];
}

/**
 * Verifies all that a data folder holds against its hashes and against each other: database, originals, models, drawings, feature maps, logs
 * of projects, and what belongs to none of them. With `repair`, mends what can be mended without loss, and makes a new database from the originals
 * where it is gone. Without,
 * nothing is changed but what
 * every start does (the database is brought to this version). Throws PlainError where the folder or its database cannot be opened.
 */
export async function checkData(dataFolder: string, options: CheckOptions): Promise<DataCheck> {
  if (!["fascicle.db", "instances"].some((name) => existsSync(join(dataFolder, name))))
    throw new PlainError(`${dataFolder} is no data folder of Fascicle: there is no fascicle.db in it.`);
  const store = openStore(dataFolder, { beginAfresh: options.repair });
  try {
    if (options.repair && store.isReadOnly)
      throw new PlainError("The data folder may only be read: nothing in it can be repaired. Leave out --repair to verify it.");
    const database = checkDatabase(store, options);
    const leftovers = checkLeftovers(store, options);
    // Before the originals, which take long: a start after a kill would remove models that the database does not know.
    const models = await checkModels(store, { settingsHash, isSettingsHash }, options);
    const networks = await checkNetworks(store, options);
    // What belongs to a removed study is not taken in again.
    const removals = await checkRemovals(store, options);
    const originals = await checkOriginals(store, () => takeIn(store), options);
    const derived = await checkDerived(store, options);
    const labelMaps = await checkLabelMaps(store, options);
    const featureMaps = await checkMaps(store, options);
    const projects = checkProjects(store);
    const all: readonly Checked[] = [database, leftovers, removals, originals, derived, models, networks, labelMaps, featureMaps, projects];
    return {
      originals: originals.count,
      models: models.count + networks.count,
      labelMaps: labelMaps.count,
      featureMaps: featureMaps.count,
      projects: projects.count,
      findings: all.flatMap(({ findings }) => findings),
    };
  } finally {
    store.close();
  }
}

async function takeIn(store: Store): Promise<void> {
  const jobs = createJobs(store);
  const dicomImport = createDicomImport({ store, jobs });
  try {
    await jobs.finished(dicomImport.takeInStored(systemAuthor));
  } finally {
    dicomImport.close();
    await jobs.close();
  }
}
