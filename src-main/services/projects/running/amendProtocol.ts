import { checkAnswer } from "#shared/domain/project/answer.ts";
import { protocolChanges, type ProtocolChange } from "#shared/domain/project/amendment.ts";
import { formCells } from "#shared/domain/project/formCells.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { parseProtocol, protocolHash, type Protocol } from "#shared/domain/project/protocol.ts";
import { lacksBeforeStart } from "#shared/domain/project/protocolProblems.ts";
import type { Write } from "../../store/index.ts";
import type { CaseTables } from "../caseTables.ts";
import { isCaseReady } from "../caseGate.ts";
import type { LevelTables } from "../levelTables.ts";
import { currentProtocol } from "../openProject.ts";
import type { PictureTables } from "../pictures/pictureTables.ts";
import { missingPictures } from "../pictures/projectPictures.ts";
import type { ProjectRow, ProjectTables } from "../projectTables.ts";
import { addReadings } from "../readings/addReadings.ts";
import type { Anew } from "../readings/beginAnew.ts";
import type { ReadingRow, ReadingTables } from "../readings/readingTables.ts";
import { notYet } from "../startProject.ts";
import { sha256, states, subjects } from "../subjects.ts";
import { trainingLacks } from "../trainingLacks.ts";
import type { Tell } from "../writeProject.ts";
import { nameOfPacket, packetOfReading } from "../packets/packetOfReading.ts";
import type { PacketTables } from "../packets/packetTables.ts";
import { readingNames, type ReadingName } from "./readingName.ts";

/** What an amendment changed, and which readings it touches. */
export interface Amendment {
  /** Of the protocol. */
  readonly version: number;
  readonly changes: readonly ProtocolChange[];
  /** In work: they go on under the new version. */
  readonly inWork: readonly ReadingName[];
  /** Submitted or withdrawn after they were opened: they keep the version that they were read with. */
  readonly kept: readonly ReadingName[];
  /** Not opened yet: they will be read under the new version. */
  readonly notOpened: number;
  /** Readings that were made, and that were taken back before anybody opened them, because passes are others now. */
  readonly made: number;
  readonly takenBack: number;
  /** Codes of cases that could be read, and lack something now, as the slice of a new level: nobody opens them until it is there. */
  readonly unready: readonly string[];
  /** Answers of readings in work that the new forms do not have, or do not allow: taken back. */
  readonly answersTakenBack: number;
}

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
  /** Empty where it is only tried out. */
  readonly reason: string;
  readonly isDryRun?: boolean;
}

/**
 * Amends within a write the protocol of a running project: a new version, frozen at once (amendmentTable says what may be amended, and what it touches).
 * Readings that were never signed take it; one that was signed keeps its version. Throws PlainError where nothing differs, or where the amendment would make
 * invalid what was read.
 */
export function amendProtocol(
  parts: Parts & { readonly pictures: Pick<PictureTables, "list">; readonly packets: Pick<PacketTables, "holding"> },
  place: Place,
  content: Protocol,
): Amendment {
  const { tables, readings } = parts;
  const { project } = place;
  if (project.state !== "running")
    throw new PlainError(`“${project.name}” is ${project.state}: only the protocol of a running project is amended.`);
  if (place.reason.trim() === "" && place.isDryRun !== true)
    throw new PlainError("Say why: an amendment needs a reason, which the log keeps.");
  const after = parseProtocol(content);
  const before = currentProtocol(tables, project.id);
  const changes = protocolChanges(before, after);
  if (changes.length === 0) throw new PlainError("This is the protocol that the study has already. Nothing was changed.");
  const refused = changes.filter(({ effect }) => effect === "refused").map(({ field, words }) => `${field}: ${words}`);
  const all = readings.ofProject(project.id);
  const begun = begunPasses(changes, after, all);
  const members = tables.members(project.id);
  const counted = parts.cases.list(project.id).filter(({ state }) => state !== "excluded");
  const lacksOf = (protocol: Protocol) =>
    trainingLacks(
      protocol,
      members,
      counted.map(({ isTraining }) => ({ isTraining: isTraining === 1 })),
    );
  // What the study lacks since a training case was taken out is no fault of this amendment.
  const known = new Set(lacksOf(before));
  const training = lacksOf(after).filter((lack) => !known.has(lack));
  const faults = [
    ...refused,
    ...begun,
    ...readingsAway(
      parts.packets,
      all.filter((each) => isUnwanted(changes, after, each)),
    ),
    ...lacksBeforeStart(after),
    ...notYet(after),
    ...training,
    ...missingPictures(parts.pictures, project.id, after),
  ];
  if (faults.length > 0)
    throw new PlainError(
      `The protocol of “${project.name}” cannot be amended so. Nothing was changed.${faults.map((fault) => `\n  ${fault}.`).join("")}`,
    );
  return saveVersion(parts, place, after, changes);
}

