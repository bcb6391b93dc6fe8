import type { EnginePool } from "../services/engine/index.ts";
import type { ComparedCases, ProjectReads, Verification } from "../services/projects/index.ts";
import type { Author } from "../services/store/index.ts";

/** Has a process of the pool read projects: the thread that answers the door only takes what came out of it. */
export function projectReadsInPool(pool: EnginePool): ProjectReads {
  const run = (task: string, input: object) => pool.run(task, input, { what: "a project", first: true });
  const asked = (by: Author, projectId: string) => ({ by: { readerId: by.readerId, name: by.name }, projectId });
  return {
    verify: async (projectId, head) => (await run("verifyProject", { projectId, head })) as Verification,
    logCsv: async (by, projectId) => (await run("projectLog", asked(by, projectId))) as string,
    comparedCases: async (by, projectId) => {
      const { askedOfPairs, ...rest } = (await run("comparedCases", asked(by, projectId))) as Omit<ComparedCases, "askedOfPairs"> & {
        askedOfPairs: ComparedCases["askedOfPairs"] extends ReadonlyMap<infer Key, infer Value> ? [Key, Value][] : never;
      };
      return { ...rest, askedOfPairs: new Map(askedOfPairs) };
    },
  };
}
