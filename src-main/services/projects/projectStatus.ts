import type { LogHead } from "#shared/domain/project/logChain.ts";
import type { Mask } from "#shared/domain/project/mask.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import { lacksBeforeStart } from "#shared/domain/project/protocolProblems.ts";
import type { CaseState, ProjectState } from "#shared/domain/project/states.ts";
import { fitThrough, type FindKeptWay } from "../segmentation/index.ts";
import type { CaseImages } from "./caseImages.ts";
import type { CaseLevel, CaseLevels } from "./caseLevels.ts";
import type { CaseRow, CaseTables } from "./caseTables.ts";
import type { KnownMemberRow, MemberRow, ProjectTables } from "./projectTables.ts";
import type { RoleFinder, RoleOfCase } from "./roleFinder.ts";
import type { BrokenBlind } from "./readings/readings.ts";
import { notYet, withoutPassphrase } from "./startProject.ts";
import { trainingLacks } from "./trainingLacks.ts";

/** A case as a coordinator sees it. */
export interface ProjectCase {
  readonly code: string;
  readonly state: CaseState;
  readonly reason: string | null;
  readonly isTraining: boolean;
  readonly group: string | null;
  readonly variables: Readonly<Record<string, string>>;
  readonly studies: number;
  readonly roles: readonly CaseRole[];
  /** Of the regions whose levels the coordinator chooses, in the order of the protocol. */
  readonly levels: readonly CaseLevel[];
}

export interface CaseRole {
  readonly region: string;
  readonly role: string;
  /** "not found", "doubtful" (several series fit, or the one has another role), "found" (to be confirmed) or "confirmed". */
  readonly state: "not found" | "doubtful" | "found" | "confirmed";
  /** Why what is drawn on the region's other series cannot be copied to it; null where it can, or nothing is to be copied. */
  readonly cannotCopy: string | null;
  /** What has the role; null where nothing has it yet. */
  readonly volumeId: string | null;
  /** When a coordinator looked at the series for burned-in text (UTC), and what is hidden of it; null where nobody did. */
  readonly looked: { readonly at: string; readonly mask: Mask | null } | null;
  /** What the rule describes. */
  readonly candidates: readonly { readonly volumeId: string; readonly description: string }[];
}

export interface ProjectStatus {
  readonly id: string;
  readonly name: string;
  /** A sample project: it can be removed whole, with its studies. */
  readonly isSample: boolean;
  readonly state: ProjectState;
  readonly protocol: { readonly name: string; readonly version: number; readonly hash: string; readonly isFrozen: boolean };
  readonly coordinators: readonly string[];
  /** From reader 1 on. */
  readonly readers: readonly string[];
  /** The same by their ids in the data folder. */
  readonly memberIds: { readonly coordinators: readonly number[]; readonly readers: readonly number[] };
  /** The numbers of readers who have left. */
  readonly left: readonly number[];
  readonly cases: number;
  readonly trainingCases: number;
  readonly excludedCases: number;
  /** What is to be done before a start, and in a running study before cases that wait can be read, in words; empty where nothing is. */
  readonly lacks: readonly string[];
  readonly head: LogHead;
  /** By time. */
  readonly brokenBlinds: readonly BrokenBlind[];
}

/** A case with its roles, as they are found now, and its levels. */
export function describeCase(
  {
    cases,
    roles,
    levels,
    ...parts
  }: { cases: CaseTables; roles: RoleFinder; levels: CaseLevels; images: CaseImages; keptWay: FindKeptWay },
  protocol: Protocol,
  row: CaseRow,
): ProjectCase {
  const { code, state, reason, isTraining, groupName, variables } = row;
  return {
    code,
    state,
    reason,
    isTraining: isTraining === 1,
    group: groupName,
    variables: JSON.parse(variables) as Record<string, string>,
    studies: cases.studies(row.id).length,
    roles: describeRoles(parts, roles.rolesOf(protocol, row)),
    levels: levels.describe(protocol, row),
  };
}

function describeRoles({ images, keptWay }: { images: CaseImages; keptWay: FindKeptWay }, all: readonly RoleOfCase[]): CaseRole[] {
  return all.map((of) => {
    const source =
      of.role.use === "copied to" ? all.find(({ region, role }) => region === of.region && role.use === "drawn on") : undefined;
    const [from, to] = [source?.row, of.row].map((row) => row && images.volume(row.volumeId));
    const fit = from && to && from.id !== to.id ? fitThrough(from, to, keptWay(from, to)) : undefined;
    return describeRole(of, fit?.fit === "no" ? fit.reason : null);
  });
}

function describeRole({ region, role, row, candidates }: RoleOfCase, cannotCopy: string | null): CaseRole {
  return {
    cannotCopy,
    region: region.id,
    role: role.id,
    state: row ? (row.isConfirmed === 1 ? "confirmed" : "found") : candidates.length > 0 ? "doubtful" : "not found",
    volumeId: row?.volumeId ?? null,
    looked: row && row.lookedAt !== null ? { at: row.lookedAt, mask: row.mask === null ? null : (JSON.parse(row.mask) as Mask) } : null,
    candidates: candidates.map(({ volumeId, description }) => ({ volumeId, description })),
  };
}

interface Described {
  readonly protocol: Protocol;
  readonly members: readonly KnownMemberRow[];
  readonly cases: readonly ProjectCase[];
  /** Pictures that the project does not have, in words. */
  readonly missing: readonly string[];
}

