import { PlainError } from "#shared/domain/plainError.ts";
import { isWritable, readingTable, stateAfter } from "#shared/domain/project/states.ts";
import { systemReaderId } from "#shared/domain/reader.ts";
import type { Write } from "../../store/index.ts";
import { markCase } from "../caseMarks.ts";
import type { CaseTables } from "../caseTables.ts";
import type { LevelTables } from "../levelTables.ts";
import { currentProtocol } from "../openProject.ts";
import type { MemberRow, ProjectRow, ProjectTables } from "../projectTables.ts";
import type { Anew } from "../readings/beginAnew.ts";
import type { ReadingRow, ReadingTables } from "../readings/readingTables.ts";
import { states, subjects } from "../subjects.ts";
import type { Tell } from "../writeProject.ts";
import { saveVersion, type Amendment } from "./amendProtocol.ts";
import { readingNames, type ReadingName } from "./readingName.ts";

interface Parts {
  readonly tables: ProjectTables;
  readonly cases: CaseTables;
  readonly levels: Pick<LevelTables, "of">;
  readonly readings: ReadingTables;
  readonly anew: Anew;
}

interface Place {
  readonly write: Write;
  readonly tell: Tell;
  readonly project: ProjectRow;
  readonly reason: string;
}

/** What became of the readings of a reader who left. */
export interface Left {
  /** Closed before they were opened. */
  readonly notOpened: number;
  /** Opened and not submitted: withdrawn. */
  readonly withdrawn: readonly ReadingName[];
  /** Submitted: they stay. */
  readonly kept: number;
}

/**
 * Adds readers to a running study within a write, behind those who are there: a new version of the protocol says how many read, and their readings are made.
 * Throws PlainError where one cannot be a reader of it: retired, without a passphrase, a coordinator, or a reader of it before.
 */
export function addReaders(parts: Parts, place: Place, readerIds: readonly number[]): Amendment {
  const { tables } = parts;
  const { tell, project } = place;
  refuseOthers(project, place.reason);
  const protocol = currentProtocol(tables, project.id);
  const members = tables.members(project.id);
  for (const [at, readerId] of readerIds.entries()) {
    const name = tables.readerName(readerId);
    if (name === undefined || readerId === systemReaderId)
      throw new PlainError(`There is no reader of the number ${readerId} in this data folder.`);
    if (readerIds.indexOf(readerId) !== at) throw new PlainError(`${name} is named twice.`);
    if (tables.isRetired(readerId)) throw new PlainError(`${name} is retired and takes no part in a study.`);
    if (!tables.hasPassphrase(readerId)) throw new PlainError(`${name} has no passphrase: set one first.`);
    const known = members.find((member) => member.readerId === readerId);
    if (known?.role === "coordinator")
      throw new PlainError(`${name} is a coordinator of “${project.name}”, who has seen groups and the others' readings.`);
    if (known)
      throw new PlainError(
        `${name} is reader ${known.number} of “${project.name}” already${known.leftAt === null ? "" : ", and has left"}.`,
      );
  }
  const first = members.filter(({ role }) => role === "reader").length + 1;
  for (const [at, readerId] of readerIds.entries()) {
    const member: MemberRow = { role: "reader", number: first + at, readerId };
    tables.insertMember(project.id, member);
    tell({ subject: subjects.member(member), before: null, after: states.member(member), reason: place.reason.trim() });
  }
  const readerCount = protocol.readerCount + readerIds.length;
  const change = {
    part: "number of readers",
    effect: "free",
    field: "number of readers",
    words: `now ${readerCount}`,
    region: null,
  } as const;
  return saveVersion(parts, place, { ...protocol, readerCount }, [change]);
}

/**
 * Keeps within a write that a reader has left a running study: what that reader did not submit is withdrawn, what was submitted stays. Throws PlainError where
 * there is no such reader, or it is who says so.
 */
export function removeReader({ tables, cases, readings }: Parts, { write, tell, project, reason }: Place, number: number): Left {
  refuseOthers(project, reason);
  const member = tables.members(project.id).find((each) => each.role === "reader" && each.number === number);
  if (!member) throw new PlainError(`“${project.name}” has no reader ${number}.`);
  if (member.leftAt !== null) throw new PlainError(`Reader ${number} has left already.`);
  if (member.readerId === write.readerId) throw new PlainError("You are this reader: another coordinator says that you have left.");
  const after = { ...member, leftAt: write.at };
  tables.setLeft(project.id, after);
  tell({ subject: subjects.member(member), before: states.member(member), after: states.member(after), reason: reason.trim() });
  const own = readings.ofProject(project.id).filter(({ readerNumber }) => readerNumber === number);
  const open = own.filter(({ state }) => isWritable(state));
  for (const row of open) {
    const withdrawn: ReadingRow = { ...row, state: stateAfter(readingTable, row.state, "withdraw", reason), isToResume: 0 };
    readings.save(withdrawn);
    const { code } = cases.findById(row.caseId)!;
    const [before, now] = [states.reading(row, code), states.reading(withdrawn, code)];
    tell({ action: "reading.withdraw", subject: subjects.reading(row), before, after: now, reason: reason.trim() });
  }
  const all = readings.ofProject(project.id);
  for (const caseId of new Set(open.map((row) => row.caseId))) markCase(cases, tell, caseId, all, reason);
  return {
    notOpened: open.filter(({ openedAt }) => openedAt === null).length,
    withdrawn: readingNames(
      cases,
      open.filter(({ openedAt }) => openedAt !== null),
    ),
    kept: own.filter(({ state }) => state === "submitted").length,
  };
}

function refuseOthers({ name, state }: ProjectRow, reason: string): void {
  if (state !== "running")
    throw new PlainError(`“${name}” is ${state}: readers join and leave a running project. Those of a draft are named.`);
  if (reason.trim() === "") throw new PlainError("Say why: a change of readers needs a reason, which the log keeps.");
}
