import type { MeasurementReport } from "#shared/statistics/agreement/agreementReport.ts";
import { iccForms, type IccForm } from "#shared/statistics/agreement/intraclassCorrelation.ts";
import { fixed, interval, pValue, sized } from "./numbers.ts";
import { Value } from "./Value.tsx";
import room from "./AgreementRoom.module.css";

/** Every form of the ICC and the errors of measurement of one comparison. */
export function ReportNumbers({ report, form }: { report: MeasurementReport; form: IccForm }) {
  const { n, incomplete, icc, ccc, sem, sdc, cv, blandAltman } = report;
  const limits = blandAltman.intervals;
  const errors: readonly (readonly [what: string, value: string, reason: string | null, more?: string])[] = [
    ["SEM, agreement", sized(sem.agreement), sem.reason],
    ["SEM, consistency", sized(sem.consistency), sem.reason],
    ["SDC, agreement", sized(sdc.agreement), sdc.reason],
    ["SDC, consistency", sized(sdc.consistency), sdc.reason],
    ["CV, rms", cv.rms === null ? "–" : `${fixed(100 * cv.rms, 1)} %`, cv.reason],
    ["CV, log", cv.log === null ? "–" : `${fixed(100 * cv.log, 1)} %`, cv.reason],
    ["CV, ratio", cv.ratio === null ? "–" : `${fixed(100 * cv.ratio, 1)} %`, cv.reason],
    ["CCC (Lin)", fixed(ccc.value), ccc.reason, interval(ccc.value, ccc.lower, ccc.upper)],
    [
      "Bias, first minus second",
      sized(blandAltman.bias),
      blandAltman.reason,
      limits ? `${sized(limits.approximate.bias.lower)} to ${sized(limits.approximate.bias.upper)}` : "",
    ],
    ["Limits of agreement", `${sized(blandAltman.lower)} to ${sized(blandAltman.upper)}`, blandAltman.reason],
    [
      "Slope of differences",
      sized(blandAltman.slope),
      blandAltman.reason,
      blandAltman.slopeP === null ? "" : `p ${pValue(blandAltman.slopeP)}`,
    ],
  ];
  return (
    <>
      <table className={room.table} aria-label="Intraclass correlations">
        <thead>
          <tr>
            <th scope="col">ICC, form</th>
            <th scope="col" data-number>
              value
            </th>
            <th scope="col" data-number>
              95 %
            </th>
            <th scope="col" data-number>
              F
            </th>
            <th scope="col" data-number>
              p
            </th>
          </tr>
        </thead>
        <tbody>
          {iccForms.map((each) => {
            const { value, lower, upper, f, p, reason } = icc[each];
            return (
              <tr key={each}>
                <th scope="row">
                  ICC({each}){each === form && " · counts"}
                </th>
                <td data-number>
                  <Value reason={reason}>{fixed(value)}</Value>
                </td>
                <td data-number data-quiet>
                  {interval(value, lower, upper)}
                </td>
                <td data-number data-quiet>
                  {fixed(f, 2)}
                </td>
                <td data-number data-quiet>
                  {pValue(p)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <table className={room.table} aria-label="Errors of measurement">
        <thead>
          <tr>
            <th scope="col">
              n = {n}
              {incomplete > 0 && `, ${incomplete} incomplete`}
            </th>
            <th scope="col" data-number>
              value
            </th>
            <th scope="col" data-number>
              95 %
            </th>
          </tr>
        </thead>
        <tbody>
          {errors.map(([what, value, reason, more = ""]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td data-number>
                <Value reason={reason}>{value}</Value>
              </td>
              <td data-number data-quiet>
                {more}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
