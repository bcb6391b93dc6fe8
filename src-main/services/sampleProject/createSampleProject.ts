import { Worker } from "node:worker_threads";
import type { MadeProject, SampleContents } from "#shared/api/sample.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { workerPath, type JobContext, type Jobs } from "../jobs/index.ts";
import { createProjects } from "../projects/index.ts";
import type { Author, Store } from "../store/index.ts";
import type { Studies } from "../studies/index.ts";
import { makeIncomingFolder, removeIncomingFolder } from "../system/index.ts";
import { projectParameters, type ProjectParameters } from "./projectParameters.ts";
import { removeProjectRows, studiesOfProject } from "./removeSampleProject.ts";
import { readTruth, type SampleTruth } from "./sampleTruth.ts";
import type { SampleProjectMessage, SampleProjectRequest } from "./serveSampleProject.ts";

/** The sample project: a closed reader study of made-up persons, read by simulated readers. */
export interface SampleProject {
  /**
   * Starts a job that makes it, with whoever asks as a coordinator beside the made-up one; answers the job's id. The result is a MadeProject; a job that was
   * cancelled, or failed, leaves nothing. Throws PlainError where the data folder may only be read.
   */
  make(by: Author, seed?: number): string;
  /** What a sample project was made from and what is true of its cases, for its coordinators. Throws PlainError where the project is none. */
  truth(by: Author, projectId: string): SampleTruth;
  /** What would go with a sample project, for its coordinators. Throws PlainError where the project is none. */
  contents(by: Author, projectId: string): SampleContents;
  /**
   * Removes a sample project whole: its readings and log, and the studies of its cases with all that hangs on them, in one transaction, then
   * their files. Answers the ids of the volumes. Throws PlainError, and removes nothing, where the project is none, another project needs a study of it, it
   * holds something else than `expected`, or work is under way.
   */
  remove(by: Author, projectId: string, expected: SampleContents): Promise<{ volumeIds: string[] }>;
}

/** Makes the service on a store; `parameters` take the place of the program's own. */
export function createSampleProject({
  store,
  jobs,
  studies,
  parameters,
}: {
  store: Store;
  jobs: Jobs;
  studies: Pick<Studies, "total" | "removeAll">;
  parameters?: ProjectParameters;
}): SampleProject {
  const run = async (by: Author, seed: number | undefined, { cancelFlag, ...context }: JobContext): Promise<MadeProject> => {
    const all = parameters ?? projectParameters();
    const incomingFolder = makeIncomingFolder(store.dataFolder, "sample");
    try {
      const work = { dataFolder: store.dataFolder, incomingFolder, by, parameters: all, seed: seed ?? all.seed };
      return await runInThread({ ...work, cancelFlag }, context.progress);
    } finally {
      await removeIncomingFolder(incomingFolder);
    }
  };

  const truthFor = (by: Author, projectId: string): SampleTruth => {
    // Refuses whoever is no coordinator.
    createProjects(store).protocol(by, projectId);
    return readTruth(store, projectId);
  };
  const contentsOf = (by: Author, projectId: string): SampleContents => {
    truthFor(by, projectId);
    const count = (table: string) =>
      store.database.prepare<[string], number>(`SELECT count(*) FROM ${table} WHERE project_id = ?`).pluck().get(projectId)!;
    return {
      name: createProjects(store)
        .list()
        .find(({ id }) => id === projectId)!.name,
      cases: count("project_case"),
      readings: count("reading"),
      ...studies.total(studiesOfProject(store, projectId)),
    };
  };

  return {
    make: (by, seed) => {
      if (store.isReadOnly) throw new PlainError("The data folder may only be read: no project can be made in it.");
      return jobs.start({
        kind: "sample project",
        lane: "import",
        title: "Making the sample project",
        run: (context) => run(by, seed, context),
      });
    },
    truth: truthFor,
    contents: contentsOf,
    remove: async (by, projectId, expected) => {
      if (store.isReadOnly) throw new PlainError("The data folder may only be read: nothing can be removed from it.");
      const truth = truthFor(by, projectId);
      const { name: _name, cases: _cases, readings: _readings, ...contents } = expected;
      return studies.removeAll(by, studiesOfProject(store, projectId), contents, (write) => removeProjectRows(write, projectId, truth));
    },
  };
}

function runInThread(request: SampleProjectRequest, progress: JobContext["progress"]): Promise<MadeProject> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerPath("sampleProject"), { workerData: request });
    worker.on("message", (message: SampleProjectMessage) => {
      if (message.kind === "progress") progress(message);
      else if (message.kind === "made") resolve(message.project);
      else
        reject(
          message.message === null
            ? Object.assign(new Error("the sample project was not made"), { code: message.code ?? undefined })
            : new PlainError(message.message),
        );
    });
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("the thread that makes the sample project ended early")));
  });
}
