import { describe, expect, test } from "vitest";
import { muscles } from "#shared/domain/muscles.ts";
import { type Form, parseForm } from "#shared/domain/project/form.ts";
import { recodeGrade, type Scale } from "#shared/domain/project/scale.ts";
import { assetFiles } from "./assetFiles.ts";

const files = assetFiles("forms");
const forms = new Map([...files].map(([name, content]) => [name, parseForm(content)]));
const scaleOf = (name: string): Scale => forms.get(name)!.scales[0]!;
const values = (name: string) =>
  scaleOf(name)
    .grades.map(({ value }) => value)
    .join(" ");

describe("assets/forms", () => {
  test("holds the scales that studies of muscle use, each file named after its form", () => {
    // The variants that shared/reader-studies.md names.
    expect(Object.fromEntries([...forms.keys()].map((name) => [name, values(name)]))).toEqual({
      "mercuri-modified": "0 1 2 3 4 5",
      "mercuri-1-4": "1 2 3 4",
      "mercuri-0-4-2a-2b": "0 1 2a 2b 3 4",
      "fischer-0-4": "0 1 2 3 4",
      "lamminen-1-4": "1 2 3 4",
      "goutallier-0-4": "0 1 2 3 4",
      "oedema-0-3": "0 1 2 3",
      "oedema-0-1": "0 1",
      "image-quality": "0 1 2 3",
    });
    for (const [name, { id }] of forms) expect(id).toBe(name);
  });

  test("asks the muscle forms for the program's 17 muscles of each side, once a muscle", () => {
    for (const [name, form] of forms) {
      if (name === "image-quality") continue;
      expect(form.muscles).toEqual(muscles.map(({ code, name, region }) => ({ code, name, region })));
      expect(form.sides).toEqual(["right", "left"]);
      expect(form.items).toMatchObject([{ scope: { of: "muscle and side" }, isRequired: true }]);
      expect(form.notAssessable.map(({ label }) => label)).toEqual(["out of view", "artefact", "metal", "absent or atrophied", "other"]);
    }
    expect(forms.get("image-quality")!.items[0]!.scope).toEqual({ of: "level and role" });
  });

  test("words the modified Mercuri score as the study does", () => {
    const { grades, bounds, source } = scaleOf("mercuri-modified");
    const wording = grades.map(({ wording }) => wording);
    // The study's own terms and limits, from shared/studies.md.
    const terms = [
      /^normal$/,
      /punctate T1-hyperintense/,
      /scattered.*less than 30 %/,
      /small confluent.*30 to 60 %/,
      /large confluent.*more than 60 %/,
    ];
    terms.forEach((term, grade) => expect(wording[grade]).toMatch(term));
    expect(wording[5]).toBe("diffuse, the whole muscle");
    expect(bounds).toBe("Exactly 30 % of the muscle is grade 3; exactly 60 % is grade 3.");
    expect(source).toMatch(/10\.3389\/fneur\.2023\.1251025/);
    expect(grades.map(({ key }) => key)).toEqual(["0", "1", "2", "3", "4", "5"]);
  });

  test("has recode tables only between scales and grades that are there, and orders stay", () => {
    const scales = [...forms.values()].flatMap(({ scales }) => scales);
    const byId = new Map(scales.map((scale) => [scale.id, scale]));
    expect(byId.size).toBe(scales.length);
    for (const scale of scales) {
      for (const { to, toVersion, grades } of scale.recodes) {
        const target = byId.get(to)!;
        expect(`${to} ${target.version}`).toBe(`${to} ${toVersion}`);
        const order = target.grades.map(({ value }) => value);
        const recoded = scale.grades
          .filter(({ value }) => value in grades)
          .map(({ value }) => order.indexOf(recodeGrade(scale, value, target)));
        expect(recoded).not.toContain(-1);
        expect(recoded).toEqual(recoded.toSorted((a, b) => a - b));
      }
    }
  });

  // Each grade by the share of the muscle in its published wording.
  test.each<[string, string, Record<string, string>]>([
    // "< 30 %" is mild (2), "30-60 %" moderate (3), above it severe (4): Wattjes 2010, table 1.
    ["mercuri-modified", "mercuri-1-4", { "0": "1", "2": "2", "3": "3", "4": "4", "5": "4" }],
    // "< 30 %" is 2a, "30-60 %" 2b: J Neurol 2017;264:1320, table 2.
    ["mercuri-modified", "mercuri-0-4-2a-2b", { "0": "0", "1": "1", "2": "2a", "3": "2b", "4": "3", "5": "4" }],
    // "< 50 %" is 2, "> 50 %" 3.
    ["mercuri-modified", "fischer-0-4", { "0": "0", "2": "2", "4": "3", "5": "4" }],
    ["mercuri-0-4-2a-2b", "mercuri-modified", { "2a": "2", "2b": "3" }],
    ["oedema-0-3", "oedema-0-1", { "0": "0", "1": "1", "2": "1", "3": "1" }],
  ])("recodes %s to %s", (from, to, expected) => {
    for (const [grade, recoded] of Object.entries(expected)) expect(recodeGrade(scaleOf(from), grade, scaleOf(to))).toBe(recoded);
  });
});

