import type { OwnReadings } from "#shared/api/reading.ts";
import type { App } from "../../../app/createApp.ts";
import { columnsText } from "../columnsText.ts";

/** Readings of a project in columns, with open questions beneath. */
export function readingsText(readings: ReturnType<App["services"]["readings"]["list"]>): string {
  if (readings.length === 0) return "There are no readings: the project was not started.\n";
  const rows = readings.map(
    ({
      readerNumber,
      reader,
      pass,
      position,
      code,
      caseCode,
      isTraining,
      state,
      version,
      protocolVersion,
      replaced,
      openedAt,
      submittedAt,
    }) => [
      `reader ${readerNumber} ${reader}`,
      `pass ${pass}`,
      String(position),
      code === caseCode ? code : `${code} (case ${caseCode})`,
      `${openedAt === null ? "not opened" : state}${version > 1 ? `, version ${version}` : ""}${isTraining ? ", training" : ""}` +
        `${protocolVersion > 1 ? `, protocol ${protocolVersion}` : ""}${replaced.length > 0 ? `, read on a series that was replaced (${replaced.join("; ")})` : ""}`,
      submittedAt ?? openedAt ?? "",
    ],
  );
  const asked = readings.flatMap(({ readerNumber, pass, code, questions }) =>
    questions
      .filter(({ answer }) => answer === null)
      .map(({ number, text }) => `? reader ${readerNumber}, pass ${pass}, ${code}, question ${number}: ${text}\n`),
  );
  return columnsText(rows) + asked.join("");
}

/** What a log marks, or nothing. */
export function marksText(marks: ReturnType<App["services"]["projects"]["verify"]>["marks"]): string {
  return marks.map(({ number, at, subject, words }) => `! entry ${number}, ${at}, ${subject}: ${words}\n`).join("");
}

/** One's own readings: what is open, and what comes next. */
export function ownReadingsText(all: readonly OwnReadings[]): string {
  return all
    .flatMap(({ project, submitted, total, begun, next, whyNone, waiting }) => [
      `${project}: ${submitted} of ${total} submitted`,
      ...begun.filter(({ state }) => state === "open" || state === "unlocked").map(({ code, state }) => `  ${code} is ${state}`),
      `  ${next ? `next: ${next.code}` : whyNone!}`,
      ...(waiting.count > 0
        ? [`  ${waiting.count} wait for their washout${waiting.until === null ? "" : `, the first until ${waiting.until}`}`]
        : []),
    ])
    .map((line) => `${line}\n`)
    .join("");
}
