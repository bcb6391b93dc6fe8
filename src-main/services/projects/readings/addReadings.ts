import { currentProtocol } from "../openProject.ts";
import type { CaseTables } from "../caseTables.ts";
import type { ProjectTables } from "../projectTables.ts";
import { states, subjects } from "../subjects.ts";
import type { Tell } from "../writeProject.ts";
import { makeReadings } from "./makeReadings.ts";
import type { ReadingRow, ReadingTables } from "./readingTables.ts";

interface Parts {
  readonly tables: Pick<ProjectTables, "protocols" | "members">;
  readonly cases: Pick<CaseTables, "list">;
  readonly readings: ReadingTables;
}

/**
 * Makes within a write of a project every reading that its newest protocol asks for and that is not there yet: of all its cases that are not excluded, by all
 * readers who have not left. Answers those that were made.
 */
export function addReadings({ tables, cases, readings }: Parts, tell: Tell, projectId: string): ReadingRow[] {
  const made = makeReadings({
    projectId,
    protocol: currentProtocol(tables, projectId),
    protocolVersion: tables.protocols(projectId).at(-1)!.version,
    cases: cases.list(projectId).filter(({ state }) => state !== "excluded"),
    readers: tables.members(projectId).filter(({ role, leftAt }) => role === "reader" && leftAt === null),
    existing: readings.ofProject(projectId),
  });
  for (const { row, caseCode, images } of made) {
    readings.insert(row);
    for (const image of images) readings.insertImage(image);
    tell({ action: "reading.make", subject: subjects.reading(row), before: null, after: states.reading(row, caseCode) });
  }
  return made.map(({ row }) => row);
}
