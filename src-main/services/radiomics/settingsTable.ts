import { randomUUID } from "node:crypto";
import { savedSettingsSchema, type SavedSettings } from "#shared/api/setting.ts";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Store } from "../store/index.ts";
import { settingsHash } from "./settingsHash.ts";

interface Row { id: string; name: string; settings: string; saved_at: string }

/** Extraction settings kept by name in the data folder. */
export interface SavedSettingsTable {
  /** By name. */
  list(): SavedSettings[];
  /** Keeps settings under a name; those that had the name before give way. Throws PlainError where they cannot be used. */
  save(name: string, settings: ExtractionSettings): SavedSettings;
  /** Throws PlainError where there are none of this id. */
  remove(id: string): void;
}

export function createSavedSettings({ database }: Store): SavedSettingsTable {
  const read = ({ id, name, settings: text, saved_at }: Row): SavedSettings => {
    const settings = JSON.parse(text) as ExtractionSettings;
    return savedSettingsSchema.parse({ id, name, settings, settingsHash: settingsHash(settings), savedAt: saved_at });
  };
  return {
    list: () => database.prepare<[], Row>("SELECT * FROM extraction_settings ORDER BY name COLLATE NOCASE, name").all().map(read),
    save: (name, settings) => {
      settingsHash(settings); // refuses what cannot be used
      const row = { id: randomUUID(), name, settings: JSON.stringify(settings), savedAt: new Date().toISOString() };
      return read(database.prepare<[typeof row], Row>(`
        INSERT INTO extraction_settings (id, name, settings, saved_at) VALUES (:id, :name, :settings, :savedAt)
        ON CONFLICT (name) DO UPDATE SET settings = excluded.settings, saved_at = excluded.saved_at RETURNING *`).get(row)!);
    },
    remove: (id) => {
      if (database.prepare("DELETE FROM extraction_settings WHERE id = ?").run(id).changes === 0) throw new PlainError("These settings are no longer saved. Choose others.");
    },
  };
}
