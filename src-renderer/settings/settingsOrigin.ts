import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { presets } from "./presets.ts";
import type { SettingsOrigin } from "./settingsDraft.ts";
import { isSameSettings } from "./tidySettings.ts";

let remembered: { readonly origin: SettingsOrigin; readonly settings: ExtractionSettings } | null = null;

/** Remembers where settings that are now in use were taken from. */
export function rememberOrigin(origin: SettingsOrigin, settings: ExtractionSettings): void {
  remembered = { origin, settings };
}

/** Where settings in use come from: from where the sheet took them, else the preset that says the same. */
export function originOf(settings: ExtractionSettings): SettingsOrigin {
  if (remembered && isSameSettings(remembered.settings, settings)) return remembered.origin;
  const preset = presets.find((other) => isSameSettings(other.settings, settings));
  return preset ? { kind: "preset", name: preset.name, settings: preset.settings } : { kind: "in use", name: "Settings in use", settings };
}
