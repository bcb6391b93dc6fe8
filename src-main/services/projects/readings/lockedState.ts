import type { Store } from "../../store/index.ts";
import { createCaseTables } from "../caseTables.ts";

/**
 * Answers, as a text, what the locked readings of a project are made of: another text where one of it changed. Strokes and answers in readings that are not
 * submitted change nothing of it. Where nobody has written it is not read anew.
 */
export function createLockedState(store: Store): (projectId: string) => string {
  const { database } = store;
  const cases = createCaseTables(store);
  const dataVersion = database.prepare<[], number>("PRAGMA data_version").pluck();
  const changes = database.prepare<[], number>("SELECT total_changes()").pluck();
  const parts = [
    "SELECT name, state FROM project WHERE id = ?",
    "SELECT version, content_hash FROM protocol WHERE project_id = ? ORDER BY version",
    `SELECT case_id, region, role, volume_id FROM case_role WHERE case_id IN (SELECT id FROM project_case WHERE project_id = ?)
     ORDER BY case_id, region, role`,
    `SELECT case_id, region, level, slice_index, position_mm FROM case_level WHERE case_id IN (SELECT id FROM project_case WHERE project_id = ?)
     ORDER BY case_id, region, level`,
    `SELECT id, case_id, reader_number, pass, position, protocol_version, state, version, iif(state = 'submitted', active_ms, 0) FROM reading
     WHERE project_id = ? ORDER BY id`,
    `SELECT image.id, segmentation_id, drawing_hash, image.volume_id, segmentation.volume_id FROM reading_image AS image
     JOIN reading ON reading.id = reading_id LEFT JOIN segmentation ON segmentation.id = segmentation_id
     WHERE project_id = ? AND state = 'submitted' ORDER BY image.id`,
    `SELECT reading_id, region, level, slice_index, position_mm FROM reading_level JOIN reading ON reading.id = reading_id
     WHERE project_id = ? AND state = 'submitted' ORDER BY reading_id, region, level`,
  ].map((sql) => database.prepare<[string]>(sql).raw());
  let kept: { readonly version: string; readonly projectId: string; readonly state: string } | null = null;
  return (projectId) => {
    const version = `${dataVersion.get()} ${changes.get()}`;
    if (kept?.version !== version || kept.projectId !== projectId)
      kept = { version, projectId, state: JSON.stringify([projectId, cases.list(projectId), ...parts.map((part) => part.all(projectId))]) };
    return kept.state;
  };
}
