import type { Volume } from "#shared/domain/volume.ts";
import type { InstanceHeader } from "../dicom/index.ts";
import type { Store } from "../store/index.ts";
import { type PlannedVolume, planVolumes } from "./planVolumes.ts";
import type { SeriesInstance } from "./seriesFrame.ts";

const supersededMessage = "Files that came later changed this series. This volume is kept because it was drawn on; newer volumes show all the files.";

/**
 * Makes the volumes of a series anew from its instances, in one transaction. Volumes that did not change keep their id; those that are no more are removed,
 * unless a segmentation was drawn on them: these stay, marked "superseded".
 */
export function buildVolumes(store: Store, seriesId: number): void {
  const { database } = store;
  database.transaction(() => {
    const series = database
      .prepare<[number], { seriesInstanceUid: string; studyInstanceUid: string }>(
        "SELECT series_instance_uid AS seriesInstanceUid, study_instance_uid AS studyInstanceUid FROM series JOIN study ON study.id = series.study_id WHERE series.id = ?")
      .get(seriesId);
    if (!series) return;
    const instances = database
      .prepare<[number], { instanceId: number; sopInstanceUid: string; variant: number; header: string }>(
        "SELECT id AS instanceId, sop_instance_uid AS sopInstanceUid, variant, header FROM instance WHERE series_id = ?")
      .all(seriesId)
      .map((row): SeriesInstance => ({ ...row, header: JSON.parse(row.header) as InstanceHeader }));
    const planned = planVolumes(series.studyInstanceUid, series.seriesInstanceUid, instances);
    retireOthers(store, seriesId, planned);
    for (const volume of planned) save(store, seriesId, volume);
  })();
}

function retireOthers({ database }: Store, seriesId: number, planned: readonly PlannedVolume[]): void {
  const kept = new Set(planned.map(({ volume }) => volume.id));
  const old = database.prepare<[number], { id: string; description: string }>("SELECT id, description FROM volume WHERE series_id = ? ORDER BY ordinal").all(seriesId).filter(({ id }) => !kept.has(id));
  const isDrawnOn = drawnOnQuery(database);
  let ordinal = planned.length;
  for (const { id, description } of old) {
    if (!isDrawnOn(id)) {
      database.prepare("DELETE FROM volume WHERE id = ?").run(id);
      continue;
    }
    const volume = JSON.parse(description) as Volume;
    const warnings = [...volume.warnings.filter(({ code }) => code !== "superseded"), { code: "superseded" as const, message: supersededMessage }];
    database.prepare("UPDATE volume SET ordinal = ?, description = ? WHERE id = ?").run(ordinal, JSON.stringify({ ...volume, ordinal, warnings }), id);
    ordinal += 1;
  }
}

function drawnOnQuery(database: Store["database"]): (volumeId: string) => boolean {
  const exists = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'segmentation'").get() !== undefined;
  if (!exists) return () => false;
  const query = database.prepare("SELECT 1 FROM segmentation WHERE volume_id = ? LIMIT 1");
  return (volumeId) => query.get(volumeId) !== undefined;
}

function save({ database }: Store, seriesId: number, { volume, frames }: PlannedVolume): void {
  database
    .prepare("INSERT INTO volume (id, series_id, ordinal, description) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET ordinal = excluded.ordinal, description = excluded.description")
    .run(volume.id, seriesId, volume.ordinal, JSON.stringify(volume));
  const insert = database.prepare("INSERT OR REPLACE INTO volume_frame (volume_id, slice_index, instance_id, frame_number) VALUES (?, ?, ?, ?)");
  frames.forEach(({ instance, frameNumber }, index) => insert.run(volume.id, index, instance.instanceId, frameNumber));
}
