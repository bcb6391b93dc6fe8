import type { EnginePool } from "../services/engine/index.ts";
import type { ComparedCases, LockedNow, ProjectReads, Verification } from "../services/projects/index.ts";
import type { Author } from "../services/store/index.ts";

/** Has a process of the pool read projects: the thread that answers the door only takes what came out of it. */
export function projectReadsInPool(pool: EnginePool): ProjectReads {
  const what = "a project";
  const run = (task: string, input: object) => pool.run(task, input, { what, first: true });
  const asked = (by: Author, projectId: string) => ({ by: { readerId: by.readerId, name: by.name }, projectId });
  return {
    verify: async (projectId, head) => (await run("verifyProject", { projectId, head })) as Verification,
    logCsv: async (by, projectId) => (await run("projectLog", asked(by, projectId))) as string,
    lockedReadings: async (by, projectId) => {
      const readings: LockedNow["study"]["readings"][number][] = [];
      const onPart = (part: unknown) => readings.push(...(part as typeof readings));
      const { state, study } = (await pool.run("lockedReadings", asked(by, projectId), { what, first: true, onPart })) as LockedNow;
      return { state, study: { ...study, readings } };
    },
    comparedCases: async (by, projectId) => {
      const { askedOfPairs, ...rest } = (await run("comparedCases", asked(by, projectId))) as Omit<ComparedCases, "askedOfPairs"> & {
        askedOfPairs: ComparedCases["askedOfPairs"] extends ReadonlyMap<infer Key, infer Value> ? [Key, Value][] : never;
      };
      return { ...rest, askedOfPairs: new Map(askedOfPairs) };
    },
  };
}