describe("recoding", () => {
  test("refuses what the table leaves out, a table that is not there, and a grade that is none", () => {
    const [modified, fischer, lamminen] = [scaleOf("mercuri-modified"), scaleOf("fischer-0-4"), scaleOf("lamminen-1-4")];
    expect(() => recodeGrade(modified, "3", fischer)).toThrow(
      'Grade 3 of the scale "Mercuri score, modified, 0 to 5" has no equivalent on "Fischer scale, 0 to 4"',
    );
    expect(() => recodeGrade(modified, "3", lamminen)).toThrow('has no recode table to "Lamminen scale, 1 to 4", version 1');
    expect(() => recodeGrade(modified, "2", { ...fischer, version: 2 })).toThrow("version 2");
    expect(() => recodeGrade(modified, "6", fischer)).toThrow('"6" is no grade of the scale');
    expect(() => recodeGrade(modified, "toString", fischer)).toThrow('"toString" is no grade of the scale');
  });
});

describe("a form's file", () => {
  const good = files.get("mercuri-modified") as Form;
  const change = (edit: (form: Form) => void) => {
    const form = structuredClone(good);
    edit(form);
    return () => parseForm(form);
  };

  test("is refused with the field in words", () => {
    expect(change((form) => (form.scales[0]!.grades[1]!.key = "n"))).toThrow(
      'scale 1, grade 2, key: must be one digit or one lower-case letter other than "n"',
    );
    expect(change((form) => (form.scales[0]!.grades[1]!.key = "0"))).toThrow('keys of grades: "0" stands there twice');
    expect(change((form) => (form.items[0]!.kind = { type: "grade", scale: "fischer" }))).toThrow(
      'item "grade": its scale "fischer" is not among the scales',
    );
    expect(change((form) => form.sides.splice(0))).toThrow("muscles and sides: an item is asked per muscle and side, but none are listed");
    expect(change((form) => form.items.splice(0))).toThrow("items: must not be empty");
    expect(change((form) => Object.assign(form, { colour: "red" }))).toThrow('the file: has an unknown field "colour"');
    expect(change((form) => delete (form as Partial<Form>).notAssessable)).toThrow("not assessable: is missing");
    expect(change((form) => (form.items[0]!.kind = { type: "number", unit: "%", minimum: 100, maximum: 0, isWhole: true }))).toThrow(
      "the minimum 100 is above the maximum 0",
    );
    expect(() => parseForm("Mercuri")).toThrow("The form cannot be used: the file: must be a group of fields");
  });

  test("may not ask for the mean of grades that are no numbers", () => {
    const form = structuredClone(files.get("mercuri-0-4-2a-2b")) as Form;
    form.items[0]!.scope = { of: "muscle, side and level", combine: "maximum" };
    expect(() => parseForm(form)).not.toThrow();
    form.items[0]!.scope = { of: "muscle, side and level", combine: "mean" };
    expect(() => parseForm(form)).toThrow('item "grade": a mean needs grades that are numbers');
  });
});
