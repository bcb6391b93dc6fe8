import { readingBoard, stateInWords, type BoardTimes } from "#shared/domain/project/readingBoard.ts";
import { useReadingsOf, type ReadingOfProject } from "../../../client/projects.ts";
import { formatSeconds } from "../../../ui/format.ts";
import { Answered } from "../Answered.tsx";
import room from "../AgreementRoom.module.css";
import classes from "./BoardTab.module.css";

/** Cases by readers and passes: how far each reading is, and how long its reader was active; totals and medians of readers. */
export function BoardTab({ projectId }: { projectId: string }) {
  return (
    <Answered query={useReadingsOf(projectId)} waiting="Reading the board …">
      {(readings) => <Board readings={readings} />}
    </Answered>
  );
}

function Board({ readings }: { readings: readonly ReadingOfProject[] }) {
  const { readers, columns, rows, all } = readingBoard(readings);
  const isLast = ({ readerNumber, pass }: (typeof columns)[number]) =>
    columns.every((other) => other.readerNumber !== readerNumber || other.pass <= pass);
  const foot = [
    ["Submitted", ({ submitted, total }: BoardTimes) => `${submitted} of ${total}`],
    ["Total active time", ({ totalMs }: BoardTimes) => time(totalMs)],
    ["Median of a submitted reading", ({ medianMs }: BoardTimes) => time(medianMs)],
  ] as const;
  return (
    <div className={classes.board}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keys too. */}
      <div className={classes.scroll} tabIndex={0}>
        <table className={classes.table} aria-label="Board of readings">
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                Case
              </th>
              {readers.map(({ readerNumber, reader, passes, totalMs, medianMs }) => (
                <th key={readerNumber} scope="colgroup" colSpan={2 * passes} data-last>
                  <span className={classes.reader}>
                    {readerNumber} {reader}
                  </span>{" "}
                  {passes > 1 && (
                    <span>
                      total {time(totalMs)}, median {time(medianMs)}
                    </span>
                  )}
                </th>
              ))}
              <th scope="col" rowSpan={2} data-number>
                All readings
              </th>
            </tr>
            <tr>
              {columns.map((column) => (
                <th key={column.key} scope="col" colSpan={2} data-last={isLast(column) || undefined}>
                  Pass {column.pass}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ caseCode, isTraining, readings: ofRow, totalMs }) => (
              <tr key={caseCode}>
                <th scope="row">
                  {caseCode}
                  {isTraining && <span className={room.note}> training</span>}
                </th>
                {columns.map((column) => (
                  <Cells key={column.key} reading={ofRow.get(column.key)} isLast={isLast(column)} />
                ))}
                <td data-number>{time(totalMs)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            {foot.map(([words, of]) => (
              <tr key={words}>
                <th scope="row">{words}</th>
                {columns.map((column) => (
                  <td key={column.key} colSpan={2} data-number data-last={isLast(column) || undefined}>
                    {of(column)}
                  </td>
                ))}
                <td data-number>{of(all)}</td>
              </tr>
            ))}
          </tfoot>
        </table>
      </div>
      <p className={classes.status}>
        Active time: while the reader moved, clicked or typed. Totals and medians leave out training cases, medians what is not submitted.
      </p>
    </div>
  );
}

function Cells({ reading, isLast }: { reading: ReadingOfProject | undefined; isLast: boolean }) {
  if (!reading)
    return (
      <td colSpan={2} data-quiet data-last={isLast || undefined}>
        –
      </td>
    );
  const { state, openedAt, version, activeMs } = reading;
  return (
    <>
      <td className={classes.state} data-state={openedAt === null ? "waiting" : state}>
        <span className={classes.dot} aria-hidden />
        {stateInWords(reading)}
        {version > 1 && ` (version ${version})`}
      </td>
      <td data-number data-last={isLast || undefined}>
        {time(activeMs)}
      </td>
    </>
  );
}

const time = (ms: number | null): string => (ms === null || ms === 0 ? "–" : formatSeconds(ms / 1000));