/** Keeps a new version within a write, and brings the readings to it. */
export function saveVersion(
  parts: Parts,
  { write, tell, project, reason }: Place,
  protocol: Protocol,
  changes: readonly ProtocolChange[],
): Amendment {
  const { tables, readings, cases } = parts;
  const version = tables.protocols(project.id).at(-1)!.version + 1;
  const before = currentProtocol(tables, project.id);
  const row = { version, content: JSON.stringify(protocol), contentHash: protocolHash(protocol, sha256), frozenAt: write.at };
  tables.saveProtocol(project.id, row);
  tell({ action: "protocol.amend", subject: subjects.protocol(row), before: null, after: states.protocol(row), reason: reason.trim() });
  const codeOf = ({ caseId }: ReadingRow) => cases.findById(caseId)!.code;

  const takenBack = readings.ofProject(project.id).filter((each) => each.openedAt === null && isUnwanted(changes, protocol, each));
  for (const reading of takenBack) {
    readings.remove(reading.id);
    tell({ action: "reading.takeBack", subject: subjects.reading(reading), before: states.reading(reading, codeOf(reading)), after: null });
  }
  let answersTakenBack = 0;
  // What touches none of them needs no other drawings or forms.
  const isTouched = changes.some(({ effect }) => effect === "not submitted");
  const there = readings.ofProject(project.id);
  const taking = there.filter(({ id, state }) => state !== "withdrawn" && readings.signatures(id).length === 0);
  for (const reading of taking) {
    const isOpened = reading.openedAt !== null;
    const after: ReadingRow = { ...reading, protocolVersion: version, isToResume: isOpened && isTouched ? 1 : (reading.isToResume ?? 0) };
    readings.save(after);
    const code = codeOf(reading);
    tell({
      action: "reading.amend",
      subject: subjects.reading(reading),
      before: states.reading(reading, code),
      after: states.reading(after, code),
    });
    if (isOpened)
      answersTakenBack += parts.anew.takeBack(
        tell,
        write.at,
        after,
        (field) => !isAnswerable(parts, after, protocol, field),
        reason.trim(),
      );
  }
  const made = addReadings({ tables, cases, readings }, tell, project.id).length;
  return {
    version,
    changes,
    inWork: readingNames(
      cases,
      taking.filter(({ openedAt }) => openedAt !== null),
    ),
    kept: readingNames(
      cases,
      there.filter(({ id, openedAt }) => openedAt !== null && !taking.some((each) => each.id === id)),
    ),
    notOpened: taking.filter(({ openedAt }) => openedAt === null).length,
    made,
    takenBack: takenBack.length,
    unready: cases
      .list(project.id)
      .filter(({ id, state }) => state !== "excluded" && isCaseReady(parts, before, id) && !isCaseReady(parts, protocol, id))
      .map(({ code }) => code),
    answersTakenBack,
  };
}

/** Why passes that were begun cannot be changed so, in words. */
function begunPasses(changes: readonly ProtocolChange[], { passes }: Protocol, all: readonly ReadingRow[]): string[] {
  const opened = all.filter(({ openedAt }) => openedAt !== null);
  const inPass = (pass: number) => opened.filter((reading) => reading.pass === pass).length;
  const counted = (count: number) => `${count} of its readings ${count === 1 ? "was" : "were"} opened already`;
  const gone = [...new Set(opened.map(({ pass }) => pass))].filter((pass) => pass > passes.length);
  const others = changes
    .filter(({ part }) => part === "pass, cases" || part === "pass, new codes")
    .flatMap(({ field }) => {
      const count = inPass(passOf(field));
      return count > 0 ? [`${field}: ${counted(count)}; its washout may be amended, and a further pass added`] : [];
    });
  const readers = passes.flatMap(({ readers: who }, at) => {
    const left = opened.filter(({ pass, readerNumber }) => pass === at + 1 && who !== "all" && !who.includes(readerNumber));
    return [...new Set(left.map(({ readerNumber }) => readerNumber))].map(
      (number) =>
        `pass ${at + 1}, readers: reader ${number} has begun this pass; who stops reading leaves the study (“fascicle project leave”)`,
    );
  });
  return [...gone.map((pass) => `pass ${pass}: ${counted(inPass(pass))}; it cannot be taken out`), ...others, ...readers];
}

/** Packets that are out with readings which the amendment would take back: what is read of them elsewhere could not be taken in. */
function readingsAway(packets: Pick<PacketTables, "holding">, unwanted: readonly ReadingRow[]): string[] {
  const away = new Map(
    unwanted.flatMap((row) => {
      const packet = packetOfReading(packets, row);
      return packet ? [[packet.id, packet] as const] : [];
    }),
  );
  return [...away.values()].map(
    (packet) =>
      `pass ${packet.pass}: ${nameOfPacket(packet)} for reader ${packet.readerNumber}, is out with cases of this pass. Call it back first, or take in what comes ` +
      "back of it",
  );
}

const passOf = (field: string): number => Number(/^pass (\d+)/.exec(field)?.[1]);

/** Whether a reading that nobody has opened belongs to a pass that is not there any more, or is made anew, or is not this reader's any more. */
function isUnwanted(changes: readonly ProtocolChange[], { passes }: Protocol, { pass, readerNumber }: ReadingRow): boolean {
  const now = passes[pass - 1];
  if (!now) return true;
  const isOther = changes.some(({ part, field }) => (part === "pass, cases" || part === "pass, new codes") && passOf(field) === pass);
  return isOther || (now.readers !== "all" && !now.readers.includes(readerNumber));
}

/** Whether the forms have a field, and allow the answer that it has. */
function isAnswerable({ readings }: Parts, { id }: ReadingRow, { forms, regions }: Protocol, field: string): boolean {
  const answer = readings.latestAnswers(id).get(field)!;
  return forms.some((form) => {
    const cell = formCells(form, regions).find(({ key }) => key === field);
    if (!cell) return false;
    try {
      checkAnswer(form, cell, answer);
      return true;
    } catch (error) {
      if (error instanceof PlainError) return false;
      throw error;
    }
  });
}
