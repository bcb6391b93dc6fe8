import { PlainError } from "#shared/domain/plainError.ts";
import { isWritable, readingTable, stateAfter } from "#shared/domain/project/states.ts";
import { parseProtocol, type Protocol } from "#shared/domain/project/protocol.ts";
import type { SigningKeys } from "../../readers/index.ts";
import type { Author, Store } from "../../store/index.ts";
import type { CaseRow, CaseTables } from "../caseTables.ts";
import type { LogTable } from "../logTable.ts";
import { packetOfReading } from "../packets/packetOfReading.ts";
import { createPacketTables } from "../packets/packetTables.ts";
import { createPatients, namesPatient } from "../patients.ts";
import type { ProjectTables } from "../projectTables.ts";
import { states, subjects } from "../subjects.ts";
import { createProjectWriter, refuseOthers } from "../writeProject.ts";
import { createBreakBlind } from "./breakBlind.ts";
import { createBrokenBlindTables, isUnblinded } from "./brokenBlindTables.ts";
import type { Training } from "./createTraining.ts";
import { isReference } from "./referenceReading.ts";
import { markCase } from "../caseMarks.ts";
import type { Anew } from "./beginAnew.ts";
import { createConsensusOfProject } from "../adjudication/consensusOfProject.ts";
import { closeProject } from "./closeProject.ts";
import type { Readings } from "./readings.ts";
import type { ReadingRow, ReadingTables } from "./readingTables.ts";

interface Parts {
  readonly store: Store;
  readonly projects: ProjectTables;
  readonly cases: CaseTables;
  readonly tables: ReadingTables;
  readonly log: LogTable;
  readonly keys: Pick<SigningKeys, "sign" | "current">;
  readonly training: Training;
  readonly anew: Anew;
}

