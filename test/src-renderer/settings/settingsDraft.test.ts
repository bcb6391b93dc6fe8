import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extractionSettingsSchema, imageTypes, type ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { step, type DraftHistory } from "../../../src-renderer/settings/draftHistory.ts";
import { presets } from "../../../src-renderer/settings/presets.ts";
import { fieldsByKey, settingSections } from "../../../src-renderer/settings/fields/settingSections.ts";
import {
  draftErrors,
  draftOf,
  fieldText,
  isChanged,
  measuredTypes,
  setFeatureClasses,
  setImageTypes,
  setText,
  setValue,
  type SettingsDraft,
} from "../../../src-renderer/settings/settingsDraft.ts";
import type { TypedField } from "../../../src-renderer/settings/settingField.ts";
import { isSameSettings, tidySettings } from "../../../src-renderer/settings/tidySettings.ts";

const bin = fieldsByKey.get("binWidth") as TypedField;
const sigma = fieldsByKey.get("sigma") as TypedField;
const startingFrom = (settings: ExtractionSettings): SettingsDraft => draftOf({ kind: "file", name: "a.yaml", settings });

/** Every default written out, as some parameter files have them. */
const defaults = {
  ...Object.fromEntries([...fieldsByKey].map(([key, field]) => [key, field.initial])),
  imageType: { Original: {} },
  featureClass: { shape: null, firstorder: [], glcm: null, gldm: null, glrlm: null, glszm: null, ngtdm: null },
  voxelSetting: Object.fromEntries(
    settingSections.find(({ under }) => under === "voxelSetting")!.fields.map((field) => [field.key, field.initial]),
  ),
} as ExtractionSettings;

describe("tidySettings", () => {
  test("keeps only what differs from PyRadiomics' defaults", () => {
    expect(tidySettings(defaults)).toEqual({});
    expect(tidySettings({ ...defaults, binWidth: 10, symmetricalGLCM: false, interpolator: 2 })).toEqual({
      binWidth: 10,
      symmetricalGLCM: false,
      interpolator: "sitkLinear",
    });
    expect(tidySettings({ interpolator: null, binCount: null, resampledPixelSpacing: null })).toEqual({ interpolator: null });
    expect(tidySettings({ interpolator: 3 })).toEqual({});
  });

  test("keeps what image types have for themselves, and any order but the default one", () => {
    const own = {
      imageType: { Wavelet: { binWidth: 25, binCount: null }, Original: {} },
      featureClass: { glcm: null, shape: null },
    } satisfies ExtractionSettings;
    expect(JSON.stringify(tidySettings(own))).toBe(JSON.stringify(own));
    expect(isSameSettings(own, { ...own, imageType: { Original: {}, Wavelet: own.imageType.Wavelet } })).toBe(false);
    expect(isSameSettings({ binWidth: 5, gldm_a: 1 }, { gldm_a: 1, binWidth: 5, binCount: null })).toBe(true);
  });
});

describe("a draft", () => {
  test("takes in what is typed, and drops a value that goes back to the default", () => {
    const draft = setText(startingFrom({}), ["binWidth"], bin, "10");
    expect([draft.settings, isChanged(draft)]).toEqual([{ binWidth: 10 }, true]);
    for (const text of ["25", ""])
      expect([setText(draft, ["binWidth"], bin, text).settings, isChanged(setText(draft, ["binWidth"], bin, text))]).toEqual([{}, false]);
  });

  test("keeps a text that cannot be read beside the settings as they were", () => {
    const draft = setText(startingFrom({ binWidth: 10, gldm_a: 1 }), ["binWidth"], bin, "wide");
    expect(draft.settings).toEqual({ binWidth: 10, gldm_a: 1 });
    expect(fieldText(draft, ["binWidth"], bin)).toBe("wide");
    expect(draftErrors(draft)).toEqual({ binWidth: expect.stringContaining("above 0") });
    expect(isChanged(draft)).toBe(true);
    expect(draftErrors(setValue(draft, ["binWidth"], 5))).toEqual({});
  });

  test("sets what an image type has for itself; leaving the type out forgets it", () => {
    const both = setImageTypes(startingFrom({}), { Original: {}, LoG: {} });
    const path = ["imageType", "LoG", "sigma"];
    expect(setText(both, path, sigma, "1, 3").settings).toEqual({ imageType: { Original: {}, LoG: { sigma: [1, 3] } } });
    const wrong = setText(both, path, sigma, "wide");
    expect(draftErrors(wrong)).toHaveProperty(["imageType.LoG.sigma"]);
    const without = setImageTypes(wrong, { Original: {} });
    expect([draftErrors(without), without.settings, measuredTypes(without.settings)]).toEqual([{}, {}, ["Original"]]);
  });

  test("keeps a filter's default only where the general settings say otherwise", () => {
    const wavelet = (settings: ExtractionSettings) =>
      setValue(setImageTypes(startingFrom(settings), { Wavelet: {} }), ["imageType", "Wavelet", "level"], 1).settings.imageType;
    expect(wavelet({})).toEqual({ Wavelet: {} });
    expect(wavelet({ level: 2 })).toEqual({ Wavelet: { level: 1 } });
  });

  test("must measure something", () => {
    expect(draftErrors(setFeatureClasses(startingFrom({}), {}))).toEqual({ featureClass: "Choose at least one feature." });
  });

  test("is always something the schema takes, whatever is typed", () => {
    const path = fc.constantFrom(
      ...[...fieldsByKey.keys()].filter((key) => ["number", "numbers", "boxes"].includes(fieldsByKey.get(key)!.kind)),
    );
    const text = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.integer({ min: -2, max: 70_000 }).map(String),
      fc.constantFrom("1|1|1", "-3|3", "1.0 2", "none"),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(path, text), { maxLength: 12 }), fc.subarray([...imageTypes]), (edits, types) => {
        let draft = setImageTypes(startingFrom({}), Object.fromEntries(types.map((type) => [type, {}])));
        for (const [key, typed] of edits) draft = setText(draft, [key], fieldsByKey.get(key) as TypedField, typed);
        expect(extractionSettingsSchema.safeParse(draft.settings).success).toBe(true);
        expect(tidySettings(draft.settings)).toEqual(draft.settings);
      }),
    );
  });
});

describe("the history", () => {
  const first: DraftHistory = { past: [], present: startingFrom({}), future: [], field: null };
  const type = (history: DraftHistory, text: string) =>
    step(history, { kind: "edit", field: "binWidth", change: (draft) => setText(draft, ["binWidth"], bin, text) });

  test("takes typing in one field as one step", () => {
    const typed = type(type(first, "1"), "10");
    const undone = step(typed, { kind: "undo" });
    expect([typed.present.settings, undone.present.settings, undone.past]).toEqual([{ binWidth: 10 }, {}, []]);
    expect(step(undone, { kind: "redo" }).present.settings).toEqual({ binWidth: 10 });
  });

  test("brings back what stood in the form before a preset or a file", () => {
    const preset = presets[1]!;
    const loaded = step(type(first, "10"), { kind: "edit", field: null, change: () => draftOf({ kind: "preset", ...preset }) });
    expect(loaded.present.settings).toEqual(preset.settings);
    expect(step(loaded, { kind: "undo" }).present).toEqual(type(first, "10").present);
    expect(step(first, { kind: "undo" })).toBe(first);
  });
});