/** What a draft lacks before a start. */
export function lacksOf(
  tables: Pick<ProjectTables, "hasPassphrase" | "readerName">,
  { protocol, members, cases, missing }: Described,
): string[] {
  const readers = members.filter(({ role }) => role === "reader");
  const both = readers.filter(({ readerId }) => members.some((member) => member.role === "coordinator" && member.readerId === readerId));
  const included = cases.filter(({ state }) => state !== "excluded");
  const counted = included.filter(({ isTraining }) => !isTraining).length;
  return [
    ...lacksBeforeStart(protocol).map((words) => `protocol, ${words}`),
    ...notYet(protocol),
    ...missing,
    ...trainingLacks(protocol, members, included),
    ...(readers.length === protocol.readerCount
      ? []
      : [
          `readers: the protocol is of ${protocol.readerCount}, and ` +
            `${readers.length === 0 ? "none is" : readers.length === 1 ? "one is" : `${readers.length} are`} named`,
        ]),
    ...withoutPassphrase(tables, members),
    ...(protocol.blinding.coordinatorMayRead
      ? []
      : both.map(({ number }) => `reader ${number}: is a coordinator too, which the protocol does not allow`)),
    ...(counted === 0 ? ["cases: there is none that counts"] : []),
    ...protocol.passes.flatMap(({ cases: of }, at) =>
      of.of === "random subset" && of.size > counted
        ? [`pass ${at + 1}: is of a random subset of ${of.size} cases, and there are ${counted}`]
        : [],
    ),
    ...lacksOfCases(protocol, included),
  ];
}

/** What cases lack before they can be read: of a draft before its start, and of a running study where they came later or a series was replaced. */
function lacksOfCases(protocol: Protocol, cases: readonly ProjectCase[]): string[] {
  return cases
    .filter(({ state }) => state !== "excluded")
    .flatMap(({ code, roles, levels }) => [
      ...roles.filter(({ state }) => state !== "confirmed").map((role) => `case ${code}, ${role.region}, ${role.role}: ${roleWords(role)}`),
      ...roles
        .filter(({ volumeId, looked }) => protocol.blinding.isBlinded && volumeId !== null && !looked)
        .map(({ region, role }) => `case ${code}, ${region}, ${role}: nobody has looked at the series for burned-in text`),
      ...roles.flatMap(({ region, role, cannotCopy }) =>
        cannotCopy === null
          ? []
          : [`case ${code}, ${region}, ${role}: what is drawn cannot be copied to it. ${cannotCopy.replace(/\.$/, "")}`],
      ),
      ...levels.flatMap(({ region, level, slice, shown }) =>
        slice === null
          ? []
          : shown
              .filter((other) => other.slice === null && isCopiedTo(protocol, region, other.role))
              .map(
                ({ role, why }) => `case ${code}, ${region}, ${role}: level ${level} does not lie on it${why === null ? "" : ` (${why})`}`,
              ),
      ),
      ...levels
        .filter(({ slice }) => slice === null)
        .map(({ region, level }) => `case ${code}, ${region}: slice of ${level} is not chosen`),
    ]);
}

/** Whether what is drawn is copied to a series, so that every level must lie on it. */
function isCopiedTo({ regions }: Protocol, region: string, role: string): boolean {
  return regions.find(({ id }) => id === region)?.roles.find(({ id }) => id === role)?.use === "copied to";
}

function roleWords({ state, candidates }: CaseRole): string {
  if (state === "not found") return "no series fits the rule; set its volume";
  if (state === "found") return "a series was found; look at it and confirm it";
  return candidates.length === 1
    ? "the series that fits has another role of the region; set its volume"
    : `doubtful, ${candidates.length} series fit the rule; set its volume`;
}

/** The numbers and names of a project, with what it lacks. */
export function statusOf(
  tables: ProjectTables,
  project: Pick<ProjectStatus, "id" | "name" | "state">,
  head: LogHead,
  { brokenBlinds, ...described }: Described & Pick<ProjectStatus, "brokenBlinds">,
): ProjectStatus {
  const { version, contentHash, frozenAt } = tables.protocols(project.id).at(-1)!;
  const ids = (role: MemberRow["role"]) => described.members.filter((member) => member.role === role).map(({ readerId }) => readerId);
  const names = (role: MemberRow["role"]) => ids(role).map((readerId) => tables.readerName(readerId)!);
  return {
    id: project.id,
    name: project.name,
    state: project.state,
    isSample: tables.isSample(project.id),
    protocol: { name: described.protocol.name, version, hash: contentHash, isFrozen: frozenAt !== null },
    coordinators: names("coordinator"),
    readers: names("reader"),
    memberIds: { coordinators: ids("coordinator"), readers: ids("reader") },
    left: described.members.filter(({ role, leftAt }) => role === "reader" && leftAt !== null).map(({ number }) => number),
    cases: described.cases.length,
    trainingCases: described.cases.filter(({ isTraining }) => isTraining).length,
    excludedCases: described.cases.filter(({ state }) => state === "excluded").length,
    lacks:
      project.state === "draft"
        ? lacksOf(tables, described)
        : project.state === "running"
          ? lacksOfCases(described.protocol, described.cases)
          : [],
    head: { number: head.number, hash: head.hash },
    brokenBlinds,
  };
}
