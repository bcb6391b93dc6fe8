import { randomUUID } from "node:crypto";
import { savedSettingsSchema, type SavedSettings } from "#shared/api/setting.ts";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Author, Store } from "../store/index.ts";
import { settingsHash } from "./settingsHash.ts";

interface Row {
  id: string;
  name: string;
  settings: string;
  saved_at: string;
}

/** Extraction settings kept by name in the data folder. */
export interface SavedSettingsTable {
  /** By name. */
  list(): SavedSettings[];
  /** Keeps settings under a name; those that had the name before give way. Throws PlainError where they cannot be used. */
  save(by: Author, name: string, settings: ExtractionSettings): SavedSettings;
  /** Throws PlainError where there are none of this id. */
  remove(by: Author, id: string): void;
}

export function createSavedSettings(store: Store): SavedSettingsTable {
  const { database } = store;
  const read = ({ id, name, settings: text, saved_at }: Row): SavedSettings => {
    const settings = JSON.parse(text) as ExtractionSettings;
    return savedSettingsSchema.parse({ id, name, settings, settingsHash: settingsHash(settings), savedAt: saved_at });
  };
  return {
    list: () => database.prepare<[], Row>("SELECT * FROM extraction_settings ORDER BY name COLLATE NOCASE, name").all().map(read),
    save: (by, name, settings) => {
      settingsHash(settings); // refuses what cannot be used
      const row = { id: randomUUID(), name, settings: JSON.stringify(settings) };
      return read(
        store.write(by, ({ at }) =>
          database
            .prepare<[typeof row & { savedAt: string }], Row>(`
        INSERT INTO extraction_settings (id, name, settings, saved_at) VALUES (:id, :name, :settings, :savedAt)
        ON CONFLICT (name) DO UPDATE SET settings = excluded.settings, saved_at = excluded.saved_at RETURNING *`)
            .get({ ...row, savedAt: at })!,
        ),
      );
    },
    remove: (by, id) => {
      if (store.write(by, () => database.prepare("DELETE FROM extraction_settings WHERE id = ?").run(id)).changes === 0)
        throw new PlainError("These settings are no longer saved. Choose others.");
    },
  };
}
