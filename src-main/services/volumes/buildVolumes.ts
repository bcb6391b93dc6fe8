import type { Volume } from "#shared/domain/volume.ts";
import type { InstanceHeader } from "../dicom/index.ts";
import type { Store } from "../store/index.ts";
import { type PlannedVolume, planVolumes } from "./planVolumes.ts";
import type { SeriesInstance } from "./seriesFrame.ts";

const supersededMessage = "Files that came later changed this series. This volume is kept because it was drawn on; newer volumes show all the files.";

/**
 * Makes the volumes of a series anew from its instances, and takes its mark (volumes_stale) off. Volumes that did not change keep their id; those that are no more
 * are removed, unless a segmentation was drawn on them: these stay, marked "superseded". Written in one transaction.
 */
export function buildVolumes(store: Store, seriesId: number): void {
  const replace = store.database.transaction(({ instances, planned }: Plan): boolean => {
    // Another import, perhaps of another program, may have added files meanwhile.
    const { count, newest } = store.database
      .prepare<[number], { count: number; newest: number | null }>("SELECT count(*) AS count, max(id) AS newest FROM instance WHERE series_id = ?").get(seriesId)!;
    if (count !== instances.length || newest !== (instances.at(-1)?.instanceId ?? null)) return false;
    retireOthers(store, seriesId, planned);
    for (const volume of planned) save(store, seriesId, volume);
    store.database.prepare("UPDATE series SET volumes_stale = 0 WHERE id = ?").run(seriesId);
    return true;
  });
  // Planned before the database is locked: a stroke must not wait for it.
  for (let plan = planSeries(store, seriesId); plan && !replace.immediate(plan); plan = planSeries(store, seriesId));
}

interface Plan {
  readonly instances: readonly SeriesInstance[];
  readonly planned: readonly PlannedVolume[];
}

function planSeries({ database }: Store, seriesId: number): Plan | undefined {
  const series = database
    .prepare<[number], { seriesInstanceUid: string; studyInstanceUid: string }>(
      "SELECT series_instance_uid AS seriesInstanceUid, study_instance_uid AS studyInstanceUid FROM series JOIN study ON study.id = series.study_id WHERE series.id = ?")
    .get(seriesId);
  if (!series) return undefined;
  const instances = database
    .prepare<[number], { instanceId: number; sopInstanceUid: string; variant: number; header: string }>(
      "SELECT id AS instanceId, sop_instance_uid AS sopInstanceUid, variant, header FROM instance WHERE series_id = ? ORDER BY id")
    .all(seriesId)
    .map((row): SeriesInstance => ({ ...row, header: JSON.parse(row.header) as InstanceHeader }));
  return { instances, planned: planVolumes(series.studyInstanceUid, series.seriesInstanceUid, instances) };
}

function retireOthers({ database }: Store, seriesId: number, planned: readonly PlannedVolume[]): void {
  const kept = new Set(planned.map(({ volume }) => volume.id));
  const old = database.prepare<[number], { id: string; description: string }>("SELECT id, description FROM volume WHERE series_id = ? ORDER BY ordinal").all(seriesId).filter(({ id }) => !kept.has(id));
  const isDrawnOn = database.prepare("SELECT 1 FROM segmentation WHERE volume_id = ? LIMIT 1");
  let ordinal = planned.length;
  for (const { id, description } of old) {
    if (!isDrawnOn.get(id)) {
      database.prepare("DELETE FROM volume WHERE id = ?").run(id);
      continue;
    }
    const volume = JSON.parse(description) as Volume;
    const warnings = [...volume.warnings.filter(({ code }) => code !== "superseded"), { code: "superseded" as const, message: supersededMessage }];
    database.prepare("UPDATE volume SET ordinal = ?, description = ? WHERE id = ?").run(ordinal, JSON.stringify({ ...volume, ordinal, warnings }), id);
    ordinal += 1;
  }
}

function save({ database }: Store, seriesId: number, { volume, frames }: PlannedVolume): void {
  database
    .prepare("INSERT INTO volume (id, series_id, ordinal, description) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET ordinal = excluded.ordinal, description = excluded.description")
    .run(volume.id, seriesId, volume.ordinal, JSON.stringify(volume));
  const insert = database.prepare("INSERT OR REPLACE INTO volume_frame (volume_id, slice_index, instance_id, frame_number) VALUES (?, ?, ?, ?)");
  frames.forEach(({ instance, frameNumber }, index) => insert.run(volume.id, index, instance.instanceId, frameNumber));
}
