import { hash } from "node:crypto";
import { canonicalHash } from "#shared/domain/project/canonicalHash.ts";
import type { LogEvent } from "#shared/domain/project/logChain.ts";
import type { CaseRoleRow, CaseRow } from "./caseTables.ts";
import type { MemberRow, ProjectRow, ProtocolRow } from "./projectTables.ts";

/** What the log says of a subject: its whole state, so that the last entry of a subject tells what its row must be. Null where there is none. */
export type SubjectState = LogEvent["after"];

/** SHA-256 of a text, as the domain of projects asks for it. */
export const sha256 = (text: string): string => hash("sha256", text, "hex");

/** How the log names what it tells of: cases by their codes, regions and roles by the protocol's ids. */
export const subjects = {
  project: "project",
  protocol: ({ version }: Pick<ProtocolRow, "version">) => `protocol version ${version}`,
  member: ({ role, number }: Pick<MemberRow, "role" | "number">) => `${role} ${number}`,
  case: (code: string) => `case ${code}`,
  caseRole: (code: string, { region, role }: Pick<CaseRoleRow, "region" | "role">) => `case ${code}, ${region}, ${role}`,
};

/** The states of rows as the log holds them. */
export const states = {
  project: ({ name, state, createdAt }: ProjectRow): SubjectState => ({ name, state, createdAt }),
  protocol: ({ contentHash, frozenAt }: Omit<ProtocolRow, "content">): SubjectState => ({ contentHash, frozenAt }),
  member: ({ readerId }: Pick<MemberRow, "readerId">): SubjectState => ({ readerId }),
  case: ({ state, reason, isTraining, ...content }: CaseRow, studies: readonly string[]): SubjectState => ({
    state,
    reason,
    isTraining: isTraining === 1,
    content: contentHashOf(content, studies),
  }),
  caseRole: ({ framesHash, isConfirmed }: Pick<CaseRoleRow, "framesHash" | "isConfirmed">): SubjectState => ({
    frames: framesHash,
    isConfirmed: isConfirmed === 1,
  }),
};

/**
 * What must not stand in a log (group, other variables, studies) is there as one hash. It is over the case's random id too, which the log does not
 * hold: without
 * it a hash of so few possible values could be guessed.
 */
function contentHashOf({ id, groupName, variables }: Pick<CaseRow, "id" | "groupName" | "variables">, studies: readonly string[]): string {
  return canonicalHash({ case: id, group: groupName, variables, studies: studies.toSorted() }, sha256);
}
