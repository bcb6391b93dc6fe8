import type { AgreementResults } from "../agreementResults.ts";
import { drawingsCsv } from "./drawingTable.ts";
import { featuresCsv, iccCsv, summaryCsv } from "./featureTables.ts";
import { differencesCsv, kappaCsv, pooledKappaCsv, scoresCsv } from "./scoreTables.ts";

/** The tables of a study's agreement, by file name: UTF-8 CSV with a header; an empty cell is what is undefined or missing. */
export async function agreementTables(results: AgreementResults): Promise<Readonly<Record<string, string>>> {
  return {
    "features.csv": await featuresCsv(results),
    "icc.csv": await iccCsv(results),
    "summary.csv": await summaryCsv(results),
    "scores.csv": await scoresCsv(results),
    "kappa.csv": await kappaCsv(results),
    "kappa-pooled.csv": await pooledKappaCsv(results),
    "drawings.csv": await drawingsCsv(results),
    "differences.csv": await differencesCsv(results),
  };
}
