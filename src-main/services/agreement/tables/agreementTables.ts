import type { AgreementResults } from "../agreementResults.ts";
import { drawingsCsv } from "./drawingTable.ts";
import { featuresCsv, iccCsv, summaryCsv } from "./featureTables.ts";
import { differencesCsv, kappaCsv, pooledKappaCsv, recodedScoresCsv, scoresCsv } from "./scoreTables.ts";

/** The tables of a study's agreement, by file name: UTF-8 CSV with a header; an empty cell is what is undefined or missing. */
export function agreementTables(results: AgreementResults): Readonly<Record<string, string>> {
  const recoded = recodedScoresCsv(results);
  return {
    "features.csv": featuresCsv(results),
    "icc.csv": iccCsv(results),
    "summary.csv": summaryCsv(results),
    "scores.csv": scoresCsv(results),
    ...(recoded === null ? {} : { "scores-recoded.csv": recoded }),
    "kappa.csv": kappaCsv(results),
    "kappa-pooled.csv": pooledKappaCsv(results),
    "drawings.csv": drawingsCsv(results),
    "differences.csv": differencesCsv(results),
  };
}
