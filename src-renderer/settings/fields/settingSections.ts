import { pyradiomicsDefaults, pyradiomicsVoxelDefaults } from "#shared/domain/pyradiomicsDefaults.ts";
import type { SettingField } from "../settingField.ts";
import { allFilterFields } from "./filterFields.ts";
import { preparationSections } from "./preparationSections.ts";
import { resultSections } from "./resultSections.ts";
import { textureSections } from "./textureSections.ts";
import { withDefault, type WrittenSection } from "./writtenField.ts";

/** A step of the extraction with its settings. */
export interface SettingSection extends WrittenSection {
  readonly fields: readonly SettingField[];
}

/** The section of image types, which has a list of its own. */
export const imageTypesId = "imageType";
/** The section of features, likewise. */
export const featuresId = "featureClass";

/** The form, in the order in which PyRadiomics takes its steps. */
export const settingSections: readonly SettingSection[] = [
  ...preparationSections,
  {
    id: imageTypesId,
    title: "Image types",
    about: "The image as it is, and filtered images: every chosen feature but shape is measured on each.",
    fields: [],
  },
  ...textureSections,
  {
    id: featuresId,
    title: "Features",
    about: "What is measured. Every feature has PyRadiomics' definition; shape is measured once, all others on each image.",
    fields: [],
  },
  ...resultSections,
].map((section) => ({
  ...section,
  fields: section.fields.map(withDefault(section.under === undefined ? pyradiomicsDefaults : pyradiomicsVoxelDefaults)),
}));

/** What the features of an image type can be computed with in its own way. */
export const ownFields: readonly SettingField[] = settingSections
  .filter(({ id }) => id === "binning" || id === "neighbourhood")
  .flatMap(({ fields }) => fields);

/** Every field at the top of the settings, by PyRadiomics' key. */
export const fieldsByKey: ReadonlyMap<string, SettingField> = new Map(
  [...settingSections.filter(({ under }) => under === undefined).flatMap(({ fields }) => fields), ...allFilterFields].map((field) => [
    field.key,
    field,
  ]),
);
