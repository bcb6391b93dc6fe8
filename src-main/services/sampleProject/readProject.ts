import { createRandom } from "../sample/index.ts";
import type { TrueMuscle } from "./caseFiles.ts";
import type { ProjectParameters } from "./projectParameters.ts";
import type { SampleCase } from "./sampleCases.ts";
import type { SimulatedClock } from "./simulatedClock.ts";
import { simulateReading } from "./simulateReading.ts";
import type { StagedStudy } from "./stagedStudy.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What the simulated readers read, with what is true of it. */
export interface ToRead {
  readonly projectId: string;
  readonly parameters: ProjectParameters;
  readonly seed: number;
  /** By the UID of its study. */
  readonly cases: ReadonlyMap<string, SampleCase>;
  readonly truth: ReadonlyMap<string, TrueMuscle>;
  readonly clock: SimulatedClock;
  /** Called after each reading; throws where the work was cancelled. */
  readonly onReading: () => void;
}

/**
 * Has every reading of a started project read and submitted: so many cases a day, reader 1 in the morning and reader 2 in the afternoon; the second pass after
 * the washout, which the service asks for.
 */
export async function readProject(study: StagedStudy, toRead: ToRead): Promise<void> {
  const { projectId, parameters, clock, onReading } = toRead;
  const startsAt = Date.parse(parameters.startsAt);
  const list = study.readings.list(study.people.coordinator, projectId);
  for (const pass of [...new Set(list.map((reading) => reading.pass))].toSorted((a, b) => a - b)) {
    const days = Math.ceil(toRead.cases.size / parameters.casesADay);
    for (let day = 0; day < days; day++) {
      const morning = startsAt + dayMs * (1 + day + (pass - 1) * parameters.secondPassAfterDays);
      for (const [at, by] of study.people.readers.entries()) {
        const left = list.filter((reading) => reading.pass === pass && reading.readerNumber === at + 1).length - day * parameters.casesADay;
        if (left <= 0) continue;
        clock.advanceTo(Math.max(morning + at * 5 * hourMs, Date.parse(clock.now())));
        for (let number = 0; number < Math.min(left, parameters.casesADay); number++) {
          await simulateReading(study, by, toRead);
          clock.pass(60_000 * createRandom(toRead.seed, `pause/${by.name}/${pass}/${day}/${number}`).between(1, 6));
          onReading();
        }
      }
    }
  }
}
