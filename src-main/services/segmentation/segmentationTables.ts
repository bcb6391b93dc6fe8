import type { StrokeRecord } from "#shared/api/segmentation.ts";
import type { Segment, Segmentation } from "#shared/domain/segment.ts";
import type { Store } from "../store/index.ts";

/** A segmentation as it is kept. */
export interface SegmentationRow {
  readonly id: string;
  readonly volumeId: string;
  readonly name: string;
  readonly columns: number;
  readonly rows: number;
  readonly slices: number;
  readonly revision: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly removedAt: string | null;
}

const columnsOfRow = `id, volume_id AS volumeId, name, columns, rows, slices, revision, created_at AS createdAt, modified_at AS modifiedAt, removed_at AS removedAt`;

/** The tables of segmentations. Strokes and slices are only ever added. */
export function createSegmentationTables({ database }: Store) {
  const find = database.prepare<[string], SegmentationRow>(`SELECT ${columnsOfRow} FROM segmentation WHERE id = ?`);
  const listOfVolume = database.prepare<[string], SegmentationRow>(
    `SELECT ${columnsOfRow} FROM segmentation WHERE volume_id = ? AND removed_at IS NULL ORDER BY modified_at DESC, rowid DESC`);
  const insert = database.prepare(
    `INSERT INTO segmentation (id, volume_id, name, columns, rows, slices, revision, created_at, modified_at)
     VALUES (:id, :volumeId, :name, :columns, :rows, :slices, :revision, :createdAt, :modifiedAt)`);
  const rename = database.prepare("UPDATE segmentation SET name = ?, modified_at = ? WHERE id = ?");
  const touch = database.prepare("UPDATE segmentation SET revision = ?, modified_at = ? WHERE id = ?");
  const remove = database.prepare("UPDATE segmentation SET removed_at = ? WHERE id = ?");
  const segmentsAt = database.prepare<[string, number, number], Segment>(
    `SELECT number, name, color, side FROM segment
     WHERE segmentation_id = ? AND added_revision <= ? AND (removed_revision IS NULL OR removed_revision > ?) ORDER BY rank`);
  const usedNumbers = database.prepare<[string], number>("SELECT DISTINCT number FROM segment WHERE segmentation_id = ?").pluck();
  // A segment that was added and removed within one revision never held a voxel: its row may go.
  const insertSegment = database.prepare(
    "INSERT OR REPLACE INTO segment (segmentation_id, number, added_revision, name, color, side, rank) VALUES (?, ?, ?, ?, ?, ?, ?)");
  const updateSegment = database.prepare("UPDATE segment SET name = ?, color = ?, side = ?, rank = ? WHERE segmentation_id = ? AND number = ? AND removed_revision IS NULL");
  const removeSegment = database.prepare("UPDATE segment SET removed_revision = ? WHERE segmentation_id = ? AND number = ? AND removed_revision IS NULL");
  const insertStroke = database.prepare("INSERT INTO stroke (segmentation_id, revision, tool, created_at, reader) VALUES (?, ?, ?, ?, ?)");
  const insertSlice = database.prepare("INSERT INTO segmentation_slice (segmentation_id, slice_index, revision, labels) VALUES (?, ?, ?, ?)");
  const sliceAt = database.prepare<[string, number, number], { labels: Buffer }>(
    "SELECT labels FROM segmentation_slice WHERE segmentation_id = ? AND slice_index = ? AND revision <= ? ORDER BY revision DESC LIMIT 1");
  const history = database.prepare<[string], { revision: number; tool: string; createdAt: string; reader: string; slices: string | null }>(
    `SELECT revision, tool, created_at AS createdAt, reader,
       (SELECT group_concat(slice_index) FROM segmentation_slice s WHERE s.segmentation_id = stroke.segmentation_id AND s.revision = stroke.revision) AS slices
     FROM stroke WHERE segmentation_id = ? ORDER BY revision`);

  return {
    find: (id: string) => find.get(id),
    list: (volumeId: string) => listOfVolume.all(volumeId),
    insert: (row: Omit<SegmentationRow, "removedAt">) => void insert.run(row),
    rename: (id: string, name: string, at: string) => void rename.run(name, at, id),
    /** Says that the newest stroke has this revision. */
    touch: (id: string, revision: number, at: string) => void touch.run(revision, at, id),
    remove: (id: string, at: string) => void remove.run(at, id),
    /** The segments that were there at a revision, in the reader's order. */
    segmentsAt: (id: string, revision: number): Segment[] => segmentsAt.all(id, revision, revision),
    /** The numbers of all segments there ever were. */
    usedNumbers: (id: string): number[] => usedNumbers.all(id),
    insertSegment: (id: string, revision: number, segment: Segment, rank: number) =>
      void insertSegment.run(id, segment.number, revision, segment.name, segment.color, segment.side, rank),
    updateSegment: (id: string, segment: Segment, rank: number) => void updateSegment.run(segment.name, segment.color, segment.side, rank, id, segment.number),
    removeSegment: (id: string, revision: number, number: number) => void removeSegment.run(revision, id, number),
    insertStroke: (id: string, revision: number, tool: string, at: string, reader: string) => void insertStroke.run(id, revision, tool, at, reader),
    insertSlice: (id: string, sliceIndex: number, revision: number, runs: Uint8Array) => void insertSlice.run(id, sliceIndex, revision, runs),
    /** The runs of a slice as it was at a revision; undefined where nothing had been drawn on it. */
    sliceAt: (id: string, sliceIndex: number, revision: number): Uint8Array | undefined => sliceAt.get(id, sliceIndex, revision)?.labels,
    history: (id: string): StrokeRecord[] => history.all(id).map((row) => ({
      ...row, slices: (row.slices ?? "").split(",").filter((word) => word !== "").map(Number).sort((a, b) => a - b),
    })),
  };
}

/** A segmentation in the words of the door. */
export function segmentationOf(row: SegmentationRow, revision: number, segments: readonly Segment[]): Segmentation {
  const { id, volumeId, name, createdAt, modifiedAt } = row;
  return { id, volumeId, name, revision, createdAt, modifiedAt, segments: [...segments] };
}
