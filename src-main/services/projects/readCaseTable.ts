import { PlainError } from "#shared/domain/plainError.ts";
import type { DataTable } from "../exports/index.ts";
import type { CaseRequest } from "./addCases.ts";
import { faultsError } from "./faults.ts";
import type { Patients } from "./patients.ts";

/** Columns that are known, by their names without blanks, hyphens and underscores. */
const known = new Map<string, "patient" | "study" | "code" | "group" | "training">([
  ["patientid", "patient"],
  ["studyuid", "study"],
  ["studyinstanceuid", "study"],
  ["code", "code"],
  ["casecode", "code"],
  ["group", "group"],
  ["training", "training"],
  ["istraining", "training"],
]);
const yes = /^(1|1\.0|true|yes|x)$/i;
const no = /^(|0|0\.0|false|no)$/i;

/**
 * The cases that a table names: a row a study (study UID) or a patient with all studies that are here (patient ID), with or without case code, group and
 * training; every other column is a variable of the case. Throws PlainError that names file, row and column of everything that is wrong, and no value.
 */
export function readCaseTable(table: DataTable, patients: Patients): CaseRequest[] {
  const { fileName, columns, cells } = table;
  const meanings = new Map(columns.map((column) => [column, known.get(column.toLowerCase().replaceAll(/[\s_-]/g, ""))]));
  const named = (meaning: string) => {
    const [first, second] = columns.filter((column) => meanings.get(column) === meaning);
    if (second !== undefined)
      throw new PlainError(`${fileName}: the columns “${first!}” and “${second}” mean the same. Leave one of them.`);
    return first;
  };
  const [patientColumn, studyColumn, codeColumn, groupColumn, trainingColumn] = ["patient", "study", "code", "group", "training"].map(
    named,
  );
  if (patientColumn === undefined && studyColumn === undefined)
    throw new PlainError(`${fileName}: there is no column that says which patient or study is meant: “Patient ID” or “Study UID”.`);
  const read = new Map(columns.map((column) => [column, cells(column)]));
  const cell = (column: string | undefined, index: number) => (column === undefined ? "" : read.get(column)![index]!);
  if (columns.includes("") && read.get("")!.some((value) => value !== ""))
    throw new PlainError(`${fileName}: a column without a name holds values. Name it, or leave it out.`);
  const variables = columns.filter((column) => meanings.get(column) === undefined && column !== "");
  const faults: string[] = [];
  const rows = (read.get(columns[0]!) ?? []).flatMap((_, index): CaseRequest[] => {
    if (columns.every((column) => cell(column, index) === "")) return [];
    const where = `row ${index + 1}`;
    const [patientId, study, training] = [cell(patientColumn, index), cell(studyColumn, index), cell(trainingColumn, index)];
    const fault = (column: string | undefined, words: string) => faults.push(`${where}, ${column ?? ""}: ${words}`);
    if (!yes.test(training) && !no.test(training)) fault(trainingColumn, "is neither 1 nor 0, yes nor no");
    const studies = study === "" ? studiesOfPatient(patientId, patients) : [study];
    if (typeof studies === "string") fault(patientColumn ?? studyColumn, studies);
    else if (study !== "" && !patients.ofStudy(study)) fault(studyColumn, "this study is not in the data folder; import it first");
    else if (study !== "" && patientId !== "" && patients.ofStudy(study)!.patientId !== patientId)
      fault(patientColumn, "the study in this row is of another patient");
    return [
      {
        where,
        studyInstanceUids: typeof studies === "string" ? [] : studies,
        code: orUndefined(cell(codeColumn, index)),
        group: orUndefined(cell(groupColumn, index)),
        isTraining: trainingColumn === undefined || training === "" ? undefined : yes.test(training),
        variables: Object.fromEntries(variables.map((column) => [column, cell(column, index)]).filter(([, value]) => value !== "")),
      },
    ];
  });
  if (faults.length > 0) throw faultsError(fileName, faults);
  if (rows.length === 0) throw new PlainError(`${fileName} holds no case: all its rows are empty.`);
  return rows;
}

const orUndefined = (text: string): string | undefined => (text === "" ? undefined : text);

/** Words where they cannot be told. */
function studiesOfPatient(patientId: string, patients: Patients): string[] | string {
  if (patientId === "") return "is empty; say which patient or study is meant";
  const found = patients.withId(patientId);
  if (found.length === 0) return "no study of a patient with this ID is in the data folder; import it first";
  return new Set(found.map(({ key }) => key)).size > 1
    ? "several patients have this ID; name the studies by a column “Study UID”"
    : found.map(({ studyInstanceUid }) => studyInstanceUid);
}
