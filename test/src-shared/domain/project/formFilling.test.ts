import { describe, expect, test } from "vitest";
import { type Answer, checkAnswer, missingAnswers } from "#shared/domain/project/answer.ts";
import { combineLevels } from "#shared/domain/project/combineLevels.ts";
import { type Form, type FormRegion, parseForm } from "#shared/domain/project/form.ts";
import { cellInWords, formCells, otherSide } from "#shared/domain/project/formCells.ts";
import { gradeForKey, gradePosition } from "#shared/domain/project/scale.ts";
import { assetFiles } from "./assetFiles.ts";

const files = assetFiles("forms");
const mercuri = parseForm(files.get("mercuri-modified"));
const named = (...ids: string[]) => ids.map((id) => ({ id, name: id }));
/** As in the study: three levels of the thigh, two of the calf, two series each. */
const regions: readonly FormRegion[] = [
  { id: "thigh", name: "thigh", levels: named("proximal", "middle", "distal"), roles: named("t1", "water") },
  { id: "calf", name: "calf", levels: named("proximal", "middle"), roles: named("t1", "water") },
];
const grade = (value: string): Answer => ({ type: "grade", value });
const notAssessable = (reason: string, words = ""): Answer => ({ type: "not assessable", reason, words });

function perLevel(combine: "maximum" | "mean", name = "mercuri-modified"): Form {
  const form = structuredClone(files.get(name)) as Form;
  form.items[0]!.scope = { of: "muscle, side and level", combine };
  return parseForm(form);
}

describe("filling the grid", () => {
  test("has 34 fields a case, each muscle's right before its left", () => {
    const cells = formCells(mercuri, regions);
    expect(cells).toHaveLength(34);
    expect(cells.slice(0, 4).map(({ about }) => about)).toEqual([
      "rectus femoris right",
      "rectus femoris left",
      "vastus medialis right",
      "vastus medialis left",
    ]);
    expect(cells.at(-1)).toMatchObject({ key: "mercuri-modified/grade/GASL/left", muscle: "GASL", side: "left", region: "calf" });
    expect(new Set(cells.map(({ key }) => key)).size).toBe(34);
  });

  test("34 keys fill it, and nothing is missing then", () => {
    const cells = formCells(mercuri, regions);
    const keys = Array.from({ length: 34 }, (_, at) => String(at % 6));
    const answers = new Map<string, Answer>();
    keys.forEach((key, at) => {
      expect(missingAnswers(cells, answers)).toHaveLength(34 - at);
      const answer = grade(gradeForKey(mercuri.scales[0]!, key)!.value);
      checkAnswer(mercuri, cells[at]!, answer);
      answers.set(cells[at]!.key, answer);
    });
    expect(missingAnswers(cells, answers)).toEqual([]);
    expect(gradeForKey(mercuri.scales[0]!, "6")).toBeUndefined();
    expect(gradeForKey(parseForm(files.get("mercuri-0-4-2a-2b")).scales[0]!, "B")?.value).toBe("2b");
    expect(gradePosition(parseForm(files.get("mercuri-0-4-2a-2b")).scales[0]!, "3")).toBe(4);
  });

  test("names what is missing, in order; not assessable is an answer", () => {
    const cells = formCells(mercuri, regions);
    const answers = new Map(cells.map(({ key }) => [key, grade("2")]));
    answers.set("mercuri-modified/grade/SAR/left", notAssessable("metal"));
    answers.delete("mercuri-modified/grade/TA/right");
    answers.delete("mercuri-modified/grade/GR/left");
    expect(missingAnswers(cells, answers).map(cellInWords)).toEqual([
      "Fatty infiltration on T1-weighted images, gracilis left",
      "Fatty infiltration on T1-weighted images, tibialis anterior right",
    ]);
  });

  test("finds the other side", () => {
    const cells = formCells(perLevel("maximum"), regions);
    const cell = cells.find(({ key }) => key === "mercuri-modified/grade/SOL/left/middle")!;
    expect(otherSide(cells, cell)?.key).toBe("mercuri-modified/grade/SOL/right/middle");
    const quality = formCells(parseForm(files.get("image-quality")), regions);
    expect(otherSide(quality, quality[0]!)).toBeUndefined();
  });

  test("asks per level for the muscles of that level's region", () => {
    const cells = formCells(perLevel("maximum"), regions);
    // 11 muscles, 2 sides, 3 levels of the thigh; 6, 2, 2 of the calf.
    expect(cells).toHaveLength(11 * 2 * 3 + 6 * 2 * 2);
    expect(cells[22]).toMatchObject({ about: "rectus femoris right, middle", level: "middle" });
  });

  test("asks for image quality of each level and series, and lets the remark be empty", () => {
    const cells = formCells(parseForm(files.get("image-quality")), regions);
    expect(cells.filter(({ item }) => item.id === "grade")).toHaveLength((3 + 2) * 2);
    expect(missingAnswers(cells, new Map())).toHaveLength(10);
    expect(cells[1]).toMatchObject({ key: "image-quality/grade/thigh/proximal/water", about: "thigh, proximal, water" });
  });
});

