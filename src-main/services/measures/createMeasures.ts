import type { MeasureChange, MeasureRecord, MeasureTable, MeasureToAdd } from "#shared/api/measure.ts";
import type { Measure } from "#shared/domain/measure/measure.ts";
import { whyNotPlaced } from "#shared/domain/measure/measurePlaces.ts";
import { measureValues, slicesOfMeasure } from "#shared/domain/measure/measureValues.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { voxelsFromBytes, type VoxelArray } from "#shared/domain/volume.ts";
import { describeImage } from "../exports/index.ts";
import { pinVolumes, type Author, type Store } from "../store/index.ts";
import type { Volumes } from "../volumes/index.ts";
import { createMeasureTables, type MeasureRow } from "./measureTables.ts";
import { measureTable } from "./measureTable.ts";

/**
 * What is measured by hand on the images of studies. What a method answers is on disk. Everybody who reads a study sees its measures; only the
 * reader who made one changes it or takes it away. Methods throw PlainError where there is no such measure or study.
 */
export interface Measures {
  /** The oldest first. */
  list(by: Author, studyInstanceUid: string): Measure[];
  /** Sent twice it is kept once. */
  add(by: Author, measure: MeasureToAdd): Measure;
  /** Throws PlainError where the measure is at another revision, another reader's, or would not lie in its plane any more. */
  change(by: Author, id: string, revision: number, change: MeasureChange): Measure;
  /** Takes it from the lists. */
  remove(by: Author, id: string, revision: number): void;
  /** Puts one that was removed back, as it was. */
  restore(by: Author, id: string): Measure;
  /** Those of the study that a volume is of, with what they say; none where the volume is gone. */
  records(volumeId: string): Promise<MeasureRecord[]>;
  table(studyInstanceUid: string): Promise<MeasureTable>;
}

/** Measures of one study. */
const mostInStudy = 1000;

export function createMeasures({
  store,
  volumes,
}: {
  store: Store;
  volumes: Pick<Volumes, "describe" | "describeStudy" | "readFrame">;
}): Measures {
  const tables = createMeasureTables(store);
  const describe = ({ removedAt: _removedAt, readerId, ...row }: MeasureRow, by: Author): Measure => ({
    ...row,
    isOwn: readerId === by.readerId,
  });
  const kept = (id: string): MeasureRow => {
    const row = tables.find(id);
    if (!row) throw new PlainError("There is no such measure. It may have gone with its study.");
    return row;
  };
  const own = (by: Author, id: string): MeasureRow => {
    const row = kept(id);
    if (row.readerId !== by.readerId)
      throw new PlainError(`“${row.name}” is a measure of ${row.reader}: only its reader changes or removes it. Make one of your own.`);
    return row;
  };
  const ownAt = (by: Author, id: string, revision: number): MeasureRow => {
    const row = own(by, id);
    if (row.removedAt !== null || row.revision !== revision)
      throw new PlainError(`“${row.name}” was changed or removed in another window since. Nothing was changed; look at it again.`);
    return row;
  };
  const refuseMisplaced = (place: Parameters<typeof whyNotPlaced>[1], volumeId: string) => {
    const reason = whyNotPlaced(volumes.describe(volumeId), place);
    if (reason !== null) throw new PlainError(`The measure cannot be kept. ${reason}`);
  };

  const recordsOfStudy = async (studyInstanceUid: string): Promise<MeasureRecord[]> => {
    const { series } = volumes.describeStudy(studyInstanceUid);
    const records: MeasureRecord[] = [];
    for (const row of tables.ofStudy(studyInstanceUid)) {
      const found = series.find(({ volumes: own }) => own.some(({ id }) => id === row.volumeId));
      const volume = volumes.describe(row.volumeId);
      const slices = new Map<number, VoxelArray>();
      let problem: string | null = null;
      for (const k of slicesOfMeasure(volume, row)) {
        try {
          const { scalarType, bytes } = await volumes.readFrame(row.volumeId, k);
          slices.set(k, voxelsFromBytes(scalarType, bytes));
        } catch (error) {
          if (!(error instanceof PlainError)) throw error;
          problem = `Slice ${k + 1} cannot be read: there are no grey values.`;
        }
      }
      const { seriesNumber = null, description = "" } = found ?? {};
      records.push({
        name: row.name,
        kind: row.kind,
        series: [seriesNumber, description, volume.label].filter((part) => part !== null && part !== "").join(" "),
        where: row.sliceIndex === null ? row.plane : `slice ${row.sliceIndex + 1}`,
        plane: row.plane,
        points: row.points,
        values: measureValues(volume, found?.modality ?? "", row, (k) => slices.get(k) ?? null),
        reader: row.reader,
        revision: row.revision,
        createdAt: row.createdAt,
        problem,
      });
    }
    return records;
  };

  return {
    list: (by, studyInstanceUid) => tables.ofStudy(studyInstanceUid).map((row) => describe(row, by)),
    add: (by, measure) => {
      refuseMisplaced(measure, measure.volumeId);
      store.write(by, (write) => {
        const known = tables.find(measure.id);
        if (known) {
          own(by, known.id);
          return;
        }
        const { studyInstanceUid } = volumes.describe(measure.volumeId);
        if (tables.ofStudy(studyInstanceUid).length >= mostInStudy)
          throw new PlainError(`A study holds at most ${mostInStudy} measures. Remove some that are not needed.`);
        tables.insert(write, measure);
        pinVolumes(write, { kind: "measure", id: measure.id }, [measure.volumeId]);
      });
      return describe(kept(measure.id), by);
    },
    change: (by, id, revision, change) => {
      store.write(by, (write) => {
        const row = ownAt(by, id, revision);
        const changed = { ...row, ...change };
        refuseMisplaced(changed, row.volumeId);
        tables.change(write, id, changed);
      });
      return describe(kept(id), by);
    },
    remove: (by, id, revision) =>
      store.write(by, (write) => {
        ownAt(by, id, revision);
        tables.setRemoved(write, id, true);
      }),
    restore: (by, id) => {
      store.write(by, (write) => {
        if (own(by, id).removedAt !== null) tables.setRemoved(write, id, false);
      });
      return describe(kept(id), by);
    },
    records: async (volumeId) => {
      if (describeImage(store, volumeId) === undefined) return [];
      return recordsOfStudy(volumes.describe(volumeId).studyInstanceUid);
    },
    table: async (studyInstanceUid) => {
      const first = tables.ofStudy(studyInstanceUid)[0];
      if (!first) throw new PlainError("Nothing was measured on this study.");
      return measureTable(await recordsOfStudy(studyInstanceUid), describeImage(store, first.volumeId)?.measuredOn);
    },
  };
}
