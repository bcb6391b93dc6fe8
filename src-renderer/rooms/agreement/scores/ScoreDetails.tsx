import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { comparisonInWords, comparisonKey } from "#shared/domain/agreement/analysedReading.ts";
import type { AgreementReport, Kappa } from "#shared/statistics/agreement/agreementReport.ts";
import { weightings } from "#shared/statistics/agreement/gradeWeights.ts";
import { trpc } from "../../../client/client.ts";
import { Answered } from "../Answered.tsx";
import { fixed, interval, pValue } from "../numbers.ts";
import { ReportNumbers } from "../ReportNumbers.tsx";
import { Value } from "../Value.tsx";
import room from "../AgreementRoom.module.css";
import classes from "./ScoresTab.module.css";

interface Props {
  readonly projectId: string;
  readonly column: string;
  readonly comparison: string;
  readonly onClose: () => void;
}

/** One muscle and side in full: the table of grades, every coefficient. */
export function ScoreDetails({ projectId, column, comparison, onClose }: Props) {
  const query = useQuery(trpc.agreement.score.queryOptions({ projectId, column }));
  return (
    <aside className={room.side} aria-label="Details of a score">
      <Answered query={query} waiting="Reading the score …">
        {({ head, grades, comparisons }) => {
          const shown = comparisons.find((each) => comparisonKey(each) === comparison) ?? comparisons[0]!;
          const rows = shown.kind === "intra" ? `pass ${shown.passes[0]}` : `reader ${shown.readers[0]}`;
          const columns = shown.kind === "intra" ? `pass ${shown.passes[1]}` : `reader ${shown.readers[1]}`;
          return (
            <>
              <div className={room.sideHead}>
                <div>
                  <h2>{head.words}</h2>
                  <p className={room.note}>{comparisonInWords(shown)}</p>
                </div>
                <ActionIcon aria-label="Close the details" onClick={onClose}>
                  <IconX size={16} />
                </ActionIcon>
              </div>
              {grades && shown.report.table && <GradeTable grades={grades} table={shown.report.table} rows={rows} columns={columns} />}
              {grades && <Coefficients report={shown.report} isPair={shown.report.table !== null} />}
              <ReportNumbers report={shown.report} form={shown.form} />
            </>
          );
        }}
      </Answered>
    </aside>
  );
}

interface GradeTableProps {
  readonly grades: readonly string[];
  readonly table: readonly (readonly number[])[];
  /** Whose grades are the rows, and whose the columns. */
  readonly rows: string;
  readonly columns: string;
}

function GradeTable({ grades, table, rows, columns }: GradeTableProps) {
  return (
    <table className={classes.grades} aria-label={`Grades of ${rows} (rows) by those of ${columns}`}>
      <thead>
        <tr>
          <th scope="col">
            {rows} ↓ {columns} →
          </th>
          {grades.map((grade) => (
            <th key={grade} scope="col">
              {grade}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.map((counts, row) => (
          <tr key={grades[row]}>
            <th scope="row">{grades[row]}</th>
            {counts.map((count, at) => (
              <td key={grades[at]} data-same={at === row || undefined} data-empty={count === 0 || undefined}>
                {count}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const resampled = ({ value, bootstrap }: Kappa): string => (bootstrap ? interval(value, bootstrap.lower, bootstrap.upper, 2) : "");

function Coefficients({ report, isPair }: { report: AgreementReport; isPair: boolean }) {
  const { kappa, ac, fleiss, conger, alpha, bowker, stuartMaxwell } = report;
  const several = [
    ["Fleiss", fleiss],
    ["Conger", conger],
  ] as const;
  return (
    <table className={room.table} aria-label="Coefficients of grades">
      <thead>
        <tr>
          <th scope="col">Coefficient</th>
          {weightings.map((weighting) => (
            <th key={weighting} scope="col" data-number>
              {weighting}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {isPair && (
          <>
            <tr>
              <th scope="row">Kappa (95 %)</th>
              {weightings.map((weighting) => (
                <td key={weighting} data-number>
                  <Value reason={kappa[weighting].reason}>{fixed(kappa[weighting].value)}</Value>
                  <div data-quiet>{interval(kappa[weighting].value, kappa[weighting].lower, kappa[weighting].upper, 2)}</div>
                </td>
              ))}
            </tr>
            <tr>
              <th scope="row" title="To be reported where it is there.">
                resampled †
              </th>
              {weightings.map((weighting) => (
                <td key={weighting} data-number data-quiet>
                  {resampled(kappa[weighting])}
                </td>
              ))}
            </tr>
          </>
        )}
        <tr>
          <th scope="row">AC1, AC2 (Gwet)</th>
          {weightings.map((weighting) => (
            <td key={weighting} data-number>
              <Value reason={ac[weighting].reason}>{fixed(ac[weighting].value)}</Value>
            </td>
          ))}
        </tr>
        {several.map(([name, by]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {weightings.map((weighting) => (
              <td key={weighting} data-number>
                <Value reason={by[weighting].reason}>{fixed(by[weighting].value)}</Value>
              </td>
            ))}
          </tr>
        ))}
        <tr>
          <th scope="row">Krippendorff’s alpha</th>
          <td data-number>{fixed(alpha.nominal)} nominal</td>
          <td data-number>{fixed(alpha.ordinal)} ordinal</td>
          <td data-number>{fixed(alpha.interval)} interval</td>
        </tr>
        {isPair && (
          <tr>
            <th scope="row">One grades higher?</th>
            <td colSpan={3}>
              Bowker p <Value reason={bowker.reason}>{pValue(bowker.p)}</Value>, Stuart-Maxwell p{" "}
              <Value reason={stuartMaxwell.reason}>{pValue(stuartMaxwell.p)}</Value>
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
