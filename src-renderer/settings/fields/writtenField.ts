import type { SettingField, SettingValue } from "../settingField.ts";

/** A field as it is written in this folder: its initial value is PyRadiomics' default. */
export type WrittenField = WithoutInitial<SettingField>;
type WithoutInitial<Field> = Field extends SettingField ? Omit<Field, "initial"> : never;

/** A step of the extraction with its settings. */
export interface WrittenSection {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly fields: readonly WrittenField[];
  /** Keys above those of its fields: "voxelSetting". */
  readonly under?: string;
}

/** Gives a field its default. */
export const withDefault =
  (from: Readonly<Record<string, SettingValue>>) =>
  (field: WrittenField): SettingField =>
    ({ ...field, initial: from[field.key]! }) as SettingField;

/** Options of a choice: each value with its word. */
export const words = (...options: Array<[string | number | null, string]>) => options.map(([value, label]) => ({ value, label }));

/** The word for no value. */
export const none = { text: "none", value: null } as const;
