import canonicalize from "canonicalize";
import type { Store, Write } from "../../store/index.ts";
import { createLogTable } from "../logTable.ts";
import { sha256, subjects, type SubjectState } from "../subjects.ts";
import { tellLog } from "../writeProject.ts";
import { createReadingTables, type ReadingRow } from "./readingTables.ts";

/** Which features of a reading: of a drawing, or of a part of one. */
interface FeaturesName {
  readonly readingId: string;
  readonly region: string;
  readonly role: string;
  /** Empty of the whole drawing. */
  readonly part: string;
}

/**
 * What the log says of extracted features: SHA-256 over all that was kept of them (canonical JSON of the row), their values among it. Features that were
 * extracted before the log told of them have no entry.
 */
export function createFeatureLog(store: Pick<Store, "database">) {
  const [readings, log] = [createReadingTables(store), createLogTable(store)];
  const rows = store.database.prepare<[string], FeaturesName>("SELECT * FROM reading_feature WHERE reading_id = ?");
  const row = store.database.prepare<[string, string, string, string], object>(
    "SELECT * FROM reading_feature WHERE reading_id = ? AND region = ? AND role = ? AND part = ?",
  );
  const stateOf = (kept: object): SubjectState => ({ hash: sha256(canonicalize(kept)!) });
  return {
    /** Tells the log within the write that kept them. */
    keep: (write: Write, { readingId, region, role, part }: FeaturesName): void => {
      const reading = readings.find(readingId)!;
      const subject = subjects.features(reading, { region, role, part });
      const before = log.lastState(reading.projectId, subject);
      const after = stateOf(row.get(readingId, region, role, part)!);
      tellLog(log, write, reading.projectId, "features.extract")({ subject, before, after });
    },
    /** Whether the features that are there are as their entry left them; true of those that were extracted before the log told of any. */
    isAsTold: ({ readingId, region, role, part }: FeaturesName): boolean => {
      const reading = readings.find(readingId)!;
      const told = log.lastState(reading.projectId, subjects.features(reading, { region, role, part }));
      return told === null || canonicalize(told) === canonicalize(stateOf(row.get(readingId, region, role, part)!));
    },
    /** What the rows of a reading say now, by the subjects of the log. */
    ofReading: (reading: ReadingRow): (readonly [subject: string, state: SubjectState])[] =>
      rows.all(reading.id).map((kept) => [subjects.features(reading, kept), stateOf(kept)] as const),
  };
}
