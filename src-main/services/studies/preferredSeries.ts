import { createHash } from "node:crypto";
import type { Volume } from "#shared/domain/volume.ts";
import type { Author, Store } from "../store/index.ts";
import { foldText } from "#shared/domain/foldText.ts";

/** On which series readers want to open studies of one kind: those of the same study description. */
export interface PreferredSeries {
  /** The volume of this study that plays the part of the one that was preferred last; null where none does, or the study has no description. */
  find(studyInstanceUid: string): string | null;
  /** Remembers a volume for all studies with this study's description. Nothing where it has none, or there is no such volume. */
  prefer(by: Author, studyInstanceUid: string, volumeId: string): void;
}

/** Words may hold a patient's name, whatever they are meant for: only their hash is kept, which is compared and never shown. */
function keyOf(...words: readonly string[]): string {
  return createHash("sha256").update(words.map(foldText).join("\n")).digest("hex");
}

interface Row {
  readonly id: string;
  readonly description: string;
  readonly protocolName: string;
  readonly volume: string;
}

/** Makes the preferences of one store. */
export function createPreferredSeries(store: Store): PreferredSeries {
  const { database } = store;
  const descriptionOf = database.prepare<[string], string>("SELECT description FROM study WHERE study_instance_uid = ?").pluck();
  const volumesOf = database.prepare<[string], Row>(`
    SELECT volume.id, series.description, series.protocol_name AS protocolName, volume.description AS volume FROM volume
    JOIN series ON series.id = volume.series_id JOIN study ON study.id = series.study_id
    WHERE study.study_instance_uid = ? ORDER BY series.series_number IS NULL, series.series_number, series.id, volume.ordinal`);
  const find = database.prepare<[string], string>("SELECT series_key FROM preferred_series WHERE study_key = ?").pluck();
  const keep = database.prepare(`
    INSERT INTO preferred_series (study_key, series_key, chosen_at) VALUES (?, ?, ?)
    ON CONFLICT (study_key) DO UPDATE SET series_key = excluded.series_key, chosen_at = excluded.chosen_at`);

  const studyKey = (studyInstanceUid: string): string | null => {
    const words = foldText(descriptionOf.get(studyInstanceUid) ?? "").trim();
    return words === "" ? null : keyOf(words);
  };
  const seriesKey = ({ description, protocolName, volume }: Row) =>
    keyOf(protocolName || description, description, (JSON.parse(volume) as Volume).label);

  return {
    find: (studyInstanceUid) => {
      const key = studyKey(studyInstanceUid);
      const wanted = key && find.get(key);
      return (wanted && volumesOf.all(studyInstanceUid).find((row) => seriesKey(row) === wanted)?.id) || null;
    },
    prefer: (by, studyInstanceUid, volumeId) => {
      const key = studyKey(studyInstanceUid);
      const row = volumesOf.all(studyInstanceUid).find(({ id }) => id === volumeId);
      if (key && row) store.write(by, ({ at }) => keep.run(key, seriesKey(row), at));
    },
  };
}
