import { decodeRuns, labelsOfRuns } from "#shared/domain/runLength.ts";
import type { Checked, CheckOptions, Finding } from "#shared/domain/finding.ts";
import { colorForSegment } from "#shared/domain/segmentPalette.ts";
import { systemAuthor, type Store } from "../store/index.ts";
import { createSegmentationTables, type SegmentationRow } from "./segmentationTables.ts";
import { yieldThread } from "../system/index.ts";

interface Slice {
  slice_index: number;
  revision: number;
  labels: Buffer;
}

/**
 * Checks every stroke of every drawing: the runs of a slice fill it exactly, slices lie within the volume, every label has a segment, and
 * the volume it was drawn on is there with its size.
 * Mends: labels without a segment get one, so that what was drawn is seen. What is cut short is left as it is: earlier revisions can still
 * be reached by undoing.
 */
export async function checkLabelMaps(store: Store, { repair, onProgress }: CheckOptions): Promise<Checked> {
  const { database } = store;
  const tables = createSegmentationTables(store);
  const ids = database.prepare<[], string>("SELECT id FROM segmentation ORDER BY created_at, rowid").pluck().all();
  const findings: Finding[] = [];
  for (const [index, id] of ids.entries()) {
    const row = tables.find(id)!;
    const open = (problem: string, action: string) => findings.push({ area: "label map", name: id, problem, mended: false, action });
    checkVolume(store, row, open);
    const revisions = database
      .prepare<[string], number>("SELECT revision FROM stroke WHERE segmentation_id = ? ORDER BY revision")
      .pluck()
      .all(id);
    if (revisions.length !== row.revision || revisions.some((revision, at) => revision !== at + 1)) {
      open(
        `its history says ${revisions.length} strokes, the newest revision is ${row.revision}`,
        "Put back a copy of the data folder, or go on from what is shown.",
      );
    }
    const missing = new Map<number, number>();
    const labels = new Uint8Array(row.columns * row.rows);
    for (const { slice_index, revision, labels: runs } of database
      .prepare<[string], Slice>(
        "SELECT slice_index, revision, labels FROM segmentation_slice WHERE segmentation_id = ? ORDER BY revision, slice_index",
      )
      .all(id)) {
      const where = `slice ${slice_index + 1} in revision ${revision}`;
      try {
        decodeRuns(runs, labels);
      } catch {
        open(`${where} is damaged: its labels do not fill the slice`, "Undo to an earlier revision, and draw this slice again.");
        continue;
      }
      if (slice_index < 0 || slice_index >= row.slices)
        open(`${where} lies outside the volume, which has ${row.slices} slices`, "It is not shown. Put back a copy of the data folder.");
      const there = new Set(tables.segmentsAt(id, revision).map(({ number }) => number));
      for (const label of labelsOfRuns(runs))
        if (label !== 0 && !there.has(label)) missing.set(label, Math.min(revision, missing.get(label) ?? revision));
    }
    for (const [label, revision] of missing) {
      if (repair) addSegment(store, row, label, revision);
      findings.push({
        area: "label map",
        name: id,
        problem: `label ${label} belongs to no segment (from revision ${revision} on)`,
        mended: repair,
        action: repair ? `It was given the segment "Recovered ${label}".` : "--repair gives it a segment.",
      });
    }
    onProgress?.("verifying drawings", index + 1, ids.length);
    await yieldThread();
  }
  return { count: ids.length, findings };
}

function checkVolume(
  { database }: Store,
  { volumeId, columns, rows, slices }: SegmentationRow,
  open: (problem: string, action: string) => void,
): void {
  const description = database.prepare<[string], string>("SELECT description FROM volume WHERE id = ?").pluck().get(volumeId);
  if (description === undefined) {
    open("the volume it was drawn on is not there", "Import its images again.");
    return;
  }
  const volume = JSON.parse(description) as { columns: number; rows: number; slices: number };
  if (volume.columns !== columns || volume.rows !== rows || volume.slices !== slices) {
    open(
      `it was drawn on ${columns} x ${rows} x ${slices} voxels; its volume has ${volume.columns} x ${volume.rows} x ${volume.slices}`,
      "Import the images it was drawn on again.",
    );
  }
}

/**
 * Gives a label a segment from a revision on, until the next segment of its number begins. Under the same number in files: those above 255
 * are of other segments.
 */
function addSegment(store: Store, { id, revision }: SegmentationRow, label: number, since: number): void {
  const tables = createSegmentationTables(store);
  const { database } = store;
  store.write(systemAuthor, () => {
    const next =
      database
        .prepare<[string, number, number], number | null>(
          "SELECT min(added_revision) FROM segment WHERE segmentation_id = ? AND number = ? AND added_revision > ?",
        )
        .pluck()
        .get(id, label, since) ?? null;
    // One that was removed while voxels of it stayed is there again: the last of its number before.
    const { changes } = database
      .prepare(`UPDATE segment SET removed_revision = :next WHERE segmentation_id = :id AND number = :label
      AND added_revision = (SELECT max(added_revision) FROM segment WHERE segmentation_id = :id AND number = :label AND added_revision <= :since)`)
      .run({ id, label, since, next });
    if (changes > 0) return;
    const added = Math.max(0, since - 1);
    tables.insertSegment(id, added, {
      segment: { number: label, name: `Recovered ${label}`, color: colorForSegment(label), side: "none" },
      rank: (tables.rankedAt(id, revision).at(-1)?.rank ?? -1) + 1,
    });
    database
      .prepare("UPDATE segment SET removed_revision = ? WHERE segmentation_id = ? AND number = ? AND added_revision = ?")
      .run(next, id, label, added);
  });
}
