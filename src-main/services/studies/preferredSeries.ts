import type { Author, Store } from "../store/index.ts";
import { createSeriesKeys } from "./seriesKeys.ts";

/** On which series readers want to open studies of one kind: those of the same study description. */
export interface PreferredSeries {
  /** The volume of this study that plays the part of the one that was preferred last; null where none does, or the study has no description. */
  find(studyInstanceUid: string): string | null;
  /** Remembers a volume for all studies with this study's description. Nothing where it has none, or there is no such volume. */
  prefer(by: Author, studyInstanceUid: string, volumeId: string): void;
}

/** Makes the preferences of one store. */
export function createPreferredSeries(store: Store): PreferredSeries {
  const { database } = store;
  const keys = createSeriesKeys(store);
  const find = database.prepare<[string], string>("SELECT series_key FROM preferred_series WHERE study_key = ?").pluck();
  const keep = database.prepare(`
    INSERT INTO preferred_series (study_key, series_key, chosen_at) VALUES (?, ?, ?)
    ON CONFLICT (study_key) DO UPDATE SET series_key = excluded.series_key, chosen_at = excluded.chosen_at`);

  return {
    find: (studyInstanceUid) => {
      const key = keys.ofDescription(studyInstanceUid);
      const wanted = key && find.get(key);
      return (wanted && keys.volumesOf(studyInstanceUid).find((volume) => volume.key === wanted)?.id) || null;
    },
    prefer: (by, studyInstanceUid, volumeId) => {
      const key = keys.ofDescription(studyInstanceUid);
      const volume = keys.volumesOf(studyInstanceUid).find(({ id }) => id === volumeId);
      if (key && volume) store.write(by, ({ at }) => keep.run(key, volume.key, at));
    },
  };
}
