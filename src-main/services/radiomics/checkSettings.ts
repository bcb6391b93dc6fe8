import type { z } from "zod";
import {
  type ExtractionSettings,
  extractionSettingsSchema,
  featureClasses,
  imageTypes,
  settingKeys,
  voxelSettingKeys,
} from "#shared/domain/extractionSettings.ts";
import { nearestWord } from "./nearestWord.ts";
import { refuseUnknown } from "./refuseUnknown.ts";
import { SettingsError } from "./SettingsError.ts";

/** Answers settings that follow the schema. Throws SettingsError that names the field that is wrong; for an unknown key with the nearest known one. */
export function checkSettings(settings: unknown): ExtractionSettings {
  const parsed = extractionSettingsSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0]!;
  const path = first.path.map(String);
  if (first.code === "unrecognized_keys") refuseUnknownKeys(path, first.keys);
  if (first.code === "invalid_key") refuseUnknownKeys(path.slice(0, -1), path.slice(-1));
  const nearest = nearestValue(first, settings);
  throw new SettingsError(
    `The extraction settings cannot be used: ${path.join(".") || "settings"}: ${nearest ?? first.message}. Correct it and start again.`,
    path,
  );
}

function refuseUnknownKeys(path: readonly string[], keys: readonly string[]): void {
  const [at, within] = path;
  if (at === undefined) refuseUnknown("setting", keys, [...settingKeys, "imageType", "featureClass", "voxelSetting"], path);
  else if (at === "voxelSetting") refuseUnknown("voxelSetting", keys, voxelSettingKeys, path);
  else if (at === "featureClass") refuseUnknown("feature class", keys, featureClasses, path);
  else if (within === undefined) refuseUnknown("image type", keys, imageTypes, path);
  else refuseUnknown(`setting under imageType.${within}`, keys, settingKeys, path);
}

/** Words for a value that is none of a list's: the nearest of a long list; undefined for any other mistake. */
function nearestValue(issue: z.core.$ZodIssue, settings: unknown): string | undefined {
  if (issue.code !== "invalid_value") return undefined;
  const value = issue.path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown>)[key], settings);
  const nearest = typeof value === "string" ? nearestWord(value, issue.values.map(String)) : undefined;
  const known = issue.values.length > 12 ? "is not known" : `is none of ${issue.values.map(String).join(", ")}`;
  return `${JSON.stringify(value)} ${known}${nearest === undefined ? "" : ` (nearest: "${nearest}")`}`;
}
