import type { ReadingName } from "../../client/projects.ts";
import classes from "./Projects.module.css";

interface Props {
  readonly label: string;
  readonly readings: readonly { readonly reading: ReadingName; readonly becomes: string }[];
}

/** The readings that a change touches, each with what becomes of it. */
export function TouchedReadings({ label, readings }: Props) {
  if (readings.length === 0) return null;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is scrolled by keys.
    <section className={classes.touched} tabIndex={0} aria-label={label}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">Case</th>
            <th scope="col">Reader</th>
            <th scope="col">Pass</th>
            <th scope="col">What becomes of the reading</th>
          </tr>
        </thead>
        <tbody>
          {readings.map(({ reading: { caseCode, code, readerNumber, pass }, becomes }) => (
            <tr key={`${caseCode} ${readerNumber} ${pass}`}>
              <th scope="row">
                <span className={classes.code}>{caseCode}</span>
                {code !== caseCode && (
                  <span className={classes.quiet}>
                    {" "}
                    as <span className={classes.code}>{code}</span>
                  </span>
                )}
              </th>
              <td>{readerNumber}</td>
              <td>{pass}</td>
              <td>{becomes}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
