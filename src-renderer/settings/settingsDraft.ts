import type { ExtractionSettings, ImageType } from "#shared/domain/extractionSettings.ts";
import { readField, textOf, type SettingField, type SettingValue, type TypedField } from "./settingField.ts";
import { allFilterFields } from "./fields/filterFields.ts";
import { isSameSettings, tidySettings } from "./tidySettings.ts";

/** Where settings were taken from, to say what they differ from and to go back to it. */
export interface SettingsOrigin {
  readonly kind: "preset" | "saved" | "file" | "in use";
  readonly name: string;
  readonly settings: ExtractionSettings;
}

/** What stands in the form: settings, and the texts that could not be read as any. */
export interface SettingsDraft {
  readonly settings: ExtractionSettings;
  /** By the path of the field: what was typed and what is wrong with it. The settings keep what they had. */
  readonly unread: Readonly<Record<string, { readonly text: string; readonly error: string }>>;
  readonly origin: SettingsOrigin;
}

/** Keys that lead to a setting: ["binWidth"], ["imageType", "LoG", "sigma"]. */
export type SettingPath = readonly string[];

/** A path as one word. */
export const pathName = (path: SettingPath): string => path.join(".");

/** The form as it stands with settings from somewhere. */
export function draftOf(origin: SettingsOrigin): SettingsDraft {
  return { settings: tidySettings(origin.settings), unread: {}, origin };
}

/** What a path leads to; undefined where nothing is set. */
export function settingAt(settings: ExtractionSettings, path: SettingPath): SettingValue | undefined {
  return path.reduce<unknown>((part, key) => (part as Record<string, unknown> | null | undefined)?.[key], settings) as
    | SettingValue
    | undefined;
}

function withSetting(settings: object, [key, ...rest]: SettingPath, value: unknown): object {
  if (key === undefined) return settings;
  const fields = settings as Record<string, object | null | undefined>;
  const next = rest.length === 0 ? value : withSetting(fields[key] ?? {}, rest, value);
  if (next !== undefined) return { ...fields, [key]: next };
  const { [key]: _gone, ...kept } = fields;
  return kept;
}

/** Sets what a path leads to; undefined takes it away, and so does a default where nothing else would hold. */
export function setValue(draft: SettingsDraft, path: SettingPath, value: SettingValue | undefined): SettingsDraft {
  const { [pathName(path)]: _read, ...unread } = draft.unread;
  const kept = isFilterDefault(draft.settings, path, value) ? undefined : value;
  return { ...draft, unread, settings: tidySettings(withSetting(draft.settings, path, kept)) };
}

function isFilterDefault(settings: ExtractionSettings, [first, , key = ""]: SettingPath, value: SettingValue | undefined): boolean {
  const filterField = allFilterFields.find((field) => field.key === key);
  return first === "imageType" && filterField !== undefined && settingAt(settings, [key]) === undefined && filterField.initial === value;
}

/** Takes in what was typed. Where it cannot be read, it stands in the form with what is wrong, and the settings stay. */
export function setText(draft: SettingsDraft, path: SettingPath, field: TypedField, text: string): SettingsDraft {
  const { value, error } = readField(field, text);
  if (error !== null) return { ...draft, unread: { ...draft.unread, [pathName(path)]: { text, error } } };
  return setValue(draft, path, value);
}

/** The text of a field as it stands in the form. */
export function fieldText({ settings, unread }: SettingsDraft, path: SettingPath, field: TypedField): string {
  return unread[pathName(path)]?.text ?? textOf(field, settingAt(settings, path));
}

/** Replaces the image types; what was typed for one that is gone is gone too. */
export function setImageTypes(draft: SettingsDraft, imageType: NonNullable<ExtractionSettings["imageType"]>): SettingsDraft {
  const isGone = (name: string) => name.startsWith("imageType.") && !Object.keys(imageType).includes(name.split(".")[1] ?? "");
  return {
    ...draft,
    unread: Object.fromEntries(Object.entries(draft.unread).filter(([name]) => !isGone(name))),
    settings: tidySettings({ ...draft.settings, imageType }),
  };
}

export function setFeatureClasses(draft: SettingsDraft, featureClass: NonNullable<ExtractionSettings["featureClass"]>): SettingsDraft {
  return { ...draft, settings: tidySettings({ ...draft.settings, featureClass }) };
}

/** What keeps settings from being used, by the path of the field. */
export function draftErrors({ settings, unread }: SettingsDraft): Readonly<Record<string, string>> {
  const typed = Object.entries(unread).map(([name, { error }]) => [name, error] as const);
  const isNothingMeasured = settings.featureClass && Object.keys(settings.featureClass).length === 0;
  return Object.fromEntries(isNothingMeasured ? [...typed, ["featureClass", "Choose at least one feature."]] : typed);
}

/** Whether the form differs from where its settings came from. */
export function isChanged({ settings, unread, origin }: SettingsDraft): boolean {
  return Object.keys(unread).length > 0 || !isSameSettings(settings, origin.settings);
}

/** What holds where an image type has no value of its own: the general setting, or PyRadiomics' default. */
export function generalValue(settings: ExtractionSettings, field: SettingField): SettingValue {
  return settingAt(settings, [field.key]) ?? field.initial;
}

/** Image types that are measured, in order. */
export function measuredTypes({ imageType }: ExtractionSettings): ImageType[] {
  const types = Object.keys(imageType ?? {}) as ImageType[];
  return types.length === 0 ? ["Original"] : types;
}
