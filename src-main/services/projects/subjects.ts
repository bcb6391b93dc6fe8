import { hash } from "node:crypto";
import canonicalize from "canonicalize";
import { canonicalHash } from "#shared/domain/project/canonicalHash.ts";
import type { LogEvent } from "#shared/domain/project/logChain.ts";
import type { CaseRoleRow, CaseRow } from "./caseTables.ts";
import type { CaseLevelRow } from "./levelTables.ts";
import type { KnownMemberRow, MemberRow, ProjectRow, ProtocolRow } from "./projectTables.ts";
import type { PictureRow } from "./pictures/pictureTables.ts";
import type { BrokenBlindRow } from "./readings/brokenBlindTables.ts";
import { isReference } from "./readings/referenceReading.ts";
import type { TrainingPassRow } from "./readings/trainingTables.ts";
import type { AnswerRow, QuestionRow, ReadingImageRow, ReadingRow, SignatureRow } from "./readings/readingTables.ts";

/** What the log says of a subject: its whole state, so that the last entry of a subject tells what its row must be. Null where there is none. */
export type SubjectState = LogEvent["after"];

/** SHA-256 of a text, as the domain of projects asks for it. */
export const sha256 = (text: string): string => hash("sha256", text, "hex");

/** How the log names what it tells of: cases by their codes, regions and roles by the protocol's ids. */
export const subjects = {
  project: "project",
  manifest: "manifest",
  clock: "clock",
  protocol: ({ version }: Pick<ProtocolRow, "version">) => `protocol version ${version}`,
  picture: ({ name }: Pick<PictureRow, "name">) => `picture ${name}`,
  member: ({ role, number }: Pick<MemberRow, "role" | "number">) => `${role} ${number}`,
  case: (code: string) => `case ${code}`,
  caseRole: (code: string, { region, role }: Pick<CaseRoleRow, "region" | "role">) => `case ${code}, ${region}, ${role}`,
  // "level" keeps it apart from a role of the same id.
  caseLevel: (code: string, { region, level }: Pick<CaseLevelRow, "region" | "level">) => `case ${code}, ${region}, level ${level}`,
  reading: (row: NamedReading) => `reading ${nameOf(row)}`,
  drawing: (row: NamedReading, { region, role }: Pick<ReadingImageRow, "region" | "role">) => `drawing ${nameOf(row)}, ${region}, ${role}`,
  /** An image of before its series was replaced, or before it was begun anew. */
  keptImage: (row: NamedReading, { region, role, fromVersion }: Pick<ReadingImageRow, "region" | "role" | "fromVersion">) =>
    `image ${nameOf(row)}, ${region}, ${role}, version ${fromVersion}`,
  answer: (row: NamedReading, { field }: Pick<AnswerRow, "field">) => `answer ${nameOf(row)}, ${field}`,
  question: (row: NamedReading, { number }: Pick<QuestionRow, "number">) => `question ${nameOf(row)}, number ${number}`,
  readingLevel: (row: NamedReading, { region, level }: Pick<CaseLevelRow, "region" | "level">) =>
    `level ${nameOf(row)}, ${region}, ${level}`,
  training: ({ readerNumber }: Pick<TrainingPassRow, "readerNumber">) => `training of reader ${readerNumber}`,
  brokenBlind: (caseCode: string, { readerNumber }: Pick<BrokenBlindRow, "readerNumber">) =>
    `blind of case ${caseCode}, reader ${readerNumber}`,
  /** Of a drawing, or of the part of one that is named last. */
  features: (row: NamedReading, { region, role, part }: { readonly region: string; readonly role: string; readonly part: string }) =>
    `features ${nameOf(row)}, ${region}, ${role}${part === "" ? "" : `, ${part}`}`,
  signature: (row: NamedReading, { version }: Pick<SignatureRow, "version">) => `signature ${nameOf(row)}, version ${version}`,
};

/** What names a reading in the log: the code under which its reader knows the case. */
type NamedReading = Pick<ReadingRow, "code" | "readerNumber" | "pass">;
const nameOf = (row: NamedReading) =>
  isReference(row) ? `${row.code}, coordinator's` : `${row.code}, reader ${row.readerNumber}, pass ${row.pass}`;

