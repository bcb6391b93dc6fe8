import type { AgreementReport, Kappa, MeasurementReport } from "#shared/statistics/agreement/agreementReport.ts";
import { weightings } from "#shared/statistics/agreement/gradeWeights.ts";
import { iccForms } from "#shared/statistics/agreement/intraclassCorrelation.ts";
import type { Column } from "./columns.ts";

type Columns<Report> = readonly Column<Report>[];

export const countColumns: Columns<MeasurementReport> = [
  ["n", ({ n }) => n],
  ["Incomplete", ({ incomplete }) => incomplete],
];

/** All forms of the ICC, each with its interval. */
export const iccColumns: Columns<MeasurementReport> = iccForms.flatMap((form): Columns<MeasurementReport> => [
  [`ICC(${form})`, ({ icc }) => icc[form].value],
  [`ICC(${form}) lower`, ({ icc }) => icc[form].lower],
  [`ICC(${form}) upper`, ({ icc }) => icc[form].upper],
]);

/** Errors of measurement, CCC, and differences: first minus second. */
export const measureColumns: Columns<MeasurementReport> = [
  ["SEM agreement", ({ sem }) => sem.agreement],
  ["SEM consistency", ({ sem }) => sem.consistency],
  ["SDC agreement", ({ sdc }) => sdc.agreement],
  ["SDC consistency", ({ sdc }) => sdc.consistency],
  ["CV rms", ({ cv }) => cv.rms],
  ["CV log", ({ cv }) => cv.log],
  ["CV ratio", ({ cv }) => cv.ratio],
  ["CCC", ({ ccc }) => ccc.value],
  ["CCC lower", ({ ccc }) => ccc.lower],
  ["CCC upper", ({ ccc }) => ccc.upper],
  ["Bias", ({ blandAltman }) => blandAltman.bias],
  ["SD of differences", ({ blandAltman }) => blandAltman.sd],
  ["Lower limit of agreement", ({ blandAltman }) => blandAltman.lower],
  ["Upper limit of agreement", ({ blandAltman }) => blandAltman.upper],
  ["Slope", ({ blandAltman }) => blandAltman.slope],
  ["Slope p", ({ blandAltman }) => blandAltman.slopeP],
];

/** The interval of a kappa that is to be reported, and what it is; null where there is none. */
export function intervalToReport({ lower, upper, bootstrap }: Kappa): { by: "Wald" | "bootstrap"; lower: number; upper: number } | null {
  if (bootstrap && bootstrap.lower !== null && bootstrap.upper !== null)
    return { by: "bootstrap", lower: bootstrap.lower, upper: bootstrap.upper };
  return lower === null || upper === null ? null : { by: "Wald", lower, upper };
}

/** In words: which, or that there is none, and why. */
function whichInterval(kappa: Kappa): string | null {
  if (kappa.value === null) return null;
  return intervalToReport(kappa)?.by ?? `none: ${kappa.reason}`;
}

/** Agreement on grades: kappa under each weighting, and what stands beside it. */
export const gradeColumns: Columns<AgreementReport> = [
  ["Exact agreement", ({ exactAgreement }) => exactAgreement],
  ["Within one grade", ({ withinOne }) => withinOne],
  ...weightings.flatMap((weighting): Columns<AgreementReport> => [
    [`Kappa ${weighting}`, ({ kappa }) => kappa[weighting].value],
    [`Kappa ${weighting} SE`, ({ kappa }) => kappa[weighting].se],
    [`Kappa ${weighting} lower`, ({ kappa }) => kappa[weighting].lower],
    [`Kappa ${weighting} upper`, ({ kappa }) => kappa[weighting].upper],
    [`Kappa ${weighting} bootstrap lower`, ({ kappa }) => kappa[weighting].bootstrap?.lower],
    [`Kappa ${weighting} bootstrap upper`, ({ kappa }) => kappa[weighting].bootstrap?.upper],
    [`Kappa ${weighting} interval to report`, ({ kappa }) => whichInterval(kappa[weighting])],
    [`AC ${weighting}`, ({ ac }) => ac[weighting].value],
    [`AC ${weighting} lower`, ({ ac }) => ac[weighting].lower],
    [`AC ${weighting} upper`, ({ ac }) => ac[weighting].upper],
    [`Fleiss ${weighting}`, ({ fleiss }) => fleiss[weighting].value],
    [`Conger ${weighting}`, ({ conger }) => conger[weighting].value],
  ]),
  ["Alpha nominal", ({ alpha }) => alpha.nominal],
  ["Alpha ordinal", ({ alpha }) => alpha.ordinal],
  ["Alpha interval", ({ alpha }) => alpha.interval],
  ["Bowker p", ({ bowker }) => bowker.p],
  ["Stuart-Maxwell p", ({ stuartMaxwell }) => stuartMaxwell.p],
];
