import { lacksBeforeStart } from "#shared/domain/project/protocolProblems.ts";
import type { OpenProject } from "./useProject.ts";

export type StepName = "protocol" | "people" | "cases" | "roles" | "prepare" | "looks" | "readings" | "consensus" | "packets" | "log";

/** One part of a project's page, with how far it is. */
export interface Step {
  readonly name: StepName;
  readonly title: string;
  /** "12 of 16"; empty where nothing is counted. */
  readonly count: string;
  /** Null where nothing is to be done in it. */
  readonly isDone: boolean | null;
}

/** The parts of a draft in the order in which they are done, or of a project that was started. */
export function stepsOf({ status, protocol, cases }: OpenProject): readonly Step[] {
  const log: Step = { name: "log", title: status.state === "draft" ? "Log" : "Log and end", count: "", isDone: null };
  const people: Step = {
    name: "people",
    title: "Readers, coordinators",
    count: `${status.readers.length} of ${protocol.readerCount}`,
    isDone: status.readers.length === protocol.readerCount,
  };
  const all: Step = { name: "cases", title: "Cases", count: String(cases.length), isDone: cases.length > 0 };
  const readings: readonly Step[] = [
    { name: "readings", title: "Readings", count: "", isDone: null },
    { name: "consensus", title: "Consensus", count: "", isDone: null },
    { name: "packets", title: "Packets", count: "", isDone: null },
  ];
  const protocolStep: Step = { name: "protocol", title: "Protocol", count: "", isDone: lacksBeforeStart(protocol).length === 0 };
  if (status.state === "closed")
    return [...readings, { ...all, isDone: null }, { ...protocolStep, isDone: null }, { ...people, isDone: null }, log];
  const included = cases.filter(({ state }) => state !== "excluded");
  const roles = included.flatMap((each) => each.roles);
  const levels = included.flatMap((each) => each.levels);
  const confirmed = roles.filter(({ state }) => state === "confirmed").length;
  // Only what blinded readers see is looked at.
  const looks = protocol.blinding.isBlinded ? roles : [];
  const done = looks.filter(({ looked }) => looked !== null).length + levels.filter(({ slice }) => slice !== null).length;
  const prepared: readonly Step[] = [
    { name: "roles", title: "Roles of series", count: ofAll(confirmed, roles.length), isDone: isAll(confirmed, roles.length) },
    { name: "prepare", title: "Prepared images", count: "", isDone: null },
    {
      name: "looks",
      title: "Levels and look",
      count: ofAll(done, looks.length + levels.length),
      isDone: isAll(done, looks.length + levels.length),
    },
  ];
  // A case that came later, or of which a series was replaced, is prepared while the study runs.
  if (status.state === "running")
    return [...readings, { ...all, isDone: null }, ...prepared, { ...protocolStep, isDone: null }, { ...people, isDone: null }, log];
  return [protocolStep, people, all, ...prepared, log];
}

const ofAll = (done: number, all: number): string => (all === 0 ? "" : `${done} of ${all}`);
const isAll = (done: number, all: number): boolean => all > 0 && done === all;
