import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extractionSettingsSchema } from "#shared/domain/extractionSettings.ts";
import { readField, textOf, type TypedField } from "../../../src-renderer/settings/settingField.ts";
import { allFilterFields } from "../../../src-renderer/settings/fields/filterFields.ts";
import { fieldsByKey, settingSections } from "../../../src-renderer/settings/fields/settingSections.ts";

const typed = (field: { kind: string }): field is TypedField =>
  field.kind === "number" || field.kind === "numbers" || field.kind === "boxes";
const mapFields = settingSections.find(({ under }) => under === "voxelSetting")!.fields;
const accepts = (under: string | undefined, key: string, value: unknown) =>
  extractionSettingsSchema.safeParse(under ? { [under]: { [key]: value } } : { [key]: value }).success;
const typedFields = [
  ...[...fieldsByKey.values()].map((field) => [undefined, field] as const),
  ...mapFields.map((field) => ["voxelSetting", field] as const),
].flatMap(([under, field]) => (typed(field) ? [[field.key, under, field] as const] : []));
const bin = fieldsByKey.get("binWidth") as TypedField;
const spacing = fieldsByKey.get("resampledPixelSpacing") as TypedField;
const range = fieldsByKey.get("resegmentRange") as TypedField;
const sigma = fieldsByKey.get("sigma") as TypedField;

describe("the form's fields", () => {
  test("are all of the schema's keys, each once", () => {
    const {
      profile: _profile,
      imageType: _types,
      featureClass: _classes,
      voxelSetting,
      ...general
    } = extractionSettingsSchema.options[0].shape;
    const keys = [...settingSections.filter(({ under }) => under === undefined).flatMap(({ fields }) => fields), ...allFilterFields].map(
      ({ key }) => key,
    );
    expect(keys.toSorted()).toEqual(Object.keys(general).toSorted());
    expect(mapFields.map(({ key }) => key).toSorted()).toEqual(Object.keys(voxelSetting.unwrap().shape).toSorted());
  });

  test("have in their lists what the schema knows, and nothing else", () => {
    for (const field of fieldsByKey.values()) {
      if (field.kind !== "choice") continue;
      for (const { value } of field.options)
        expect([field.key, value, accepts(undefined, field.key, value)]).toEqual([field.key, value, true]);
      expect(field.options.map(({ value }) => value)).toContain(field.initial);
      expect(accepts(undefined, field.key, "another")).toBe(false);
    }
  });

  test.each(typedFields)("%s takes what the schema takes", (key, under, field) => {
    const number = fc
      .oneof(
        fc.integer({ min: -3, max: 70 }),
        fc.constantFrom(0, 53, 54, 64, 65, 65_535, 65_536, 4_294_967_295, 4_294_967_296, 1e9),
        fc.double({ min: -5, max: 5, noNaN: true }),
      )
      .map((value) => value + 0); // -0 is written 0
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 3 }), (numbers) => {
        const value = field.kind === "number" ? numbers[0]! : numbers.slice(0, field.kind === "boxes" ? field.boxes.length : 3);
        const text = !Array.isArray(value) ? String(value) : value.join(field.kind === "boxes" ? "|" : ", ");
        const reading = readField(field, text);
        const isTaken = accepts(under, key, value);
        expect([text, reading.error === null]).toEqual([text, isTaken]);
        expect([reading.value, textOf(field, reading.value)]).toEqual(isTaken ? [value, text] : [undefined, ""]);
      }),
    );
  });
});

describe("readField", () => {
  test("an empty field is the default; a word stands for none", () => {
    expect(readField(bin, "  ")).toEqual({ value: undefined, error: null });
    expect(readField(spacing, "||")).toEqual({ value: undefined, error: null });
    expect(readField(fieldsByKey.get("binCount") as TypedField, "None")).toEqual({ value: null, error: null });
    expect(readField(mapFields.find(({ key }) => key === "initValue") as TypedField, "nan")).toEqual({ value: "nan", error: null });
  });

  test.each(["wide", "0", "-5", "2,5", "1e", "0x10", "Infinity", "NaN", "1 2"])("refuses a bin width of %j in words", (text) => {
    expect(readField(bin, text).error).toContain("Give a number above 0.");
  });

  test("says that the decimal sign is a point", () => {
    expect(readField(bin, "2,5").error).toContain("The decimal sign is a point here.");
    expect(readField(spacing, "1|2,5|1").error).toContain("Y: give a number from 0.");
  });

  test("voxel sizes are given in all directions, thresholds from the lowest", () => {
    expect(readField(spacing, "3|3|").error).toBe("Give all 3 (x, y, z), or none.");
    expect(readField(range, "|5").error).toBe("Give the lowest too.");
    expect(readField(range, "-5|").value).toEqual([-5]);
  });

  test("a width of LoG keeps the point that names its image", () => {
    expect(readField(sigma, "1.0, 2 3.5;4.00").value).toEqual(["1.0", 2, 3.5, "4.0"]);
    expect(readField(sigma, "1, wide").error).toContain('"wide" cannot be used');
    expect(readField(sigma, "0.0").error).not.toBeNull();
  });
});
