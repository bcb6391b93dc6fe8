import { createHash } from "node:crypto";
import type { AgreementStatus, AgreementWords, ComparedProject, ConsensusOfDrawing } from "#shared/api/agreement.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { ConsensusMethod } from "#shared/statistics/overlap/consensusMask.ts";
import type { Jobs } from "../jobs/index.ts";
import type { LockedReadings, LockedStudy } from "../projects/index.ts";
import type { RadiomicsEngine } from "../radiomics/index.ts";
import type { Author, Store } from "../store/index.ts";
import type { AgreementEngine } from "./agreementEngine.ts";
import type { AgreementResults } from "./agreementResults.ts";
import type { ConsensusLabels, DrawnSeries } from "./consensusDrawings.ts";
import type { DrawingSources } from "./drawingSources.ts";
import { extractReadings } from "./extractReadings.ts";
import { createMeasuredDrawings } from "./measuredDrawings.ts";
import { createReadingFeatureTable } from "./readingFeatureTable.ts";
import { agreementWords, type AgreementFiles } from "./report/agreementFiles.ts";
import type { AgreementArchive } from "./report/withPictures.ts";
import { createAgreementRoom, type AgreementRoom } from "./room/createAgreementRoom.ts";
import { createStableSets, type StableSets } from "./stableSets.ts";

/**
 * Statistics of a project's locked readings. Every method throws PlainError where the author is no coordinator of the project, or is blinded, and where nothing
 * was started.
 */
export interface Agreement extends AgreementRoom, StableSets {
  /** The projects that were started and that the author coordinates, by name. Empty for whoever is blinded. */
  projects(by: Author): ComparedProject[];
  status(by: Author, projectId: string): Promise<AgreementStatus>;
  /** Starts a job that extracts the features of all locked drawings that have none, or outdated ones; its result is a ReadingsExtracted. */
  startExtraction(by: Author, projectId: string): string;
  /** Compares what is locked, with the features that are up to date. Throws PlainError where there is nothing to compare. */
  results(by: Author, projectId: string, signal?: AbortSignal): Promise<AgreementResults>;
  /** Tables, figures (SVG) and report of the results, by file name; `notes` is what to be careful of. */
  report(by: Author, projectId: string, signal?: AbortSignal): Promise<AgreementFiles>;
  /** The same with each figure as PNG too. */
  archive(by: Author, projectId: string, signal?: AbortSignal): Promise<AgreementArchive>;
  /** The consensus of first readings of three readers or more; empty where there are fewer. */
  consensus(by: Author, projectId: string, method: ConsensusMethod): Promise<ConsensusOfDrawing[]>;
  /** The same as a label map of one series. Throws PlainError where fewer than three readers drew on it. */
  consensusLabels(by: Author, projectId: string, series: DrawnSeries, method: ConsensusMethod): Promise<ConsensusLabels>;
  /** A paragraph for the methods of a paper, and what to be careful of. */
  words(by: Author, projectId: string): Promise<AgreementWords>;
}

/** Makes the statistics of one store. */
export function createAgreement({
  store,
  jobs,
  locked,
  engine,
  compute,
  segmentations,
  volumes,
}: {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly locked: LockedReadings;
  readonly engine: Pick<RadiomicsEngine, "region">;
  readonly compute: AgreementEngine;
  readonly segmentations: Pick<DrawingSources["segmentations"], "describe">;
  readonly volumes: DrawingSources["volumes"];
}): Agreement {
  const table = createReadingFeatureTable(store);
  const { measured, featuresHash } = createMeasuredDrawings(store);

  /** All that results are made of: what was signed, the groups, the protocol, and the features that are there. */
  const stateOf = (study: LockedStudy): string =>
    createHash("sha256")
      .update(
        JSON.stringify([
          study.projectId,
          study.protocolVersion,
          study.readings.map(({ signedHash, caseCode, group, readerNumber, pass }) => [signedHash, caseCode, group, readerNumber, pass]),
          measured(study).map(
            ({ row }) => row && [row.region, row.role, row.part, row.imageHash, row.maskHash, row.settingsHash, row.refused],
          ),
        ]),
      )
      .digest("hex");

  /** The results of the project that was asked for last: computed once for each state of its readings. */
  let kept: { readonly state: string; readonly results: Promise<AgreementResults> } | null = null;
  const resultsOf = async (by: Author, projectId: string): Promise<AgreementResults> => {
    await locked.ready(by, projectId);
    const state = stateOf(locked.of(by, projectId));
    if (kept?.state === state) return kept.results;
    const own = { state, results: compute.results(by, projectId) };
    kept = own;
    own.results.catch(() => {
      if (kept === own) kept = null;
    });
    return own.results;
  };

  return {
    ...createAgreementRoom({ segmentations, volumes, locked }, resultsOf),
    ...createStableSets({ store, locked, featuresHash }, resultsOf),
    projects: (by) => locked.list(by).map(({ id, name, state }) => ({ id, name, state: state === "closed" ? "closed" : "running" })),
    status: async (by, projectId) => {
      await locked.ready(by, projectId);
      const study = locked.of(by, projectId);
      const all = measured(study);
      const refused = all.filter(({ row }) => row && row.refused !== null).length;
      const missing = all.filter(({ row }) => !row).length;
      return {
        name: study.name,
        state: study.state === "closed" ? "closed" : "running",
        readings: study.readings.length,
        cases: new Set(study.readings.map(({ caseCode }) => caseCode)).size,
        leftOut: study.leftOut,
        drawings: { extracted: all.length - missing - refused, missing, refused },
        outOfDate: all.filter(({ isOld }) => isOld).length,
        stateHash: stateOf(study),
      };
    },
    startExtraction: (by, projectId) => {
      const study = locked.of(by, projectId);
      const all = measured(study);
      if (all.length === 0)
        throw new PlainError(`“${study.name}” has no locked drawing on a series with extraction settings: there is nothing to extract.`);
      // One that was refused is tried again: its process may have ended for want of memory. So is one that was changed beside the log.
      const drawings = all.flatMap(({ asked, row }) => (row && row.refused === null && table.isAsTold(row) ? [] : [asked]));
      return jobs.start({
        kind: "agreement.extract",
        lane: "engine",
        title: `Extracting features of ${drawings.length} drawings of a project`,
        run: (context) =>
          extractReadings(
            { engine, table, revisionOf: (segmentationId) => segmentations.describe(segmentationId).revision },
            by,
            drawings,
            context,
          ),
      });
    },
    // Refused here first: a process of the engine is not asked for what its author may not see.
    results: async (by, projectId, signal) => {
      await locked.ready(by, projectId);
      return compute.results(by, projectId, signal);
    },
    report: async (by, projectId, signal) => {
      await locked.ready(by, projectId);
      return compute.report(by, projectId, signal);
    },
    archive: async (by, projectId, signal) => {
      await locked.ready(by, projectId);
      return compute.archive(by, projectId, signal);
    },
    consensus: async (by, projectId, method) => {
      await locked.ready(by, projectId);
      return compute.consensus(by, projectId, method);
    },
    consensusLabels: async (by, projectId, series, method) => {
      await locked.ready(by, projectId);
      return compute.consensusLabels(by, projectId, series, method);
    },
    words: async (by, projectId) => agreementWords(await resultsOf(by, projectId), locked.actions(by, projectId)),
  };
}
