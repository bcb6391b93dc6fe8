import type { MeasureToAdd } from "#shared/api/measure.ts";
import type { MeasureKind, MeasurePlace, MeasurePlane } from "#shared/domain/measure/measure.ts";
import type { Store, Write } from "../store/index.ts";

/** A measure as it is kept. */
export interface MeasureRow extends MeasurePlace {
  readonly id: string;
  readonly name: string;
  readonly readerId: number;
  readonly reader: string;
  readonly revision: number;
  readonly createdAt: string;
  readonly removedAt: string | null;
}

interface Kept {
  id: string;
  volumeId: string;
  kind: MeasureKind;
  plane: MeasurePlane;
  sliceIndex: number | null;
  points: string;
  name: string;
  readerId: number;
  reader: string;
  revision: number;
  createdAt: string;
  removedAt: string | null;
}

const columns = `measure.id, volume_id AS volumeId, kind, plane, slice_index AS sliceIndex, points, measure.name, reader_id AS readerId,
  reader.name AS reader, revision, measure.created_at AS createdAt, removed_at AS removedAt`;

/** The table of measures: to be changed within a write. */
export function createMeasureTables({ database }: Pick<Store, "database">) {
  const find = database.prepare<[string], Kept>(`SELECT ${columns} FROM measure JOIN reader ON reader.id = reader_id WHERE measure.id = ?`);
  const ofStudy = database.prepare<[string], Kept>(
    `SELECT ${columns} FROM measure JOIN reader ON reader.id = reader_id JOIN volume ON volume.id = volume_id
       JOIN series ON series.id = series_id JOIN study ON study.id = study_id
     WHERE study_instance_uid = ? AND removed_at IS NULL ORDER BY measure.created_at, measure.rowid`,
  );
  const insert = database.prepare(
    `INSERT INTO measure (id, volume_id, kind, plane, slice_index, points, name, reader_id, revision, created_at, modified_at)
     VALUES (:id, :volumeId, :kind, :plane, :sliceIndex, :points, :name, :readerId, 1, :at, :at)`,
  );
  const change = database.prepare(
    "UPDATE measure SET points = :points, name = :name, revision = revision + 1, modified_at = :at WHERE id = :id",
  );
  const remove = database.prepare("UPDATE measure SET removed_at = :removedAt, revision = revision + 1, modified_at = :at WHERE id = :id");
  const read = ({ points, ...row }: Kept): MeasureRow => ({ ...row, points: JSON.parse(points) as MeasurePlace["points"] });
  return {
    find: (id: string): MeasureRow | undefined => {
      const row = find.get(id);
      return row && read(row);
    },
    /** Those in the lists, the oldest first. */
    ofStudy: (studyInstanceUid: string): MeasureRow[] => ofStudy.all(studyInstanceUid).map(read),
    insert: ({ at, readerId }: Write, { points, ...row }: MeasureToAdd) =>
      void insert.run({ ...row, points: JSON.stringify(points), readerId, at }),
    change: ({ at }: Write, id: string, { points, name }: Pick<MeasureRow, "points" | "name">) =>
      void change.run({ id, points: JSON.stringify(points), name, at }),
    /** Takes it from the lists, or puts it back. */
    setRemoved: ({ at }: Write, id: string, isRemoved: boolean) => void remove.run({ id, removedAt: isRemoved ? at : null, at }),
  };
}
