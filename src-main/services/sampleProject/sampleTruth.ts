import { z } from "zod";
import { PlainError } from "#shared/domain/plainError.ts";
import { systemAuthor, type Store } from "../store/index.ts";
import type { ProjectParameters } from "./projectParameters.ts";
import type { SampleCase } from "./sampleCases.ts";
import type { StagedStudy } from "./stagedStudy.ts";

const grade = z.number().int().min(0).max(5);
const truthSchema = z.object({
  seed: z.number().int(),
  parameters: z.looseObject({}),
  cases: z.array(
    z.object({
      code: z.string(),
      patientId: z.string(),
      group: z.string(),
      grades: z.record(z.string(), z.object({ right: grade, left: grade })),
    }),
  ),
});
/** What a sample project was made from, and what is true of each of its cases, by the case's code. */
export type SampleTruth = z.infer<typeof truthSchema>;

interface Made {
  readonly parameters: ProjectParameters;
  readonly seed: number;
  readonly cases: readonly SampleCase[];
}

/** Keeps it beside a project that was made. */
export function keepTruth({ store }: Pick<StagedStudy, "store">, projectId: string, { parameters, seed, cases }: Made): void {
  const codeOf = store.database
    .prepare<[string, string], string>(
      "SELECT code FROM project_case JOIN case_study ON case_id = id WHERE project_id = ? AND study_instance_uid = ?",
    )
    .pluck();
  const content: SampleTruth = {
    seed,
    parameters: { ...parameters },
    cases: cases
      .map(({ studyInstanceUid, group, grades, study }) => ({
        code: codeOf.get(projectId, studyInstanceUid)!,
        patientId: study.patientId,
        group,
        grades: { ...grades },
      }))
      .toSorted((a, b) => (a.code < b.code ? -1 : 1)),
  };
  store.write(systemAuthor, ({ database }) =>
    database.prepare("INSERT INTO sample_project (project_id, content) VALUES (?, ?)").run(projectId, JSON.stringify(content)),
  );
}

/** The truth of a sample project. Throws PlainError where the project is none. */
export function readTruth({ database }: Pick<Store, "database">, projectId: string): SampleTruth {
  const content = database.prepare<[string], string>("SELECT content FROM sample_project WHERE project_id = ?").pluck().get(projectId);
  if (content === undefined) throw new PlainError("This is no sample project: nobody knows the truth of its cases.");
  return truthSchema.parse(JSON.parse(content));
}
