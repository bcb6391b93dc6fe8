import type { AgreementStatus } from "#shared/api/agreement.ts";
import type { FeatureTable } from "#shared/domain/agreement/featureAgreement.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Jobs } from "../jobs/index.ts";
import type { LockedReadings, LockedStudy, Projects } from "../projects/index.ts";
import { engineVersion, settingsHash, type RadiomicsEngine } from "../radiomics/index.ts";
import type { Author, Store } from "../store/index.ts";
import { agreementFiles, type AgreementFiles } from "./report/agreementFiles.ts";
import { agreementResults, type AgreementResults } from "./agreementResults.ts";
import type { DrawingSources } from "./drawingSources.ts";
import { drawingKey, drawingsToMeasure, isUpToDate, type DrawingToMeasure } from "./drawingsToMeasure.ts";
import { extractReadings } from "./extractReadings.ts";
import { createReadingFeatureTable, type ReadingFeatures } from "./readingFeatureTable.ts";

/**
 * Statistics of a project's locked readings. Every method throws PlainError where the author is no coordinator of the project, or is blinded, and where nothing
 * was started.
 */
export interface Agreement {
  status(by: Author, projectId: string): AgreementStatus;
  /** Starts a job that extracts the features of all locked drawings that have none, or outdated ones; its result is a ReadingsExtracted. */
  startExtraction(by: Author, projectId: string): string;
  /** Compares what is locked, with the features that are up to date. Throws PlainError where there is nothing to compare. */
  results(by: Author, projectId: string, signal?: AbortSignal): Promise<AgreementResults>;
  /** Tables, figures and report of the results, by file name; `notes` is what to be careful of. */
  report(by: Author, projectId: string, signal?: AbortSignal): Promise<AgreementFiles>;
}

/** Makes the statistics of one store. */
export function createAgreement({
  store,
  jobs,
  locked,
  projects,
  engine,
  segmentations,
  volumes,
}: DrawingSources & {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly locked: LockedReadings;
  readonly projects: Pick<Projects, "log">;
  readonly engine: Pick<RadiomicsEngine, "region">;
}): Agreement {
  const table = createReadingFeatureTable(store);

  /** The drawings whose features are asked for, each with those that are up to date. */
  const measured = (study: LockedStudy) => {
    const found = new Map(table.list(study.projectId).map((row) => [drawingKey(row), row]));
    const hashes = new Map<DrawingToMeasure["settings"], string>();
    return drawingsToMeasure(study).map((asked) => {
      const own = hashes.get(asked.settings) ?? settingsHash(asked.settings);
      hashes.set(asked.settings, own);
      const row = found.get(drawingKey({ readingId: asked.reading.readingId, region: asked.drawing.region, role: asked.drawing.role }));
      return { asked, row: isUpToDate(row, asked, { settingsHash: own, engineVersion: engineVersion() }) ? row : undefined };
    });
  };

  const tablesOf = (study: LockedStudy) =>
    [...Map.groupBy(measured(study), ({ asked: { drawing } }) => JSON.stringify([drawing.region, drawing.role])).values()].flatMap(
      (own) => {
        const rows = own.flatMap(({ asked, row }) => (row && row.refused === null ? [{ asked, row }] : []));
        return rows.length === 0 ? [] : [featureTable(own.length, rows)];
      },
    );

  const featureTable = (
    asked: number,
    rows: readonly { readonly asked: DrawingToMeasure; readonly row: Omit<ReadingFeatures, "features"> }[],
  ): FeatureTable & { readonly notes: readonly string[] } => {
    const names = new Map<string, number>();
    const values = rows.map(({ row }) => {
      const own: (number | null)[] = [];
      for (const { name, value } of table.features(row)) {
        const at = names.get(name) ?? names.size;
        names.set(name, at);
        own[at] = value !== null && Number.isFinite(value) ? value : null;
      }
      return own;
    });
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

  const results: Agreement["results"] = (by, projectId, signal) => {
    const study = locked.of(by, projectId);
    return agreementResults({ segmentations, volumes }, study, tablesOf(study), signal);
  };

  return {
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
    report: async (by, projectId, signal) => agreementFiles(await results(by, projectId, signal), projects.log(by, projectId)),
  };
}
