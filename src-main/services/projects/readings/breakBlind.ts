import { PlainError } from "#shared/domain/plainError.ts";
import type { Author, Store } from "../../store/index.ts";
import type { CaseTables } from "../caseTables.ts";
import { currentProtocol } from "../openProject.ts";
import { createPatients, namesPatient } from "../patients.ts";
import type { ProjectTables } from "../projectTables.ts";
import { states, subjects } from "../subjects.ts";
import { refuseOthers, type WriteProject } from "../writeProject.ts";
import { isUnblinded, type BrokenBlindTables } from "./brokenBlindTables.ts";
import { isReference } from "./referenceReading.ts";
import type { BrokenBlind, Readings } from "./readings.ts";
import type { ReadingTables } from "./readingTables.ts";

interface Parts {
  readonly store: Store;
  readonly projects: ProjectTables;
  readonly cases: CaseTables;
  readonly tables: ReadingTables;
  readonly broken: BrokenBlindTables;
}

/** The broken blinds of a project in the order of time, for coordinators and reports. */
export function brokenBlindsOf(parts: Omit<Parts, "store">, projectId: string): BrokenBlind[] {
  const { projects, cases, tables, broken } = parts;
  const readings = tables.ofProject(projectId);
  return broken.ofProject(projectId).map((row) => {
    const reading = readings.find(({ id }) => id === row.readingId)!;
    return {
      caseCode: cases.findById(row.caseId)!.code,
      code: reading.code,
      reader: projects.readerName(reading.readerId)!,
      readerNumber: row.readerNumber,
      pass: reading.pass,
      brokenAt: row.brokenAt,
      brokenBy: projects.readerName(row.brokenBy)!,
      reason: row.reason,
      submittedSince: readings
        .filter((each) => each.caseId === row.caseId && each.readerNumber === row.readerNumber)
        .filter((each) => each.state === "submitted" && isUnblinded(parts, each))
        .map(({ pass }) => pass),
    };
  });
}

/** Breaking the blind of a case for one reader, which is planned by nobody: kept with its reason, and listed wherever readings are. */
export function createBreakBlind({
  write,
  ...parts
}: Parts & { readonly write: WriteProject }): Pick<Readings, "unblind" | "brokenBlinds"> {
  const { store, projects, cases, tables, broken } = parts;
  const patients = createPatients(store);
  return {
    brokenBlinds: (by, projectId) => {
      refuseOthers(projects, by, projectId);
      return brokenBlindsOf(parts, projectId);
    },
    unblind: (by: Author, readingId, reason) => {
      const row = tables.find(readingId);
      if (!row) throw new PlainError("There is no such reading.");
      return write(by, row.projectId, "blind.break", ({ at }, tell) => {
        const ofCase = cases.findById(row.caseId)!;
        const reader = projects.readerName(row.readerId)!;
        if (!currentProtocol(projects, row.projectId).blinding.isBlinded)
          throw new PlainError("This study is not blinded: there is nothing to break.");
        if (isReference(row)) throw new PlainError("This is the coordinator's reading of a training case, which is not blinded.");
        if (row.readerId === by.readerId)
          throw new PlainError("This is your own reading: another coordinator breaks its blind, or nobody does.");
        const earlier = broken.of(row);
        if (earlier) throw new PlainError(`The blind of case ${ofCase.code} was broken for ${reader} already, at ${earlier.brokenAt}.`);
        const given = reason.trim();
        if (given === "") throw new PlainError("Say why: breaking the blind needs a reason, which the log keeps.");
        const whose = cases.studies(row.caseId).map((study) => patients.ofStudy(study)!);
        const { groupName } = ofCase;
        const tellsGroup = groupName !== null && given.toLowerCase().includes(groupName.toLowerCase());
        if (tellsGroup || whose.some((patient) => namesPatient(given, patient)))
          throw new PlainError("The reason holds the patient's name or ID, or the group, which the log must not. Say it without.");
        const kept = {
          caseId: row.caseId,
          readerNumber: row.readerNumber,
          readingId,
          brokenAt: at,
          brokenBy: by.readerId,
          reason: given,
        };
        broken.insert(kept);
        tell({ subject: subjects.brokenBlind(ofCase.code, kept), before: null, after: states.brokenBlind(kept, row), reason: given });
        const told = whose.map(({ patientId, patientName }) => ({ patientId, patientName }));
        const first = new Map(told.map((patient) => [JSON.stringify(patient), patient]));
        return { caseCode: ofCase.code, reader, brokenAt: at, patients: [...first.values()], group: groupName };
      });
    },
  };
}
