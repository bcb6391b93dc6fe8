import { createHash } from "node:crypto";
import type { AgreementStatus, AgreementWords, ComparedProject } from "#shared/api/agreement.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Jobs } from "../jobs/index.ts";
import type { LockedReadings, LockedStudy } from "../projects/index.ts";
import { engineVersion, settingsHash, type RadiomicsEngine } from "../radiomics/index.ts";
import { yieldThread } from "../system/index.ts";
import type { Author, Store } from "../store/index.ts";
import { agreementParts, type AgreementParts } from "./agreementParts.ts";
import { agreementResults, type AgreementResults } from "./agreementResults.ts";
import type { NotedFeatureTable } from "./compareFeatures.ts";
import type { DrawingSources } from "./drawingSources.ts";
import { drawingKey, drawingsToMeasure, isUpToDate, type DrawingToMeasure } from "./drawingsToMeasure.ts";
import { extractReadings } from "./extractReadings.ts";
import { createReadingFeatureTable, type ReadingFeatures } from "./readingFeatureTable.ts";
import { agreementFiles, agreementWords, type AgreementFiles } from "./report/agreementFiles.ts";
import { createAgreementRoom, type AgreementRoom } from "./room/createAgreementRoom.ts";
import { createStableSets, type StableSets } from "./stableSets.ts";

/**
 * Statistics of a project's locked readings. Every method throws PlainError where the author is no coordinator of the project, or is blinded, and where nothing
 * was started.
 */
export interface Agreement extends AgreementRoom, StableSets {
  /** The projects that were started and that the author coordinates, by name. Empty for whoever is blinded. */
  projects(by: Author): ComparedProject[];
  status(by: Author, projectId: string): AgreementStatus;
  /** Starts a job that extracts the features of all locked drawings that have none, or outdated ones; its result is a ReadingsExtracted. */
  startExtraction(by: Author, projectId: string): string;
  /** Compares what is locked, with the features that are up to date. Throws PlainError where there is nothing to compare. */
  results(by: Author, projectId: string): Promise<AgreementResults>;
  /** Tables, figures and report of the results, by file name; `notes` is what to be careful of. */
  report(by: Author, projectId: string): Promise<AgreementFiles>;
  /** A paragraph for the methods of a paper, and what to be careful of. */
  words(by: Author, projectId: string): Promise<AgreementWords>;
}

