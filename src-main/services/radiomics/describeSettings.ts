import type { SettingsDescription } from "#shared/api/setting.ts";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { derivedImageNames, featureCount } from "./imageTypeNames.ts";
import { completeSettings } from "./settings.ts";
import { settingsHash } from "./settingsHash.ts";
import { settingsWarnings } from "./settingsWarnings.ts";

/** What settings amount to: their hash, the images and the number of values they give, and what to be careful of. Throws as completeSettings does. */
export function describeSettings(settings: ExtractionSettings): SettingsDescription {
  const complete = completeSettings(settings);
  return {
    settingsHash: settingsHash(settings),
    images: derivedImageNames(complete),
    featureCount: featureCount(complete),
    warnings: settingsWarnings(settings),
  };
}
