import type { OwnReadings } from "#shared/api/reading.ts";
import type { App } from "../../../app/createApp.ts";
import { columnsText } from "../columnsText.ts";

type Readings = App["services"]["readings"];

/** Readings of a project in columns, with open questions beneath. */
export function readingsText(readings: ReturnType<Readings["list"]>): string {
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
      isReference,
      isUnblinded,
      state,
      version,
      protocolVersion,
      replaced,
      openedAt,
      submittedAt,
    }) => [
      isReference ? `coordinator ${reader}` : `reader ${readerNumber} ${reader}`,
      isReference ? "own" : `pass ${pass}`,
      String(position),
      code === caseCode ? code : `${code} (case ${caseCode})`,
      `${openedAt === null ? "not opened" : state}${version > 1 ? `, version ${version}` : ""}${isTraining ? ", training" : ""}` +
        `${isUnblinded ? ", blind broken" : ""}${protocolVersion > 1 ? `, protocol ${protocolVersion}` : ""}${
          replaced.length > 0 ? `, read on a series that was replaced (${replaced.join("; ")})` : ""
        }`,
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

/** Whose reading of a training case is there to compare with, and what the readers made of them. */
export function trainingText({
  cases,
  readers,
}: {
  readonly cases: ReturnType<Readings["references"]>[number]["cases"];
  readonly readers: ReturnType<Readings["training"]>;
}): string {
  const lines = [
    ...cases.map(
      ({ caseCode, state, by }) =>
        `case ${caseCode}: the coordinator's reading ${state === null ? "was not begun" : `is ${state} (${by!})`}`,
    ),
    ...readers.flatMap(({ readerNumber, reader, passedAt, cases: own }) => [
      `reader ${readerNumber} ${reader}${passedAt === null ? "" : `: passed, ${passedAt}`}`,
      ...own.flatMap(({ code, version, state, misses, notCompared }) => [
        `  ${code}: ${state}${version > 1 ? `, version ${version}` : ""}`,
        ...misses.map((words) => `    ${words}`),
        ...notCompared.map((words) => `    not compared: ${words}`),
      ]),
    ]),
  ];
  if (lines.length === 0) return "The project has no training cases.\n";
  return lines.map((line) => `${line}\n`).join("");
}

/** What a coordinator tells a reader, after the blind was broken. */
export function unblindedText({ caseCode, reader, brokenAt, patients, group }: ReturnType<Readings["unblind"]>): string {
  const lines = [
    `The blind of case ${caseCode} was broken for ${reader} at ${brokenAt}. The log, the status, the readings and the closing manifest say so.`,
    `To be told to ${reader}, and to nobody else:`,
    ...patients.map(
      ({ patientId, patientName }) =>
        `  patient: ${patientName === "" ? "no name" : patientName}, ID ${patientId === "" ? "none" : patientId}`,
    ),
    `  group: ${group ?? "none"}`,
  ];
  return lines.map((line) => `${line}\n`).join("");
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