/** The states of rows as the log holds them. */
export const states = {
  project: ({ name, state, createdAt }: ProjectRow): SubjectState => ({ name, state, createdAt }),
  /** By how many milliseconds the clock was set while the program ran, in all; null where it never was. */
  clock: (setMs: number | null): SubjectState => (setMs === null ? null : { setMs }),
  protocol: ({ contentHash, frozenAt }: Omit<ProtocolRow, "content">): SubjectState => ({ contentHash, frozenAt }),
  picture: ({ contentHash }: Pick<PictureRow, "contentHash">): SubjectState => ({ hash: contentHash }),
  member: ({ readerId, leftAt = null }: Pick<MemberRow, "readerId"> & Partial<Pick<KnownMemberRow, "leftAt">>): SubjectState => ({
    readerId,
    // Not there until somebody leaves: logs of before still fit.
    ...(leftAt === null ? {} : { left: leftAt }),
  }),
  case: ({ state, reason, isTraining, ...content }: CaseRow, studies: readonly string[]): SubjectState => ({
    state,
    reason,
    isTraining: isTraining === 1,
    content: contentHashOf(content, studies),
  }),
  caseRole: ({ framesHash, isConfirmed, lookedAt, mask }: Omit<CaseRoleRow, "caseId" | "region" | "role" | "volumeId">): SubjectState => ({
    frames: framesHash,
    isConfirmed: isConfirmed === 1,
    // Not there until somebody looks: logs of before there were looks still fit.
    ...(lookedAt === null && mask === null ? {} : { looked: lookedAt, mask: valueOf(mask) }),
  }),
  caseLevel: ({ sliceIndex, positionMm }: Pick<CaseLevelRow, "sliceIndex" | "positionMm">): SubjectState => ({
    sliceIndex,
    positionMm: valueOf(positionMm),
  }),
  reading: (row: ReadingRow, caseCode: string): SubjectState => ({
    case: caseCode,
    readerId: row.readerId,
    seed: row.seed,
    position: row.position,
    protocolVersion: row.protocolVersion,
    state: row.state,
    version: row.version,
    openedAt: row.openedAt,
    submittedAt: row.submittedAt,
  }),
  /** Null where nothing is drawn on the image yet. */
  drawing: (revision: number | null, drawingHash: string | null): SubjectState =>
    drawingHash === null ? null : { revision, hash: drawingHash },
  /** `drawing` is the state of what was drawn on it, once it was begun anew. */
  keptImage: ({ framesHash, mask }: Pick<ReadingImageRow, "framesHash" | "mask">, drawing: SubjectState): SubjectState => ({
    frames: framesHash,
    mask: valueOf(mask),
    drawing,
  }),
  answer: ({ answer, version }: Pick<AnswerRow, "answer" | "version">): SubjectState => ({
    answer: answer === null ? null : (JSON.parse(answer) as SubjectState),
    version,
  }),
  /** A reader may write anything into a question: the log holds hashes of its words. */
  question: ({ text, answer }: Pick<QuestionRow, "text" | "answer">): SubjectState => ({
    text: sha256(text),
    answer: answer === null ? null : sha256(answer),
  }),
  training: ({ passedAt, result }: Pick<TrainingPassRow, "passedAt" | "result">): SubjectState => ({ passedAt, result: valueOf(result) }),
  brokenBlind: (
    { brokenAt, brokenBy, reason }: Omit<BrokenBlindRow, "caseId" | "readerNumber" | "readingId">,
    { code, pass }: Pick<ReadingRow, "code" | "pass">,
  ): SubjectState => ({ code, pass, brokenAt, brokenBy, reason }),
  signature: ({ content, publicKey, signature }: Pick<SignatureRow, "content" | "publicKey" | "signature">): SubjectState => ({
    content: sha256(content),
    publicKey,
    signature,
  }),
};

/** Whether two states are one, in whichever order their fields stand. */
export const isSameState = (a: SubjectState, b: SubjectState): boolean => canonicalize(a) === canonicalize(b);

/** What stands in a column of JSON; of one that somebody spoilt, its text, which no entry tells of. */
function valueOf(json: string | null): SubjectState {
  try {
    return json === null ? null : (JSON.parse(json) as SubjectState);
  } catch {
    return json;
  }
}

/**
 * What must not stand in a log (group, other variables, studies) is there as one hash. It is over the case's random id too, which the log does not
 * hold: without
 * it a hash of so few possible values could be guessed.
 */
function contentHashOf({ id, groupName, variables }: Pick<CaseRow, "id" | "groupName" | "variables">, studies: readonly string[]): string {
  return canonicalHash({ case: id, group: groupName, variables, studies: studies.toSorted() }, sha256);
}
