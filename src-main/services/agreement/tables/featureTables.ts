import { formOf } from "#shared/domain/agreement/featureAgreement.ts";
import type { AgreementResults } from "../agreementResults.ts";
import { comparisonColumns, partColumns, tableCsv, within, type Column } from "./columns.ts";
import { countColumns, iccColumns, measureColumns } from "./reportColumns.ts";

/** A row a reading, region, role and part; the columns of features that any of them has. */
export function featuresCsv({ tables, study }: Pick<AgreementResults, "tables" | "study">): string {
  const names = [...new Set(tables.flatMap((table) => table.names))];
  const groupOf = new Map(study.readings.map(({ caseCode, group }) => [caseCode, group]));
  const rows = tables.flatMap((table) => {
    const place = new Map(table.names.map((name, at) => [name, at]));
    return table.rows.map((row) => ({ ...row, table, valueOf: (name: string) => (place.has(name) ? row.values[place.get(name)!] : null) }));
  });
  return tableCsv(
    [
      ["Case code", ({ caseCode }) => caseCode],
      ["Group", ({ caseCode }) => groupOf.get(caseCode)],
      ["Reader", ({ readerNumber }) => readerNumber],
      ["Pass", ({ pass }) => pass],
      ["Region", ({ table }) => table.region],
      ["Role", ({ table }) => table.role],
      ...within(partColumns, ({ table }: (typeof rows)[number]) => table.part),
      ...names.map((name): Column<(typeof rows)[number]> => [name, ({ valueOf }) => valueOf(name)]),
    ],
    rows,
  );
}

/**
 * A row a region, role, part, feature and comparison. "Form" is the form of the ICC that F, its degrees of freedom and p are of, and that the filter looks at.
 */
export function iccCsv({ roles, study: { protocol } }: Pick<AgreementResults, "roles" | "study">): string {
  const rows = roles.flatMap(({ region, role, part, features }) =>
    features.flatMap(({ feature, comparisons, isStable, stability }) =>
      comparisons.map((report) => {
        const form = formOf(report, protocol.agreement.icc);
        return { region, role, part, feature, isStable, stability, report, form, main: report.icc[form] };
      }),
    ),
  );
  const report = ({ report: own }: (typeof rows)[number]) => own;
  return tableCsv(
    [
      ["Region", ({ region }) => region],
      ["Role", ({ role }) => role],
      ...within(partColumns, ({ part }: (typeof rows)[number]) => part),
      ["Feature", ({ feature }) => feature],
      ...within(comparisonColumns, report),
      ...within(countColumns, report),
      ["Form", ({ form }) => form],
      ["F", ({ main }) => main.f],
      ["df1", ({ main }) => main.df1],
      ["df2", ({ main }) => main.df2],
      ["p", ({ main }) => main.p],
      ["Reason", ({ main }) => main.reason],
      ["Stable", ({ isStable }) => isStable],
      ["Stability", ({ stability }) => stability],
      ...within(iccColumns, report),
      ...within(measureColumns, report),
    ],
    rows,
  );
}

/** A row a region, role, part and comparison: many features at once, as a paper's table has them. */
export function summaryCsv({ roles }: Pick<AgreementResults, "roles">): string {
  const rows = roles.flatMap(({ region, role, part, summary }) => summary.map((own) => ({ region, role, part, own })));
  return tableCsv(
    [
      ["Region", ({ region }) => region],
      ["Role", ({ role }) => role],
      ...within(partColumns, ({ part }: (typeof rows)[number]) => part),
      ...within(comparisonColumns, ({ own }: (typeof rows)[number]) => own),
      ["Form", ({ own }) => own.form],
      ["Features", ({ own }) => own.features],
      ["Without ICC", ({ own }) => own.undefinedFeatures],
      ["Mean ICC over features", ({ own }) => own.mean],
      ["Lower of the mean over features", ({ own }) => own.meanLower],
      ["Upper of the mean over features", ({ own }) => own.meanUpper],
      ["Threshold", ({ own }) => own.threshold],
      ["Features with ICC at or above it", ({ own }) => own.reached],
      ["Features with the lower limit at or above it", ({ own }) => own.reachedByLower],
    ],
    rows,
  );
}
