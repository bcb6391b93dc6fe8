import { join } from "node:path";
import type { MadeProject } from "#shared/api/sample.ts";
import { makeFolder } from "../system/index.ts";
import { openStore, type Author } from "../store/index.ts";
import { drawCases } from "./drawCases.ts";
import { moveIn, refuseTaken } from "./moveIn.ts";
import { sampleProjectName, sampleReaderNames } from "./projectNames.ts";
import type { ProjectParameters } from "./projectParameters.ts";
import { readProject } from "./readProject.ts";
import { sampleCases } from "./sampleCases.ts";
import { keepTruth } from "./sampleTruth.ts";
import { setUpProject } from "./setUpProject.ts";
import { createSimulatedClock } from "./simulatedClock.ts";
import { openStagedStudy, type StagedPeople, type StagedStudy } from "./stagedStudy.ts";

/** What is to be made, and where. */
export interface SampleProjectWork {
  /** Where the project shall be. */
  readonly dataFolder: string;
  /** A folder of the same disk for what is not finished; whoever made it removes it. */
  readonly incomingFolder: string;
  readonly by: Author;
  readonly parameters: ProjectParameters;
  readonly seed: number;
}

interface Watch {
  readonly progress: (phase: string, done: number, total: number) => void;
  /** Throws where the work was cancelled. */
  readonly check: () => void;
}

/**
 * Makes the sample project in a data folder of its own, through the services of the program at a simulated time, and moves it whole into the data folder: until
 * then nothing of it is there. Throws PlainError where the project, a name of its people or a study is there already.
 */
export async function makeSampleProject(work: SampleProjectWork, { progress, check }: Watch): Promise<MadeProject> {
  const { dataFolder, incomingFolder, parameters, seed } = work;
  const people = peopleOf(work);
  const [stagedFolder, filesFolder] = [join(incomingFolder, "data"), join(incomingFolder, "files")];
  for (const folder of [stagedFolder, filesFolder]) makeFolder(folder);
  const cases = sampleCases(parameters, seed);
  const clock = createSimulatedClock(parameters.startsAt);
  const tasks = cases.map((one) => ({ folder: filesFolder, parameters, seed, one }));
  const truth = await drawCases(tasks, (done) => {
    check();
    progress("drawing the persons", done, tasks.length);
  });
  const study = openStagedStudy(stagedFolder, clock, people);
  let projectId: string;
  try {
    await importFiles(study.dicomImport, work, filesFolder, { progress, check });
    progress("setting up the project", 0, 1);
    projectId = setUpProject(study, { parameters, seed, cases, clock });
    const total = study.readings.list(people.coordinator, projectId).length;
    let done = 0;
    progress("reading", done, total);
    await readProject(study, {
      projectId,
      parameters,
      seed,
      cases: new Map(cases.map((one) => [one.studyInstanceUid, one])),
      truth,
      clock,
      onReading: () => {
        check();
        progress("reading", ++done, total);
      },
    });
    clock.pass(3_600_000);
    await study.readings.close(people.coordinator, projectId, "");
    study.retire();
    keepTruth(study, projectId, { parameters, seed, cases });
  } finally {
    await study.close();
  }
  check();
  progress("keeping the project", 0, 1);
  const store = openStore(dataFolder);
  try {
    moveIn(store, stagedFolder, people);
  } finally {
    store.close();
  }
  return { projectId, name: sampleProjectName(parameters, seed) };
}

/** The made-up people get the next numbers that are free in the data folder. */
function peopleOf({ dataFolder, by, parameters, seed }: SampleProjectWork): StagedPeople {
  const store = openStore(dataFolder);
  try {
    const names = sampleReaderNames(parameters, seed);
    refuseTaken(store, {
      projectName: sampleProjectName(parameters, seed),
      readerNames: names,
      studyInstanceUids: sampleCases(parameters, seed).map(({ studyInstanceUid }) => studyInstanceUid),
    });
    const last = store.database.prepare<[], number>("SELECT max(id) FROM reader").pluck().get()!;
    const [coordinator, ...readers] = names.map((name, at): Author => ({ readerId: last + 1 + at, name }));
    return { maker: by, coordinator: coordinator!, readers };
  } finally {
    store.close();
  }
}

type Import = StagedStudy["dicomImport"];

async function importFiles(dicomImport: Import, { by }: SampleProjectWork, folder: string, { progress, check }: Watch): Promise<void> {
  const result = await dicomImport.importWithin(
    by,
    {
      jobId: "",
      signal: new AbortController().signal,
      cancelFlag: new SharedArrayBuffer(4),
      progress: ({ phase = "importing", done = 0, total }) => progress(phase, done, total ?? done),
    },
    [folder],
    { hiddenFolder: folder },
  );
  check();
  const [rejected] = result.rejected;
  if (rejected) throw new RangeError(`a file of the sample project was not imported: ${rejected.reason}`);
}