describe("an answer", () => {
  const cell = formCells(mercuri, regions)[0]!;
  test("outside the scale, of another kind, or not assessable without its reason is refused with the field", () => {
    expect(() => checkAnswer(mercuri, cell, grade("6"))).toThrow('"6" is no grade of the scale');
    expect(() => checkAnswer(mercuri, cell, { type: "number", value: 3 })).toThrow(
      "Fatty infiltration on T1-weighted images, rectus femoris right: a grade is asked for",
    );
    expect(() => checkAnswer(mercuri, cell, notAssessable("bored"))).toThrow(
      '"not assessable" needs a reason: out of view, artefact, metal, absent or atrophied, other',
    );
    expect(() => checkAnswer(mercuri, cell, notAssessable("other", " "))).toThrow("needs the reason in words");
    expect(() => checkAnswer(mercuri, cell, notAssessable("other", "wrong patient position"))).not.toThrow();
    const quality = parseForm(files.get("image-quality"));
    expect(() => checkAnswer(quality, formCells(quality, regions)[0]!, notAssessable("metal"))).toThrow('does not allow "not assessable"');
  });

  test("of a number keeps to its range, of a choice to its list, of a text to its length", () => {
    const form = parseForm({
      ...mercuri,
      items: [
        {
          id: "fat",
          label: "Fat",
          kind: { type: "number", unit: "%", minimum: 0, maximum: 100, isWhole: true },
          scope: { of: "case" },
          isRequired: true,
        },
        {
          id: "side",
          label: "Worse side",
          kind: {
            type: "choice",
            choices: [
              { value: "right", label: "right" },
              { value: "left", label: "left" },
            ],
          },
          scope: { of: "case" },
          isRequired: false,
        },
        { id: "note", label: "Note", kind: { type: "text", maximumLength: 5 }, scope: { of: "case" }, isRequired: false },
      ],
    });
    const [fat, side, note] = formCells(form, []);
    expect(() => checkAnswer(form, fat!, { type: "number", value: 100 })).not.toThrow();
    expect(() => checkAnswer(form, fat!, { type: "number", value: 101 })).toThrow("Fat: 101 is outside 0 to 100 %.");
    expect(() => checkAnswer(form, fat!, { type: "number", value: Number.NaN })).toThrow("NaN is outside");
    expect(() => checkAnswer(form, fat!, { type: "number", value: 0.5 })).toThrow("0.5 is no whole number");
    expect(() => checkAnswer(form, side!, { type: "choice", value: "both" })).toThrow('Worse side: "both" is none of right, left.');
    expect(() => checkAnswer(form, note!, { type: "text", value: "123456" })).toThrow("longer than 5 characters");
    expect(() => checkAnswer(form, note!, { type: "text", value: " " })).toThrow("the text is empty");
    expect(() => checkAnswer(form, note!, notAssessable("metal"))).toThrow("a text is left empty");
  });
});

describe("a score over levels", () => {
  const scored = (form: Form, given: readonly (Answer | null)[]) => {
    const all = formCells(form, regions);
    const cells = all.filter(({ muscle, side }) => muscle === "RFEM" && side === "right");
    expect(cells).toHaveLength(3);
    const others = all.filter((cell) => !cells.includes(cell)).map(({ key }) => [key, grade("1")] as const);
    const answers = new Map([...others, ...cells.flatMap(({ key }, at) => (given[at] ? [[key, given[at]] as const] : []))]);
    return combineLevels(form, { item: form.items[0]!, muscle: "RFEM", side: "right" }, all, answers);
  };

  test("is the highest grade, or the mean of the levels", () => {
    const levels = [grade("2"), grade("5"), grade("3")];
    expect(scored(perLevel("maximum"), levels)).toEqual({ state: "scored", value: "5", levelsUsed: 3, levelsNotAssessable: 0 });
    // (2 + 5 + 3) / 3
    expect(scored(perLevel("mean"), levels)).toEqual({ state: "scored", value: 10 / 3, levelsUsed: 3, levelsNotAssessable: 0 });
  });

  test("takes the maximum by the scale, not by the text", () => {
    // On 0, 1, 2a, 2b, 3, 4 the grade 2b stands above 2a and below 3.
    expect(scored(perLevel("maximum", "mercuri-0-4-2a-2b"), [grade("2b"), grade("2a"), grade("1")])).toMatchObject({ value: "2b" });
    expect(scored(perLevel("maximum", "mercuri-0-4-2a-2b"), [grade("2b"), grade("3"), grade("1")])).toMatchObject({ value: "3" });
  });

  test("of numbers is the largest number", () => {
    const form = perLevel("maximum");
    form.items[0]!.kind = { type: "number", unit: "%", minimum: 0, maximum: 100, isWhole: true };
    const levels = [9, 10, 2].map((value): Answer => ({ type: "number", value }));
    expect(scored(form, levels)).toMatchObject({ value: 10 });
  });

  test("leaves out levels that are not assessable, and says so", () => {
    const metal = notAssessable("metal");
    expect(scored(perLevel("mean"), [grade("2"), metal, grade("3")])).toEqual({
      state: "scored",
      value: 2.5,
      levelsUsed: 2,
      levelsNotAssessable: 1,
    });
    expect(scored(perLevel("mean"), [metal, metal, metal])).toEqual({ state: "not assessable" });
  });

  test("waits for every level", () => {
    expect(scored(perLevel("maximum"), [grade("2"), null, grade("3")])).toMatchObject({
      state: "incomplete",
      missing: [{ level: "middle" }],
    });
    expect(() => combineLevels(mercuri, { item: mercuri.items[0]!, muscle: "RFEM", side: "right" }, [], new Map())).toThrow(
      "not asked per level",
    );
  });
});
