import { randomInt, randomUUID } from "node:crypto";
import { makeCaseCodes } from "#shared/domain/project/caseCode.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { Write } from "../store/index.ts";
import type { CaseRow, CaseTables } from "./caseTables.ts";
import { faultsError } from "./faults.ts";
import { tellsPatient, type Patients } from "./patients.ts";
import type { RoleFinder } from "./roleFinder.ts";
import { states, subjects } from "./subjects.ts";
import type { Tell } from "./writeProject.ts";

/** Studies that are to be a case, or a part of one: those of one patient are one case. What is undefined is not said. */
export interface CaseRequest {
  /** "row 3", in messages. */
  readonly where: string;
  readonly studyInstanceUids: readonly string[];
  readonly code?: string | undefined;
  readonly group?: string | undefined;
  readonly isTraining?: boolean | undefined;
  readonly variables?: Readonly<Record<string, string>> | undefined;
}

/** What became of requests. */
export interface AddedCases {
  /** Codes of new cases, in the order of the alphabet. */
  readonly added: readonly string[];
  /** Codes of cases that have more studies now. */
  readonly joined: readonly string[];
  /** How many readings of them were made, behind the others of each order; undefined of a draft. */
  readonly readings?: number;
  /** What was not taken, and why. */
  readonly leftOut: readonly { readonly where: string; readonly why: string }[];
}

/** All that was said of one patient. */
interface Wanted {
  readonly where: string;
  readonly key: string;
  readonly studies: Set<string>;
  code?: string | undefined;
  group?: string | undefined;
  isTraining?: boolean | undefined;
  readonly variables: Map<string, string>;
}

interface Parts {
  readonly cases: CaseTables;
  readonly patients: Patients;
  readonly roles: RoleFinder;
}

const codePattern = /^[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])?$/i;

/**
 * Adds cases within a write of their project, in random order, each with its entry in the log, and finds their roles. Throws PlainError that names every row
 * and column that is wrong (`source` is the file, or what else they come from).
 */
export function addCases(
  { cases, patients, roles }: Parts,
  { write, tell, projectId, protocol }: { write: Write; tell: Tell; projectId: string; protocol: Protocol },
  requests: readonly CaseRequest[],
  source: string,
): AddedCases {
  const present = cases.list(projectId);
  const codeOfStudy = new Map(present.flatMap((row) => cases.studies(row.id).map((study) => [study, row.code] as const)));
  const caseOfPatient = new Map(
    [...codeOfStudy].map(([study, code]) => [patients.ofStudy(study)!.key, present.find((row) => row.code === code)!] as const),
  );
  const { wanted, leftOut, faults } = gather(requests, patients, codeOfStudy);
  const fresh = wanted.filter(({ key }) => !caseOfPatient.has(key));
  const joining = wanted.filter(({ key }) => caseOfPatient.has(key));
  for (const each of joining) faults.push(...differences(each, caseOfPatient.get(each.key)!));
  faults.push(...codeFaults(fresh, present, patients));
  if (faults.length > 0) throw faultsError(source, faults);

  const given = new Set([...present.map(({ code }) => code), ...fresh.flatMap(({ code }) => code ?? [])].map((code) => code.toUpperCase()));
  const codes = makeCaseCodes(
    fresh.map(({ key }) => key),
    given,
    randomInt,
  );
  const added = codes.map(({ case: key, code: random }) => {
    const { code = random, group, isTraining = false, variables, studies } = fresh.find((each) => each.key === key)!;
    const row: CaseRow = {
      id: randomUUID(),
      code,
      isTraining: isTraining ? 1 : 0,
      state: "included",
      reason: null,
      groupName: group ?? null,
      variables: JSON.stringify(Object.fromEntries(variables)),
    };
    cases.insert(projectId, row);
    for (const study of studies) cases.insertStudy(row.id, study);
    tell({ subject: subjects.case(code), before: null, after: states.case(row, [...studies]) });
    roles.find(write, tell, protocol, row);
    return code;
  });
  const joined = joining.map(({ key, studies }) => {
    const row = caseOfPatient.get(key)!;
    const before = states.case(row, cases.studies(row.id));
    for (const study of studies) cases.insertStudy(row.id, study);
    tell({ action: "case.join", subject: subjects.case(row.code), before, after: states.case(row, cases.studies(row.id)) });
    roles.find(write, tell, protocol, row);
    return row.code;
  });
  return { added: added.toSorted(), joined: joined.toSorted(), leftOut };
}

function gather(requests: readonly CaseRequest[], patients: Patients, codeOfStudy: ReadonlyMap<string, string>) {
  const wanted = new Map<string, Wanted>();
  const leftOut: { where: string; why: string }[] = [];
  const faults: string[] = [];
  for (const { where, studyInstanceUids, code, group, isTraining, variables = {} } of requests) {
    for (const study of studyInstanceUids) {
      const patient = patients.ofStudy(study);
      if (!patient) {
        faults.push(`${where}: a study is not in the data folder; import it first`);
        continue;
      }
      const taken = codeOfStudy.get(study);
      if (taken !== undefined) {
        leftOut.push({ where, why: `the study is in case ${taken} already` });
        continue;
      }
      const each = wanted.get(patient.key) ?? { where, key: patient.key, studies: new Set<string>(), variables: new Map<string, string>() };
      wanted.set(patient.key, each);
      each.studies.add(study);
      const merge = <Value>(column: string, before: Value | undefined, now: Value | undefined): Value | undefined => {
        if (before !== undefined && now !== undefined && before !== now)
          faults.push(`${where}, ${column}: differs from ${each.where}, which is of the same patient`);
        return before ?? now;
      };
      each.code = merge("code", each.code, code);
      each.group = merge("group", each.group, group);
      each.isTraining = merge("training", each.isTraining, isTraining);
      for (const [name, value] of Object.entries(variables)) each.variables.set(name, merge(name, each.variables.get(name), value)!);
    }
  }
  return { wanted: [...wanted.values()], leftOut, faults: [...new Set(faults)] };
}

/** What is said of a case that is there already must be what it has. */
function differences({ where, code, group, isTraining, variables }: Wanted, row: CaseRow): string[] {
  const kept = new Map(Object.entries(JSON.parse(row.variables) as Record<string, string>));
  const isOther = <Value>(said: Value | undefined, has: Value) => said !== undefined && said !== has;
  return [
    ...(isOther(code?.toLowerCase(), row.code.toLowerCase()) ? ["code"] : []),
    ...(isOther(group, row.groupName) ? ["group"] : []),
    ...(isOther(isTraining, row.isTraining === 1) ? ["training"] : []),
    ...[...variables].filter(([name, value]) => kept.get(name) !== value).map(([name]) => name),
  ].map((column) => `${where}, ${column}: differs from what case ${row.code} has, which is of the same patient`);
}

function codeFaults(fresh: readonly Wanted[], present: readonly CaseRow[], patients: Patients): string[] {
  const taken = new Set(present.map(({ code }) => code.toLowerCase()));
  return fresh.flatMap(({ where, code, studies }) => {
    if (code === undefined) return [];
    const isTaken = taken.has(code.toLowerCase());
    taken.add(code.toLowerCase());
    if (!codePattern.test(code)) return [`${where}, code: a case code is 1 to 20 letters, digits and hyphens`];
    if ([...studies].some((study) => tellsPatient(code, patients.ofStudy(study)!)))
      return [`${where}, code: it holds the patient's ID or name; leave it empty for a random code`];
    return isTaken ? [`${where}, code: another case has this code`] : [];
  });
}
