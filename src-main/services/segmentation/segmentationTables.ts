import type { SegmentationView, StrokeMark } from "#shared/api/segmentation.ts";
import type { Segment, Segmentation } from "#shared/domain/segment.ts";
import type { Author, Store } from "../store/index.ts";
import type { StepRow } from "./readerSteps.ts";
import type { SegmentationWatch } from "./segmentationWatch.ts";
import type { RankedSegment } from "./segmentRevision.ts";

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

/** One revision as it is kept: what was drawn, what became of segments, or both. */
export interface RevisionRow {
  readonly revision: number;
  readonly tool: string;
  readonly createdAt: string;
  /** The name as it was recorded. */
  readonly reader: string;
  /** The slices it changed, ascending. */
  readonly slices: number[];
  readonly changesSegments: boolean;
}

const columnsOfRow =
  `id, volume_id AS volumeId, name, columns, rows, slices, revision, created_at AS createdAt, modified_at AS ` +
  `modifiedAt, removed_at AS removedAt`;
type SegmentRow = Omit<Segment, "labelValue"> & { labelValue: number | null; rank: number };

/** The tables of segmentations: to be changed within a write. Revisions, slices and segments are only ever added; a segment is ended by a later revision. */
export function createSegmentationTables({ database }: Store, watch?: SegmentationWatch) {
  const find = database.prepare<[string], SegmentationRow>(`SELECT ${columnsOfRow} FROM segmentation WHERE id = ?`);
  const listOfVolume = database.prepare<[string], SegmentationRow>(
    `SELECT ${columnsOfRow} FROM segmentation WHERE volume_id = ? AND removed_at IS NULL ORDER BY modified_at DESC, rowid DESC`,
  );
  const insert = database.prepare(
    `INSERT INTO segmentation (id, volume_id, name, columns, rows, slices, revision, created_at, modified_at)
     VALUES (:id, :volumeId, :name, :columns, :rows, :slices, :revision, :createdAt, :modifiedAt)`,
  );
  const rename = database.prepare("UPDATE segmentation SET name = ?, modified_at = ? WHERE id = ?");
  const touch = database.prepare("UPDATE segmentation SET revision = ?, modified_at = ? WHERE id = ?");
  const remove = database.prepare("UPDATE segmentation SET removed_at = ? WHERE id = ?");
  const segmentsAt = database.prepare<[string, number, number], SegmentRow>(
    `SELECT number, name, color, side, rank, label_value AS labelValue FROM segment
     WHERE segmentation_id = ? AND added_revision <= ? AND (removed_revision IS NULL OR removed_revision > ?) ORDER BY rank`,
  );
  const usedNumbers = database.prepare<[string], number>("SELECT DISTINCT number FROM segment WHERE segmentation_id = ?").pluck();
  const insertSegment = database.prepare(
    "INSERT INTO segment (segmentation_id, number, added_revision, name, color, side, rank, label_value) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const endSegment = database.prepare(
    "UPDATE segment SET removed_revision = ? WHERE segmentation_id = ? AND number = ? AND removed_revision IS NULL",
  );
  const insertRevision = database.prepare(
    `INSERT INTO stroke (segmentation_id, revision, tool, created_at, reader, reader_id, stroke_id, window_id, reverses, changes_segments)
     VALUES (:id, :revision, :tool, :at, :reader, :readerId, :strokeId, :windowId, :reverses, :changesSegments)`,
  );
  const strokeById = database
    .prepare<[string, string], number>("SELECT revision FROM stroke WHERE segmentation_id = ? AND stroke_id = ?")
    .pluck();
  const slicesOfStroke = database
    .prepare<[string, number], number>(
      "SELECT slice_index FROM segmentation_slice WHERE segmentation_id = ? AND revision = ? ORDER BY slice_index",
    )
    .pluck();
  const steps = database.prepare<[string], Omit<StepRow, "changesSegments"> & { changesSegments: number }>(
    `SELECT revision, stroke_id AS strokeId, tool, reader_id AS readerId, window_id AS windowId, reverses, changes_segments AS changesSegments
     FROM stroke WHERE segmentation_id = ? ORDER BY revision`,
  );
  const view = database
    .prepare<[string, number], string>("SELECT view FROM segmentation_view WHERE segmentation_id = ? AND reader_id = ?")
    .pluck();
  const keepView = database.prepare(
    `INSERT INTO segmentation_view (segmentation_id, reader_id, kept_at, view) VALUES (?, ?, ?, ?)
     ON CONFLICT (segmentation_id, reader_id) DO UPDATE SET kept_at = excluded.kept_at, view = excluded.view`,
  );
  const lastOpened = database
    .prepare<[string, number], string>(
      `SELECT s.id FROM segmentation s JOIN segmentation_view v ON v.segmentation_id = s.id
     WHERE s.volume_id = ? AND s.removed_at IS NULL AND v.reader_id = ? ORDER BY v.kept_at DESC LIMIT 1`,
    )
    .pluck();
  const insertSlice = database.prepare(
    "INSERT INTO segmentation_slice (segmentation_id, slice_index, revision, labels) VALUES (?, ?, ?, ?)",
  );
  const sliceAt = database.prepare<[string, number, number], { labels: Buffer }>(
    "SELECT labels FROM segmentation_slice WHERE segmentation_id = ? AND slice_index = ? AND revision <= ? ORDER BY revision DESC LIMIT 1",
  );
  const history = database.prepare<
    [string],
    Omit<RevisionRow, "slices" | "changesSegments"> & { slices: string | null; changesSegments: number }
  >(
    `SELECT revision, tool, created_at AS createdAt, reader, changes_segments AS changesSegments,
       (SELECT group_concat(slice_index) FROM segmentation_slice s WHERE s.segmentation_id = stroke.segmentation_id AND s.revision = stroke.revision) AS slices
     FROM stroke WHERE segmentation_id = ? ORDER BY revision`,
  );
  const rankedAt = (id: string, revision: number): RankedSegment[] =>
    segmentsAt
      .all(id, revision, revision)
      .map(({ labelValue, rank, ...segment }) => ({ rank, segment: labelValue === null ? segment : { ...segment, labelValue } }));

  return {
    watch,
    find: (id: string) => find.get(id),
    list: (volumeId: string) => listOfVolume.all(volumeId),
    insert: (row: Omit<SegmentationRow, "removedAt">) => void insert.run(row),
    rename: (id: string, name: string, at: string) => void rename.run(name, at, id),
    /** Says that the newest revision is this one. */
    touch: (id: string, revision: number, at: string) => void touch.run(revision, at, id),
    /** Takes it from the lists; with null puts it back. */
    remove: (id: string, at: string | null) => void remove.run(at, id),
    /** The segments that were there at a revision, in the reader's order. */
    segmentsAt: (id: string, revision: number): Segment[] => rankedAt(id, revision).map(({ segment }) => segment),
    rankedAt,
    /** The numbers of all segments there ever were. */
    usedNumbers: (id: string): number[] => usedNumbers.all(id),
    /** From a revision on there is this segment. */
    insertSegment: (id: string, revision: number, { segment, rank }: RankedSegment) =>
      void insertSegment.run(id, segment.number, revision, segment.name, segment.color, segment.side, rank, segment.labelValue ?? null),
    /** From a revision on a segment is no longer as it was before. */
    endSegment: (id: string, revision: number, number: number) => void endSegment.run(revision, id, number),
    insertRevision: (
      { readerId, name }: Author,
      stroke: { id: string; revision: number; tool: string; at: string; changesSegments: boolean } & Required<{
        [Key in keyof StrokeMark]: string | null;
      }>,
    ) => void insertRevision.run({ ...stroke, readerId, reader: name, changesSegments: Number(stroke.changesSegments) }),
    /** The revision of a stroke, by the id that its sender gave it. */
    strokeById: (id: string, strokeId: string): number | undefined => strokeById.get(id, strokeId),
    slicesOfStroke: (id: string, revision: number): number[] => slicesOfStroke.all(id, revision),
    steps: (id: string): StepRow[] => steps.all(id).map((row) => ({ ...row, changesSegments: row.changesSegments === 1 })),
    view: (id: string, readerId: number): string | undefined => view.get(id, readerId),
    keepView: (id: string, readerId: number, at: string, kept: SegmentationView) =>
      void keepView.run(id, readerId, at, JSON.stringify(kept)),
    lastOpened: (volumeId: string, readerId: number): string | undefined => lastOpened.get(volumeId, readerId),
    insertSlice: (id: string, sliceIndex: number, revision: number, runs: Uint8Array) =>
      void insertSlice.run(id, sliceIndex, revision, runs),
    /** The runs of a slice as it was at a revision; undefined where nothing had been drawn on it. */
    sliceAt: (id: string, sliceIndex: number, revision: number): Uint8Array | undefined => sliceAt.get(id, sliceIndex, revision)?.labels,
    history: (id: string): RevisionRow[] =>
      history.all(id).map((row) => ({
        ...row,
        changesSegments: row.changesSegments === 1,
        slices: (row.slices ?? "")
          .split(",")
          .filter((word) => word !== "")
          .map(Number)
          .sort((a, b) => a - b),
      })),
  };
}
export type SegmentationTables = ReturnType<typeof createSegmentationTables>;

/** A segmentation in the words of the door. */
export function segmentationOf(row: SegmentationRow, revision: number, segments: readonly Segment[]): Segmentation {
  const { id, volumeId, name, createdAt, modifiedAt } = row;
  return { id, volumeId, name, revision, createdAt, modifiedAt, segments: [...segments] };
}
