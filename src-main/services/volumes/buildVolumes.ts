import type { Volume } from "#shared/domain/volume.ts";
import { isPinned, type Author, type Store, type Write } from "../store/index.ts";
import { type PlannedVolume, planVolumes } from "./planVolumes.ts";
import type { SeriesInstance } from "./seriesFrame.ts";
import type { InstanceHeader } from "../dicom/index.ts";

const supersededMessage =
  "This series is divided otherwise now: files came later, or a newer version of the program made its volumes. This one is kept because " +
  "it was drawn on or measured, or belongs to a case of a project; newer volumes show all the files.";

/**
 * Makes the volumes of a series anew from its instances, and takes its mark (volumes_stale) off. Volumes that did not change keep their id;
 * those that are no more
 * are removed, unless something needs them (a pin): these stay, marked "superseded". Written in one transaction.
 */
export function buildVolumes(store: Store, seriesId: number, by: Author): void {
  if (isOfAnotherOrigin(store, seriesId)) return;
  const replace = ({ instances, planned }: Plan, { database }: Write): boolean => {
    // Another import, perhaps of another program, may have added files meanwhile.
    const { count, newest } = database
      .prepare<[number], { count: number; newest: number | null }>(
        "SELECT count(*) AS count, max(id) AS newest FROM instance WHERE series_id = ?",
      )
      .get(seriesId)!;
    if (count !== instances.length || newest !== (instances.at(-1)?.instanceId ?? null)) return false;
    retireOthers(database, seriesId, planned);
    for (const volume of planned) save(database, seriesId, volume);
    database.prepare("UPDATE series SET volumes_stale = 0 WHERE id = ?").run(seriesId);
    return true;
  };
  // Planned before the database is locked: a stroke must not wait for it.
  for (let plan = planSeries(store, seriesId); plan; plan = planSeries(store, seriesId)) {
    const ready = plan;
    if (store.write(by, (write) => replace(ready, write))) return;
  }
}

/** Volumes of image files and computed ones are not made of instances: they stay as they are. */
function isOfAnotherOrigin({ database }: Store, seriesId: number): boolean {
  return (
    database
      .prepare<[{ series: number }], number>(
        `SELECT 1 FROM image_file WHERE series_id = :series
         UNION ALL SELECT 1 FROM derived_volume JOIN volume ON volume.id = volume_id WHERE volume.series_id = :series LIMIT 1`,
      )
      .get({ series: seriesId }) !== undefined
  );
}

interface Plan {
  readonly instances: readonly SeriesInstance[];
  readonly planned: readonly PlannedVolume[];
}

function planSeries({ database }: Store, seriesId: number): Plan | undefined {
  const series = database
    .prepare<[number], { seriesInstanceUid: string; studyInstanceUid: string }>(
      "SELECT series_instance_uid AS seriesInstanceUid, study_instance_uid AS studyInstanceUid FROM series JOIN study ON study.id = " +
        "series.study_id WHERE series.id = ?",
    )
    .get(seriesId);
  if (!series) return undefined;
  const instances = database
    .prepare<[number], { instanceId: number; sopInstanceUid: string; variant: number; header: string }>(
      "SELECT id AS instanceId, sop_instance_uid AS sopInstanceUid, variant, header FROM instance WHERE series_id = ? ORDER BY id",
    )
    .all(seriesId)
    .map((row): SeriesInstance => ({ ...row, header: JSON.parse(row.header) as InstanceHeader }));
  return { instances, planned: planVolumes(series.studyInstanceUid, series.seriesInstanceUid, instances) };
}

function retireOthers(database: Write["database"], seriesId: number, planned: readonly PlannedVolume[]): void {
  const kept = new Set(planned.map(({ volume }) => volume.id));
  const old = database
    .prepare<[number], { id: string; description: string }>("SELECT id, description FROM volume WHERE series_id = ? ORDER BY ordinal")
    .all(seriesId)
    .filter(({ id }) => !kept.has(id));
  let ordinal = planned.length;
  for (const { id, description } of old) {
    if (!isPinned({ database }, id)) {
      database.prepare("DELETE FROM volume WHERE id = ?").run(id);
      continue;
    }
    const volume = JSON.parse(description) as Volume;
    const warnings = [
      ...volume.warnings.filter(({ code }) => code !== "superseded"),
      { code: "superseded" as const, message: supersededMessage },
    ];
    database
      .prepare("UPDATE volume SET ordinal = ?, description = ? WHERE id = ?")
      .run(ordinal, JSON.stringify({ ...volume, ordinal, warnings }), id);
    ordinal += 1;
  }
}

function save(database: Write["database"], seriesId: number, { volume, frames }: PlannedVolume): void {
  database
    .prepare(
      "INSERT INTO volume (id, series_id, ordinal, description) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET ordinal = " +
        "excluded.ordinal, description = excluded.description",
    )
    .run(volume.id, seriesId, volume.ordinal, JSON.stringify(volume));
  const insert = database.prepare(
    "INSERT OR REPLACE INTO volume_frame (volume_id, slice_index, instance_id, frame_number) VALUES (?, ?, ?, ?)",
  );
  frames.forEach(({ instance, frameNumber }, index) => insert.run(volume.id, index, instance.instanceId, frameNumber));
}
