import { PlainError } from "#shared/domain/plainError.ts";
import type { Store, Write } from "../store/index.ts";
import { sampleReaderNames } from "./projectNames.ts";
import type { ProjectParameters } from "./projectParameters.ts";
import type { SampleTruth } from "./sampleTruth.ts";

/** The studies of a project's cases. */
export function studiesOfProject({ database }: Pick<Store, "database">, projectId: string): string[] {
  return database
    .prepare<[string], string>(
      "SELECT DISTINCT study_instance_uid FROM case_study JOIN project_case ON project_case.id = case_id WHERE project_id = ? ORDER BY study_instance_uid",
    )
    .pluck()
    .all(projectId);
}

/**
 * Removes within a write the rows of a sample project: its readings, log and pictures. Its studies are not needed any more afterwards; the names of its
 * made-up people are free again.
 */
export function removeProjectRows({ database }: Pick<Write, "database">, projectId: string, { parameters, seed }: SampleTruth): void {
  const isClosed = database.prepare("SELECT 1 FROM project WHERE id = ? AND state = 'closed'").get(projectId) !== undefined;
  if (!isClosed) throw new PlainError("This is no sample project as it was made: it is not closed. Nothing was removed.");
  const cases = "SELECT id FROM project_case WHERE project_id = ?";
  const images = "SELECT reading_image.id FROM reading_image JOIN reading ON reading.id = reading_id WHERE project_id = ?";
  database.prepare(`DELETE FROM volume_pin WHERE by_kind = 'reading image' AND by_id IN (${images})`).run(projectId);
  database
    .prepare(
      `DELETE FROM volume_pin WHERE by_kind = 'case role' AND by_id IN
         (SELECT case_id || '/' || region || '/' || role FROM case_role WHERE case_id IN (${cases}))`,
    )
    .run(projectId);
  database.prepare("DELETE FROM project WHERE id = ?").run(projectId);
  // Keys of readers are never removed, and so neither are they: they stay retired, and give their names back.
  const rename = database.prepare("UPDATE reader SET name = name || ' (removed, ' || id || ')' WHERE name = ? AND specialty = 'simulated'");
  for (const name of sampleReaderNames(parameters as unknown as ProjectParameters, seed)) rename.run(name);
}
