import type { LogEntry } from "#shared/domain/project/logChain.ts";
import type { Store } from "../../store/index.ts";
import type { PacketChecks } from "../packets/packetChecks.ts";
import { subjects } from "../subjects.ts";
import { createReadingTables, type ReadingImageRow, type ReadingRow } from "./readingTables.ts";
import {
  givenTimesFault,
  areSameTimes,
  revisionBefore,
  toldDrawings,
  toldEntries,
  type ToldDrawing,
  type ToldEntries,
} from "./toldTimes.ts";

interface CopyRow {
  readonly sourceId: string;
  readonly sourceRevision: number;
  readonly copiedRevision: number;
}
type Drawn = ReadingImageRow & { readonly segmentationId: string };

/** Compares who drew, when, and from what it was copied, and when was answered, with what the log tells of it. */
export function createTimesCheck(store: Pick<Store, "database">, { takenLogs }: Pick<PacketChecks, "takenLogs">) {
  const tables = createReadingTables(store);
  const strokesOf = store.database.prepare<[string], { at: string; readerId: number | null }>(
    "SELECT created_at AS at, reader_id AS readerId FROM stroke WHERE segmentation_id = ? ORDER BY revision",
  );
  const copyOf = store.database.prepare<[string], CopyRow>(
    `SELECT source_id AS sourceId, source_revision AS sourceRevision, copied_revision AS copiedRevision FROM segmentation_copy
     WHERE segmentation_id = ?`,
  );

  const copyFault = (told: ToldEntries, row: ReadingRow, drawn: readonly Drawn[], image: Drawn, copy: ToldDrawing["copy"]) => {
    const where = subjects.drawing(row, image);
    const kept = copyOf.get(image.segmentationId);
    if (!kept || copy === null)
      return (kept === undefined) === (copy === null) ? null : `what the ${where} was copied from is not as the log says`;
    const source = drawn.find(({ segmentationId, region }) => segmentationId === kept.sourceId && region === image.region);
    const sourceRevision = source && revisionBefore(told.get(subjects.drawing(row, source)), copy.order);
    return kept.copiedRevision === copy.copiedRevision && kept.sourceRevision === sourceRevision
      ? null
      : `what the ${where} was copied from is not as the log says`;
  };

  const drawingsFault = (told: ToldEntries, row: ReadingRow): string | null => {
    const drawn = tables.allImages(row.id).filter((image): image is Drawn => image.segmentationId !== null);
    for (const [where, images] of Map.groupBy(drawn, (image) => subjects.drawing(row, image))) {
      const all = toldDrawings(told.get(where));
      for (const [at, image] of images.entries()) {
        const strokes = strokesOf.all(image.segmentationId);
        if (strokes.some(({ readerId }) => readerId !== row.readerId)) return `the ${where} was not drawn by the reader of its reading`;
        const { times, copy } = all[at] ?? { times: [], copy: null };
        if (
          !areSameTimes(
            strokes.map((stroke) => stroke.at),
            times,
          )
        )
          return `the ${where} was not drawn when its log says`;
        const fault = copyFault(told, row, drawn, image, copy);
        if (fault !== null) return fault;
      }
    }
    return null;
  };

  /** The first drawing, answer or question that the log tells otherwise; `entries` is the whole log, which fits. */
  return (projectId: string, entries: readonly LogEntry[]): string | null => {
    const taken = takenLogs(projectId);
    const rows = tables.ofProject(projectId);
    const ids = new Map(rows.map((row) => [subjects.reading(row), row.id]));
    const told = toldEntries(entries, (subject) => taken.get(ids.get(subject) ?? "") ?? []);
    for (const row of rows) {
      const fault = drawingsFault(told, row) ?? givenTimesFault(told, row, tables.answers(row.id), tables.questions(row.id));
      if (fault !== null) return fault;
    }
    return null;
  };
}