/** Makes the statistics of one store. */
export function createAgreement({
  store,
  jobs,
  locked,
  engine,
  segmentations,
  volumes,
}: DrawingSources & {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly locked: LockedReadings;
  readonly engine: Pick<RadiomicsEngine, "region">;
}): Agreement {
  const table = createReadingFeatureTable(store);

  /** A study is read anew when anything was written. */
  const measuredOf = new WeakMap<LockedStudy, ReturnType<typeof measure>>();
  /** The drawings whose features are asked for, each with those that are up to date. */
  const measured = (study: LockedStudy) => {
    const known = measuredOf.get(study);
    if (known) return known;
    const own = measure(study);
    measuredOf.set(study, own);
    return own;
  };
  const measure = (study: LockedStudy) => {
    const found = new Map(table.list(study.projectId).map((row) => [drawingKey(row), row]));
    const hashes = new Map<DrawingToMeasure["settings"], string>();
    return drawingsToMeasure(study).map((asked) => {
      const own = hashes.get(asked.settings) ?? settingsHash(asked.settings);
      hashes.set(asked.settings, own);
      const row = found.get(drawingKey({ readingId: asked.reading.readingId, region: asked.drawing.region, role: asked.drawing.role }));
      const isNow = isUpToDate(row, asked, { settingsHash: own, engineVersion: engineVersion() });
      return { asked, row: isNow ? row : undefined, isOld: row !== undefined && !isNow };
    });
  };

  const tablesOf = async (study: LockedStudy): Promise<NotedFeatureTable[]> => {
    const tables: NotedFeatureTable[] = [];
    for (const own of Map.groupBy(measured(study), ({ asked: { drawing } }) => JSON.stringify([drawing.region, drawing.role])).values()) {
      const rows = own.flatMap(({ asked, row }) => (row && row.refused === null ? [{ asked, row }] : []));
      if (rows.length > 0) tables.push(await featureTable(own.length, rows));
    }
    return tables;
  };

  const featureTable = async (
    asked: number,
    rows: readonly { readonly asked: DrawingToMeasure; readonly row: Omit<ReadingFeatures, "features"> }[],
  ): Promise<NotedFeatureTable> => {
    const names = new Map<string, number>();
    const values: (number | null)[][] = [];
    for (const { row } of rows) {
      await yieldThread();
      const own: (number | null)[] = [];
      for (const { name, value } of table.features(row)) {
        const at = names.get(name) ?? names.size;
        names.set(name, at);
        own[at] = value !== null && Number.isFinite(value) ? value : null;
      }
      values.push(own);
    }
    const without = asked - rows.length;
    return {
      region: rows[0]!.row.region,
      role: rows[0]!.row.role,
      names: [...names.keys()],
      rows: rows.map(({ asked: { reading } }, at) => ({
        caseCode: reading.caseCode,
        readerNumber: reading.readerNumber,
        pass: reading.pass,
        values: Array.from(names.values(), (place) => values[at]![place] ?? null),
      })),
      notes: [
        ...new Set(rows.flatMap(({ row }) => row.notes)),
        ...(without > 0 ? [`${without} of ${asked} drawings have no features that are up to date, and are left out.`] : []),
      ],
    };
  };

  /** All that results are made of: what was signed, the groups, the protocol, and the features that are there. */
  const stateOf = (study: LockedStudy, all: ReturnType<typeof measured>): string =>
    createHash("sha256")
      .update(
        JSON.stringify([
          study.projectId,
          study.protocolVersion,
          study.readings.map(({ signedHash, caseCode, group, readerNumber, pass }) => [signedHash, caseCode, group, readerNumber, pass]),
          all.map(({ row }) => row && [row.region, row.role, row.extractedAt]),
        ]),
      )
      .digest("hex");

  /** The parts of the project that was asked for last: computed once for each state of its readings. */
  let kept: { readonly state: string; readonly parts: AgreementParts } | null = null;
  const partsOf = (by: Author, projectId: string): AgreementParts => {
    const study = locked.of(by, projectId);
    const state = stateOf(study, measured(study));
    if (kept?.state !== state) kept = { state, parts: agreementParts({ segmentations, volumes }, study, tablesOf) };
    // Of the same readings; the log has gone on.
    return { ...kept.parts, study };
  };
  const results: Agreement["results"] = async (by, projectId) => agreementResults(partsOf(by, projectId));

  return {
    ...createAgreementRoom({ segmentations, volumes }, partsOf),
    ...createStableSets({ store, locked }, partsOf),
    projects: (by) => locked.list(by).map(({ id, name, state }) => ({ id, name, state: state === "closed" ? "closed" : "running" })),
    status: (by, projectId) => {
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
        outOfDate: all.filter(({ row, isOld }) => !row && isOld).length,
        stateHash: stateOf(study, all),
      };
    },
    startExtraction: (by, projectId) => {
      const study = locked.of(by, projectId);
      const all = measured(study);
      if (all.length === 0)
        throw new PlainError(`“${study.name}” has no locked drawing on a series with extraction settings: there is nothing to extract.`);
      // One that was refused is tried again: its process may have ended for want of memory.
      const drawings = all.flatMap(({ asked, row }) => (row && row.refused === null ? [] : [asked]));
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
    results,
    report: async (by, projectId) => agreementFiles(await results(by, projectId), locked.actions(by, projectId)),
    words: async (by, projectId) => agreementWords(await results(by, projectId), locked.actions(by, projectId)),
  };
}
