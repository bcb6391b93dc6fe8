import { PlainError } from "#shared/domain/plainError.ts";
import { behindLogMs } from "#shared/domain/project/clock.ts";
import { chainEntry, type LogHead } from "#shared/domain/project/logChain.ts";
import type { Author, Store, Write } from "../store/index.ts";
import type { LogTable } from "./logTable.ts";
import type { ProjectTables } from "./projectTables.ts";
import { sha256, states, subjects, type SubjectState } from "./subjects.ts";

/** What became of one subject. */
export interface ProjectEvent {
  readonly subject: string;
  readonly before: SubjectState;
  readonly after: SubjectState;
  readonly reason?: string | null;
  /** Where it is another one than the write's: "role.find" within "case.add". */
  readonly action?: string;
}

/** Adds an entry to the log. */
export type Tell = (event: ProjectEvent) => void;

/**
 * The only way to write to a project: one transaction that changes rows and adds to the log, or does neither. Throws PlainError, and changes nothing, where
 * the author is no coordinator of the project, or the clock runs behind the log; RangeError where rows were changed and the log was told nothing.
 */
export type WriteProject = <Result>(by: Author, projectId: string, action: string, work: (write: Write, tell: Tell) => Result) => Result;

interface Parts {
  readonly store: Store;
  readonly tables: ProjectTables;
  readonly log: LogTable;
  /** Throws PlainError where somebody may not write: whoever is no coordinator, where nothing else is said. */
  readonly refuse?: (tables: ProjectTables, by: Author, projectId: string) => void;
  /** Written although the clock runs behind the log: the entry says that the clock was wrong before. */
  readonly releasesClock?: boolean;
}

export function createProjectWriter({ store, tables, log, refuse = refuseOthers, releasesClock = false }: Parts): WriteProject {
  const changes = store.database.prepare<[], number>("SELECT total_changes()").pluck();
  return (by, projectId, action, work) => {
    refuseReadOnly(store);
    return store.write(by, (write) => {
      const project = tables.find(projectId);
      // A project that is not there yet is made by this write.
      if (project) refuse(tables, by, projectId);
      if (project?.state === "closed")
        throw new PlainError(`“${project.name}” is closed: what its manifest says does not change any more.`);
      if (!releasesClock) refuseClock(write.at, log.head(projectId).at);
      let told = 0;
      const before = changes.get()!;
      const add = tellLog(log, write, projectId, action);
      const result = work(write, (event) => {
        add(event);
        told += 1;
      });
      if (told === 0 && changes.get()! !== before) throw new RangeError("a write to a project told its log nothing");
      return result;
    });
  };
}

/** How the log of a project is added to within any write. */
export function tellLog(log: LogTable, write: Write, projectId: string, action: string): Tell {
  const { at, readerId, name } = write;
  const add: Tell = ({ subject, before, after, reason = null, action: own = action }) => {
    const head: LogHead = log.head(projectId);
    const event = { at, readerId, reader: name, action: own, subject, before, after, reason };
    log.insert(projectId, chainEntry({ number: head.number, hash: head.hash }, event, sha256));
  };
  return (event) => {
    const jump = log.clock.jump(write, projectId);
    if (jump) {
      const set = (jump.after ?? 0) - (jump.before ?? 0);
      const reason = `The clock was set ${set > 0 ? "forward" : "back"} by ${lengthInWords(Math.abs(set))}, against the time for which the machine has been running.`;
      add({ action: "clock.jump", subject: subjects.clock, before: states.clock(jump.before), after: states.clock(jump.after), reason });
    }
    add(event);
  };
}

/** Throws PlainError where nothing can be kept. */
export function refuseReadOnly({ isReadOnly }: Pick<Store, "isReadOnly">): void {
  if (isReadOnly) throw new PlainError("The data folder may only be read: nothing of a study can be made or changed in it.");
}

/** Throws PlainError where somebody is blinded by a running project: nobody who reads blinded sets up, sees or runs a project meanwhile. */
export function refuseBlinded(tables: Pick<ProjectTables, "isBlinded">, { readerId }: Author): void {
  if (tables.isBlinded(readerId))
    throw new PlainError(
      "A blinded reader study runs in this data folder, of which you are no coordinator, or in which you have readings that are not submitted. Until then " +
        "you see nothing of projects but your own readings.",
    );
}

/** Throws PlainError where somebody is no coordinator of a project, or is blinded. */
export function refuseOthers(tables: Pick<ProjectTables, "members" | "isBlinded">, by: Author, projectId: string): void {
  const { readerId } = by;
  if (!tables.members(projectId).some((member) => member.role === "coordinator" && member.readerId === readerId))
    throw new PlainError("Only a coordinator of this project may see or change its cases, readers, protocol and log.");
  refuseBlinded(tables, by);
}

function refuseClock(now: string, lastAt: string | null): void {
  const behind = behindLogMs(now, lastAt);
  if (behind === 0) return;
  throw new PlainError(
    `The clock of this machine is ${lengthInWords(behind)} behind the last entry of the project's log: it is set wrong now, or it was when that entry ` +
      "was written. Nothing was changed. Set the clock right; where it is right now, a coordinator releases it (“Log and end” of the project, or “fascicle " +
      "project clock”).",
  );
}

/** A time in words, rounded up. */
function lengthInWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : minutes < 2880 ? `${Math.ceil(minutes / 60)} hours` : `${Math.ceil(minutes / 1440)} days`;
}
