import { logColumns, logRow, type LogEntry } from "#shared/domain/project/logChain.ts";
import { safeCell, writeCsv } from "../exports/index.ts";
import type { Author, Store } from "../store/index.ts";
import { createCompareCases, type ComparedCases } from "./adjudication/compareCases.ts";
import { createProjects } from "./createProjects.ts";
import type { LockedNow, LockedReadings, LockedStudy } from "./readings/lockedReadings.ts";
import type { Verification } from "./verifyProject.ts";

/** What reads all of a project. Of a large one that takes long: the thread that answers the door has another process do it. */
export interface ProjectReads {
  /** See Projects.verify. */
  verify(projectId: string, head: string | undefined): Promise<Verification>;
  /** The log as CSV. Throws PlainError as Projects.log does. */
  logCsv(by: Author, projectId: string): Promise<string>;
  /** See Adjudications.list. */
  comparedCases(by: Author, projectId: string): Promise<ComparedCases>;
  /** See LockedReadings.now. */
  lockedReadings(by: Author, projectId: string): Promise<LockedNow>;
}

/** A log as CSV, with a header. Cells that a spreadsheet would run are marked with an apostrophe. */
export function logCsv(entries: readonly LogEntry[]): string {
  return writeCsv([[...logColumns], ...entries.map((entry) => logRow(entry).map(safeCell))]);
}

/** Sent at a time: so many are taken in a few ms. */
const readingsAtATime = 30;

/** The tasks of a process that reads projects, by their names. */
export function projectTasks(store: Store, locked: LockedReadings) {
  const [projects, compare] = [createProjects(store), createCompareCases(store)];
  return {
    verifyProject: ({ projectId, head }: { projectId: string; head: string | undefined }) =>
      Promise.resolve().then(() => projects.verify(projectId, head)),
    projectLog: ({ by, projectId }: { by: Author; projectId: string }) => Promise.resolve().then(() => logCsv(projects.log(by, projectId))),
    lockedReadings: async (
      { by, projectId }: { by: Author; projectId: string },
      { part }: { part: (readings: LockedStudy["readings"]) => void },
    ): Promise<LockedNow> => {
      const { state, study } = locked.now(by, projectId);
      for (let from = 0; from < study.readings.length; from += readingsAtATime) part(study.readings.slice(from, from + readingsAtATime));
      return { state, study: { ...study, readings: [] } };
    },
    comparedCases: ({ by, projectId }: { by: Author; projectId: string }) =>
      Promise.resolve().then(() => {
        const { askedOfPairs, ...rest } = compare.all(by, projectId);
        return { ...rest, askedOfPairs: [...askedOfPairs] };
      }),
  };
}