/** What coordinators do with the readings of their projects. */
export function coordinateReadings({
  store,
  projects,
  cases,
  tables,
  log,
  keys,
  training,
  anew,
}: Parts): Pick<Readings, "list" | "marks" | "unlock" | "withdraw" | "answerQuestion" | "close" | "unblind" | "brokenBlinds" | "training"> {
  const patients = createPatients(store);
  const write = createProjectWriter({ store, tables: projects, log });
  const broken = createBrokenBlindTables(store);
  const protocolOf = ({ projectId, protocolVersion }: ReadingRow): Protocol =>
    parseProtocol(JSON.parse(projects.protocols(projectId).find(({ version }) => version === protocolVersion)!.content));
  const adjudications = createConsensusOfProject(store);
  const packets = createPacketTables(store);
  const caseOf = ({ caseId }: ReadingRow): CaseRow => cases.findById(caseId)!;
  const forCoordinator = (by: Author, readingId: string): ReadingRow => {
    const row = tables.find(readingId);
    if (!row) throw new PlainError("There is no such reading.");
    refuseOthers(projects, by, row.projectId);
    return row;
  };

  /** A coordinator's change of a reading's state, with a reason. */
  const changeState = (by: Author, readingId: string, action: "unlock" | "withdraw", reason: string) => {
    const { projectId } = forCoordinator(by, readingId);
    write(by, projectId, `reading.${action}`, (current, tell) => {
      const row = forCoordinator(by, readingId);
      const project = projects.find(projectId)!;
      if (project.state !== "running") throw new PlainError(`“${project.name}” is ${project.state}: its readings stay as they are.`);
      if (action === "withdraw" && isReference(row))
        throw new PlainError("This is the coordinator's reading of a training case, which is not counted: unlock it, where it is wrong.");
      if (row.readerId === by.readerId && !isReference(row))
        throw new PlainError("This is your own reading: another coordinator unlocks or withdraws it, or nobody does.");
      const others = tables
        .ofProject(projectId)
        .filter((each) => each.caseId === row.caseId && each.readerNumber === row.readerNumber && each.id !== row.id);
      const open = others.find((each) => each.openedAt !== null && isWritable(each.state));
      if (action === "unlock" && open)
        throw new PlainError(
          `The reader has this case open in pass ${open.pass}: the other pass is unlocked when that one is submitted or withdrawn.`,
        );
      const coordinates = projects.members(projectId).some(({ role, readerId }) => role === "coordinator" && readerId === row.readerId);
      if (action === "unlock" && coordinates && !isReference(row) && !projects.isBlinded(row.readerId))
        throw new PlainError(
          "This reader coordinates the study too, and sees groups and the others' readings since all own ones are submitted: what is read now would not be " +
            "independent. The reading can be withdrawn.",
        );
      if (action === "unlock" && adjudications.hasSeen(row.caseId, row.readerId))
        throw new PlainError(
          "This reader has seen both first readings of the case for its consensus: what is read now would not be independent. The reading can be withdrawn.",
        );
      if (cases.studies(row.caseId).some((study) => namesPatient(reason, patients.ofStudy(study)!)))
        throw new PlainError("The reason holds the patient's name or ID, which the log must not. Say it without.");
      const state = stateAfter(readingTable, row.state, action, reason);
      const isLeft = projects
        .members(projectId)
        .some(({ role, number, leftAt }) => role === "reader" && number === row.readerNumber && leftAt !== null);
      if (action === "unlock" && isLeft)
        throw new PlainError(`Reader ${row.readerNumber} has left the study, and could not submit the reading again: it stays as it is.`);
      const changed: ReadingRow = { ...row, state, version: action === "unlock" ? row.version + 1 : row.version };
      const replaced = tables.images(readingId).filter(({ volumeId }) => volumeId !== null);
      const after =
        action === "unlock" && replaced.length > 0
          ? anew.beginAnew(current, tell, changed, protocolOf(row), replaced, reason.trim())
          : changed;
      tables.save(after);
      const { code } = caseOf(row);
      tell({
        subject: subjects.reading(row),
        before: states.reading(row, code),
        after: states.reading(after, code),
        reason: reason.trim(),
      });
      if (action === "withdraw") markCase(cases, tell, row.caseId, tables.ofProject(projectId), reason);
    });
  };

  return {
    list: (by, projectId) => {
      refuseOthers(projects, by, projectId);
      const marks = log.marks(projectId);
      return tables.ofProject(projectId).map((row) => {
        const { code: caseCode, isTraining } = caseOf(row);
        const { id: readingId, code, readerId, readerNumber, pass, position, seed, state, version, openedAt, submittedAt, activeMs } = row;
        return {
          readingId,
          caseCode,
          code,
          reader: projects.readerName(readerId)!,
          readerNumber,
          pass,
          position,
          seed,
          isTraining: isTraining === 1,
          isReference: isReference(row),
          outInPacket: packetOfReading(packets, row)?.number ?? null,
          state,
          version,
          protocolVersion: row.protocolVersion,
          replaced: tables.images(row.id).flatMap(({ region, role, volumeId }) => (volumeId === null ? [] : [`${region}, ${role}`])),
          openedAt,
          submittedAt,
          marks: marks.filter(({ subject }) => subject === subjects.reading(row)).map(({ words }) => words),
          activeMs,
          isUnblinded: isUnblinded({ tables, broken }, row),
          questions: tables.questions(row.id).map(({ number, text, answer: given }) => ({
            number,
            text,
            answer: given,
          })),
          signatures: tables.signatures(row.id).map(({ version: of, content, publicKey, signature }) => ({
            version: of,
            content,
            publicKey,
            signature,
          })),
        };
      });
    },
    marks: (by, projectId) => {
      refuseOthers(projects, by, projectId);
      return log.marks(projectId);
    },
    close: (by, projectId, passphrase) =>
      closeProject({ projects, cases, tables, broken, adjudications, packets, log, keys, write }, by, projectId, passphrase),
    unlock: (by, readingId, reason) => changeState(by, readingId, "unlock", reason),
    withdraw: (by, readingId, reason) => changeState(by, readingId, "withdraw", reason),
    training: (by, projectId) => {
      refuseOthers(projects, by, projectId);
      return training.ofProject(projectId);
    },
    ...createBreakBlind({ store, projects, cases, tables, broken, write }),
    answerQuestion: (by, readingId, number, given) => {
      const { projectId } = forCoordinator(by, readingId);
      write(by, projectId, "question.answer", ({ at }, tell) => {
        const row = forCoordinator(by, readingId);
        const question = tables.questions(readingId).find((each) => each.number === number);
        if (!question) throw new PlainError(`The reading of ${row.code} has no question ${number}.`);
        if (question.answer !== null) throw new PlainError("This question has an answer already.");
        if (given.trim() === "") throw new PlainError("Write an answer.");
        const { groupName } = caseOf(row);
        const tellsGroup = groupName !== null && given.toLowerCase().includes(groupName.toLowerCase());
        if (tellsGroup || cases.studies(row.caseId).some((study) => namesPatient(given, patients.ofStudy(study)!)))
          throw new PlainError("The answer holds the patient's name or ID, or the group, which the reader must not see. Say it without.");
        const after = { ...question, answer: given.trim(), answeredAt: at };
        tables.saveQuestion(after);
        tell({ subject: subjects.question(row, question), before: states.question(question), after: states.question(after) });
      });
    },
  };
}
