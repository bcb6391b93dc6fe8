import { parseProtocol, type Protocol } from "#shared/domain/project/protocol.ts";
import type { ProjectTables, ProtocolRow } from "../projectTables.ts";
import type { ReadingRow } from "../readings/readingTables.ts";

type Of = Pick<ReadingRow, "projectId" | "protocolVersion">;

/** The protocol under which two readings were made, not one that was amended since; where they were made under two, the newer one. */
export function protocolRowOfPair(projects: Pick<ProjectTables, "protocols">, a: Of, b: Of): ProtocolRow {
  const version = Math.max(a.protocolVersion, b.protocolVersion);
  return projects.protocols(a.projectId).find((row) => row.version === version)!;
}

/** Its content, with the thresholds that hold now. */
export function protocolOfPair(projects: Pick<ProjectTables, "protocols">, a: Of, b: Of): Protocol {
  const protocol = parseProtocol(JSON.parse(protocolRowOfPair(projects, a, b).content));
  const newest = parseProtocol(JSON.parse(projects.protocols(a.projectId).at(-1)!.content));
  return { ...protocol, agreement: newest.agreement };
}
