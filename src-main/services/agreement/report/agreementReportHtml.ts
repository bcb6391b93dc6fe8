import { html, raw } from "hono/html";
import { comparisonInWords } from "#shared/domain/agreement/analysedReading.ts";
import { sourceInWords } from "#shared/domain/agreement/groupDifferences.ts";
import type { ReportingItem } from "#shared/domain/agreement/reportingItems.ts";
import type { StudyFacts } from "#shared/domain/agreement/studyFacts.ts";
import { fixed, interval, pValue } from "#shared/domain/numbersInWords.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import type { Kappa } from "#shared/statistics/agreement/agreementReport.ts";
import type { Estimate } from "#shared/statistics/agreement/estimate.ts";
import type { AgreementResults } from "../agreementResults.ts";
import type { Figure } from "./figures.ts";
import { agreementReportStyle } from "./agreementReportStyle.ts";
import { drawingSection } from "./drawingSection.ts";
import { table, type Markup } from "./markup.ts";

export interface AgreementReportContent {
  readonly results: AgreementResults;
  readonly facts: StudyFacts;
  readonly items: readonly ReportingItem[];
  readonly figures: readonly { readonly figure: Figure; readonly svg: string }[];
  /** A paragraph for the methods of a paper. */
  readonly methods: string;
  readonly program: string;
  readonly madeAt: string;
}

