import { logColumns, logRow, type LogEntry } from "#shared/domain/project/logChain.ts";
import { safeCell, writeCsv } from "../exports/index.ts";
import type { Author, Store } from "../store/index.ts";
import { createCompareCases, type ComparedCases } from "./adjudication/compareCases.ts";
import { createProjects } from "./createProjects.ts";
import type { Verification } from "./verifyProject.ts";

/** What reads all of a project. Of a large one that takes long: the thread that answers the door has another process do it. */
export interface ProjectReads {
  /** See Projects.verify. */
  verify(projectId: string, head: string | undefined): Promise<Verification>;
  /** The log as CSV. Throws PlainError as Projects.log does. */
  logCsv(by: Author, projectId: string): Promise<string>;
  /** See Adjudications.list. */
  comparedCases(by: Author, projectId: string): Promise<ComparedCases>;
}

/** A log as CSV, with a header. Cells that a spreadsheet would run are marked with an apostrophe. */
export function logCsv(entries: readonly LogEntry[]): string {
  return writeCsv([[...logColumns], ...entries.map((entry) => logRow(entry).map(safeCell))]);
}

/** The tasks of a process that reads projects, by their names. */
export function projectTasks(store: Store) {
  const [projects, compare] = [createProjects(store), createCompareCases(store)];
  return {
    verifyProject: ({ projectId, head }: { projectId: string; head: string | undefined }) =>
      Promise.resolve().then(() => projects.verify(projectId, head)),
    projectLog: ({ by, projectId }: { by: Author; projectId: string }) => Promise.resolve().then(() => logCsv(projects.log(by, projectId))),
    comparedCases: ({ by, projectId }: { by: Author; projectId: string }) =>
      Promise.resolve().then(() => {
        const { askedOfPairs, ...rest } = compare.all(by, projectId);
        return { ...rest, askedOfPairs: [...askedOfPairs] };
      }),
  };
}
