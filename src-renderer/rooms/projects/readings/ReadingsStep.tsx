import { Badge, Progress, Text, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { readingBoard, stateInWords, type BoardColumn } from "#shared/domain/project/readingBoard.ts";
import { plainWords } from "../../../client/plainWords.ts";
import { useReadingsOf, type ReadingOfProject } from "../../../client/projects.ts";
import { formatSeconds } from "../../../ui/format.ts";
import { Refusal } from "../Refusal.tsx";
import type { OpenProject } from "../useProject.ts";
import { openQuestions } from "./openQuestions.ts";
import { OpenQuestion } from "./OpenQuestion.tsx";
import { ReadingSheet } from "./ReadingSheet.tsx";
import page from "../ProjectPage.module.css";
import classes from "../Projects.module.css";
import own from "./Readings.module.css";

/** The readings of a project that was started: cases by readers and passes, and what readers ask. */
export function ReadingsStep({ project }: { readonly project: OpenProject }) {
  const { projectId, status } = project;
  const { data: readings, error } = useReadingsOf(projectId);
  const [chosen, setChosen] = useState<string | null>(null);
  if (!readings)
    return (
      <section className={page.section} aria-label="Readings">
        <h2>Readings</h2>
        <Refusal error={error ? plainWords(error) : null} />
      </section>
    );
  const { columns, rows } = readingBoard(readings);
  const questions = openQuestions(readings);
  const open = readings.find(({ readingId }) => readingId === chosen);
  return (
    <section className={page.section} aria-label="Readings">
      <h2>Readings</h2>
      {questions.length > 0 && (
        <section className={own.questions} aria-label="Questions that wait for an answer">
          {questions.map(({ reading, number, text }) => (
            <OpenQuestion
              key={`${reading.readingId} ${number}`}
              reading={reading}
              number={number}
              text={text}
              isClosed={status.state !== "running"}
            />
          ))}
        </section>
      )}
      <div className={own.scroll}>
        <table className={classes.table} aria-label="Board of readings">
          <thead>
            <tr>
              <th scope="col">Case</th>
              {columns.map((column) => (
                <ColumnHead key={column.key} column={column} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ caseCode, isTraining, readings: ofRow }) => (
              <tr key={caseCode}>
                <th scope="row">
                  <span className={classes.code}>{caseCode}</span>{" "}
                  {isTraining && (
                    <Badge variant="light" size="sm" radius="sm" tt="none">
                      Training
                    </Badge>
                  )}
                </th>
                {columns.map(({ key }) => (
                  <td key={key}>
                    {ofRow.has(key) ? (
                      <ReadingCell reading={ofRow.get(key)!} onOpen={setChosen} />
                    ) : (
                      <span className={classes.quiet}>–</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Text size="xs" c="dimmed">
        The time is that during which the reader was active. A click on a reading shows its times and signatures; it is unlocked, withdrawn
        or unblinded there.
      </Text>
      {open && (
        <ReadingSheet
          reading={open}
          isRunning={status.state === "running"}
          isBlinded={project.protocol.blinding.isBlinded}
          broken={status.brokenBlinds.find((each) => each.caseCode === open.caseCode && each.readerNumber === open.readerNumber)}
          onClose={() => setChosen(null)}
        />
      )}
    </section>
  );
}

function ColumnHead({ column: { readerNumber, reader, pass, total, submitted } }: { readonly column: BoardColumn }) {
  return (
    <th scope="col">
      <span className={own.reader}>
        {readerNumber} {reader}, pass {pass}
      </span>
      <span className={own.progress}>
        <Progress
          value={total === 0 ? 0 : (100 * submitted) / total}
          size="xs"
          flex={1}
          aria-label={`Submitted by reader ${readerNumber} in pass ${pass}`}
        />
        {submitted} of {total}
      </span>
    </th>
  );
}

function ReadingCell({ reading, onOpen }: { readonly reading: ReadingOfProject; readonly onOpen: (readingId: string) => void }) {
  const { readingId, state, openedAt, version, activeMs, code, caseCode, questions, readerNumber, pass } = reading;
  const isAsking = questions.some(({ answer }) => answer === null);
  const words = stateInWords(reading);
  return (
    <button type="button" className={own.cell} data-state={openedAt === null ? "waiting" : state} onClick={() => onOpen(readingId)}>
      <span className={own.dot} aria-hidden />
      <span>
        <VisuallyHidden>
          Case {caseCode}, reader {readerNumber}, pass {pass}:{" "}
        </VisuallyHidden>
        {words}
        {version > 1 && ` (version ${version})`}
        {isAsking && (
          <strong className={classes.warning} title="A question waits for an answer">
            {" "}
            ?
          </strong>
        )}
      </span>
      <span className={own.time}>{activeMs > 0 ? formatSeconds(activeMs / 1000) : ""}</span>
      {code !== caseCode && <span className={own.otherCode}>as {code}</span>}
    </button>
  );
}