/** A page that can be kept as one file and printed. All text is escaped; no name of a patient or reader stands in it. */
export async function agreementReportHtml(content: AgreementReportContent): Promise<string> {
  const { results, figures, methods, program, madeAt } = content;
  const { study } = results;
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Agreement: ${study.name}</title>
<style>${raw(agreementReportStyle)}</style>
</head>
<body>
<main>
<header><h1>Agreement: ${study.name}</h1><p class="notice">${researchUseNotice}</p></header>
<p class="soft">${program}, ${madeAt} (UTC). Project ${study.state}, protocol version ${study.protocolVersion}, end of the log ${study.head.number}:${study.head.hash.slice(0, 16)}.</p>
${whatWasRead(content)}
${featureSection(results)}
${scoreSection(results)}
${drawingSection(results)}
${differenceSection(results)}
<section><h2>Figures</h2>${figures.map(({ figure, svg }) => html`<figure>${raw(svg)}<figcaption>${figure.caption}</figcaption></figure>`)}</section>
<section><h2>For the methods section</h2><p>${methods}</p></section>
${itemSection(content.items)}
${provenance(results)}
</main>
</body>
</html>
`;
  return page.toString();
}

function whatWasRead({ results: { study }, facts }: AgreementReportContent): Markup {
  const { readings, leftOut } = study;
  const cases = new Set(readings.map(({ caseCode }) => caseCode)).size;
  const readers = new Set(readings.map(({ readerNumber }) => readerNumber)).size;
  const gap = facts.washoutDays;
  return html`<section><h2>What was read</h2>
<p>${readings.length} locked readings of ${cases} cases by ${readers} readers. Left out: ${leftOut.training} readings of training cases, ${leftOut.excluded} of
excluded cases, ${leftOut.withdrawn} withdrawn, ${leftOut.notSubmitted} not submitted.</p>
<p>Unlocked and submitted again: ${facts.unlocks}. Broken blinds: ${facts.brokenBlinds}. Clock released: ${facts.clockReleases}. Amendments: ${facts.amendments}. Openings too early: ${facts.earlyOpenings}. Opened by coordinators who could see all readings: ${facts.seenOpenings}. Clock set meanwhile: ${facts.clockJumps}.
${gap ? html`From a submission to the next pass: ${gap.minimum.toFixed(1)} to ${gap.maximum.toFixed(1)} days.` : ""}</p></section>`;
}

function featureSection({ roles, study: { protocol } }: AgreementResults): Markup {
  if (roles.length === 0) return html`<section><h2>Features</h2><p>No features were extracted of the locked drawings.</p></section>`;
  const filter = protocol.agreement.featureFilter;
  return html`<section><h2>Features</h2>
${roles.map(
  ({ words, notes, features, summary }) => html`<h3>${words}</h3><p class="soft">${notes.join(" ")}</p>
${table(
  [
    "Compared",
    "Form",
    "Features",
    "Mean ICC over features",
    "Interval of that mean (features are correlated)",
    `ICC ≥ ${summary[0]?.threshold ?? ""}`,
    "Lower limit too",
    "Without ICC",
  ],
  summary.map((each) => [
    comparisonInWords(each),
    `ICC(${each.form})`,
    each.features,
    fixed(each.mean),
    interval(each.mean, each.meanLower, each.meanUpper),
    each.reached,
    each.reachedByLower,
    each.undefinedFeatures,
  ]),
)}
${filter === null ? "" : html`<p>Stable by the protocol (${filter.comparisons.join(" and ")}, ${filter.by} ≥ ${filter.threshold}): ${features.filter(({ isStable }) => isStable === true).length} of ${features.length} features${ofThese(features)}.</p>`}`,
)}
<p class="soft">The interval of each feature's own ICC stands in icc.csv. The filter was computed on all cases that count: where a model is trained on these features,
choose them again within its training part, or information leaks into its test.</p></section>`;
}

/** How many stable features are so by the value alone. */
function ofThese(features: AgreementResults["roles"][number]["features"]): string {
  const count = features.filter(({ stability }) => stability === "value only").length;
  return count === 0 ? "" : `; ${count} of these by the value only: the lower limit of an interval lies below the threshold`;
}

/** "0.612 (0.410 to 0.814)", or why there is no value or no interval. */
function withInterval({ value, lower, upper, reason }: Estimate): string {
  if (value === null) return reason ?? "–";
  const words = interval(value, lower, upper);
  return `${fixed(value)} (${words}${words === "no interval" && reason !== null ? `: ${reason}` : ""})`;
}

/** "0.612 (0.410 to 0.814)", and where another interval is to be reported both, that one marked. */
function kappaInWords({ bootstrap, ...kappa }: Kappa): string {
  const isResampled = bootstrap !== null && bootstrap.lower !== null;
  return isResampled ? `${withInterval(kappa)}; ${interval(kappa.value, bootstrap.lower, bootstrap.upper)} *` : withInterval(kappa);
}

function scoreSection({ scores, study: { protocol } }: AgreementResults): Markup {
  const graded = scores.columns.filter(({ column }) => column.scale !== null && column.muscle !== null);
  if (graded.length === 0) return html``;
  const weightings = protocol.agreement.kappaWeightings;
  const comparisons = graded[0]!.comparisons
    .map((comparison, at) => ({ comparison, at }))
    .filter(({ comparison }) => comparison.readers.length * comparison.passes.length === 2);
  return html`<section><h2>Scores</h2>
${comparisons.map(
  ({ comparison, at }) => html`<h3>${comparisonInWords(comparison)}</h3>
${table(
  ["Muscle", "n", "Same grade", "Within one", ...weightings.map((weighting) => `Kappa, ${weighting} (95 %)`), "AC1"],
  graded.map(({ column, comparisons: own }) => {
    const report = own[at]!;
    return [
      `${column.muscle!} ${column.side ?? ""}`,
      report.n,
      fixed(report.exactAgreement, 2),
      fixed(report.withinOne, 2),
      ...weightings.map((weighting) => {
        return kappaInWords(report.kappa[weighting]);
      }),
      fixed(report.ac.unweighted.value),
    ];
  }),
)}`,
)}
<p class="soft">The first interval is Wald's, by the standard error. Of fewer than 30 cases, or without a standard error, the one of 2,000 resamples of cases stands
behind it: it is the one to report, and is marked *.</p>
<h3>All muscles together, resampled by case</h3>
${table(
  ["Item", "Compared", "Cases", "Pairs", ...weightings.map((weighting) => `Kappa, ${weighting} (95 %)`)],
  scores.pooled.map((each) => [
    each.item,
    comparisonInWords(each),
    each.cases,
    each.pairs,
    ...weightings.map((weighting) => withInterval({ ...each.kappa[weighting], ...each.kappa[weighting].interval })),
  ]),
)}
<h3>Totals</h3>
${table(
  ["Item", "Compared", "n", "ICC(A,1) (95 %)", "ICC(C,1)", "Bias", "SEM"],
  scores.totals.flatMap(({ item, comparisons: own }) =>
    own.map((report) => [
      item,
      comparisonInWords(report),
      report.n,
      withInterval(report.icc["A,1"]),
      fixed(report.icc["C,1"].value),
      fixed(report.blandAltman.bias),
      fixed(report.sem.agreement),
    ]),
  ),
)}</section>`;
}

function differenceSection({ differences }: AgreementResults): Markup {
  const [main] = differences;
  if (!main || main.differences.length === 0 || main.differences[0]!.groups.length < 2) return html``;
  const [first] = main.differences;
  return html`<section><h2>Differences between groups</h2>
<p>Source: ${sourceInWords(main.source)}; ${main.tests} tests (m = ${main.tests}); ${main.withoutGroup} cases without a group left out. U and AUC are of
“${first!.groups[0]!.name}”; asymptotic p without continuity correction. The other sources stand in differences.csv.</p>
${table(
  ["Muscle", ...first!.groups.map(({ name }) => `Median, ${name} (n)`), "U", "p", "p, Holm", "p, BH", "AUC (95 %)"],
  main.differences.map(({ column, groups, mannWhitney, p, pHolm, pBH }) => [
    `${column.muscle!} ${column.side ?? ""}`,
    ...groups.map(({ median, n }) => `${fixed(median, 1)} (${n})`),
    mannWhitney?.u ?? "–",
    pValue(p),
    pValue(pHolm),
    pValue(pBH),
    mannWhitney ? withInterval({ ...mannWhitney, value: mannWhitney.auc }) : "–",
  ]),
)}</section>`;
}

function itemSection(items: readonly ReportingItem[]): Markup {
  const words = { yes: "yes", no: "NO", open: "open", author: "author" } as const;
  return html`<section><h2>Reporting guidelines</h2>
<p class="soft">What the protocol and the log fill. “Author”: to be written or completed. Open: the records do not say it yet. NO: they contradict it.</p>
${table(
  ["Item", "About", "Answer", "From the records", "Evidence"],
  items.map(({ guideline, number, about, answer, statement, evidence }) => [
    `${guideline} ${number}`,
    about,
    answer === "no" ? html`<strong class="no">NO</strong>` : words[answer],
    statement,
    evidence,
  ]),
)}</section>`;
}

function provenance({ study: { readings } }: AgreementResults): Markup {
  return html`<section><h2>What this was made of</h2>
<p class="soft">SHA-256 of what each reader signed. Where a reading is unlocked and signed anew, its hash is another one, and this report is out of date.</p>
${table(
  ["Case", "Reader", "Pass", "Version", "Submitted (UTC)", "Signed content"],
  readings.map(({ caseCode, readerNumber, pass, version, submittedAt, signedHash }) => [
    caseCode,
    readerNumber,
    pass,
    version,
    submittedAt,
    html`<code>${signedHash.slice(0, 16)}</code>`,
  ]),
)}</section>`;
}
