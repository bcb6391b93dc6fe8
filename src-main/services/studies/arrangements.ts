import { arrangementOnDiskSchema, type KeptArrangement } from "#shared/api/arrangement.ts";
import type { Author, Store } from "../store/index.ts";
import { createSeriesKeys, type KeyedVolume } from "./seriesKeys.ts";

/** How each reader arranges studies of one kind: those of the same description; without one, of the same protocol names. */
export interface Arrangements {
  /** As this reader left a study of this kind last, in terms of this study; null where none was kept, or nothing of it is here. */
  find(by: Author, studyInstanceUid: string): KeptArrangement | null;
  /** Remembers it for all studies of this kind. Nothing where the study has neither description nor protocol names. */
  keep(by: Author, studyInstanceUid: string, arrangement: KeptArrangement): void;
  /** Forgets what was kept for studies of this kind. */
  forget(by: Author, studyInstanceUid: string): void;
}

function seriesOf(volumes: readonly KeyedVolume[], volumeId: string | null): { key: string; place: number } | null {
  const found = volumes.find(({ id }) => id === volumeId);
  return found ? { key: found.key, place: volumes.filter(({ key }) => key === found.key).indexOf(found) } : null;
}

/** Makes the arrangements of one store. */
export function createArrangements(store: Store): Arrangements {
  const { database } = store;
  const keys = createSeriesKeys(store);
  const find = database.prepare<[number, string], string>("SELECT content FROM arrangement WHERE reader_id = ? AND study_key = ?").pluck();
  const keep = database.prepare(`
    INSERT INTO arrangement (reader_id, study_key, kept_at, content) VALUES (?, ?, ?, ?)
    ON CONFLICT (reader_id, study_key) DO UPDATE SET kept_at = excluded.kept_at, content = excluded.content`);
  const forget = database.prepare("DELETE FROM arrangement WHERE reader_id = ? AND study_key = ?");
  const keyOf = (studyInstanceUid: string) => keys.ofDescription(studyInstanceUid) ?? keys.ofProtocols(studyInstanceUid);

  return {
    find: ({ readerId }, studyInstanceUid) => {
      const key = keyOf(studyInstanceUid);
      const content = key && find.get(readerId, key);
      if (!content) return null;
      const { layout, panes } = arrangementOnDiskSchema.parse(JSON.parse(content));
      const volumes = keys.volumesOf(studyInstanceUid);
      const found = panes.map(({ series, ...pane }) => ({
        ...pane,
        volumeId: (series && volumes.filter((volume) => volume.key === series.key)[series.place]?.id) ?? null,
      }));
      return found.some(({ volumeId }) => volumeId !== null) ? { layout, panes: found } : null;
    },
    keep: (by, studyInstanceUid, { layout, panes }) => {
      const key = keyOf(studyInstanceUid);
      if (key === null) return;
      const volumes = keys.volumesOf(studyInstanceUid);
      const content = { layout, panes: panes.map(({ volumeId, ...pane }) => ({ ...pane, series: seriesOf(volumes, volumeId) })) };
      store.write(by, ({ at, readerId }) => keep.run(readerId, key, at, JSON.stringify(content)));
    },
    forget: (by, studyInstanceUid) => {
      const key = keyOf(studyInstanceUid);
      if (key !== null) store.write(by, ({ readerId }) => forget.run(readerId, key));
    },
  };
}
