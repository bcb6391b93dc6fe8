import { describe, expect, test } from "vitest";
import { evaluateFormula } from "../../../../../src-main/services/models/volumes/formula.ts";
import { isFormat2, readBundle2 } from "../../../../../src-main/services/models/volumes/readBundle2.ts";
import { ensembleBundle, segmentationBundle } from "./sampleBundle2.ts";

const read = (bundle: unknown) => readBundle2(JSON.stringify(bundle));

/** Everywhere in a value, by its path, that an object of fields stands. */
function* objectsIn(value: unknown, path: string[] = []): Generator<{ path: string[]; object: Record<string, unknown> }> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield { path, object: value as Record<string, unknown> };
  for (const [key, item] of Object.entries(value)) yield* objectsIn(item, [...path, key]);
}

/** Objects whose keys are names of the author's, not fields. */
const ofNames = new Set(["files", "formulas", "intensity", "images", "row", "counts"]);

describe("a description of format 2", () => {
  test("that is right is answered as it is", () => {
    for (const bundle of [segmentationBundle(), ensembleBundle()]) expect(read(bundle)).toEqual(bundle);
    expect(isFormat2(JSON.stringify(segmentationBundle()))).toBe(true);
    expect(isFormat2(JSON.stringify({ formatVersion: 1 }))).toBe(false);
  });

  test("refuses an unknown field wherever it stands, and a missing one, by name", () => {
    for (const make of [segmentationBundle, ensembleBundle]) {
      const places = [...objectsIn(make())].filter(({ path, object }) => !ofNames.has(path.at(-1) ?? "") || Array.isArray(object));
      for (const { path } of places) {
        const bundle = structuredClone(make());
        const at = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], bundle) as Record<string, unknown>;
        at["surprise"] = 1;
        expect(() => read(bundle)).toThrow(/unknown field "surprise"/);
      }
    }
    const { input: _input, ...without } = segmentationBundle();
    expect(() => read(without)).toThrow(/input is missing/);
  });

  const { input, inference, output, golden } = segmentationBundle();
  test.each([
    [
      "files that nobody names",
      segmentationBundle({ files: { ...segmentationBundle().files, "more.onnx": "1".repeat(64) } }),
      /more\.onnx/,
    ],
    ["a file outside", segmentationBundle({ inference: { ...inference, folds: ["../fold_0.onnx"] } }), /path in the bundle/],
    ["an orientation with one axis twice", segmentationBundle({ input: { ...input, orientation: "RLS" } }), /orientation RLS/],
    ["a step twice", segmentationBundle({ input: { ...input, order: ["crop", "crop", "resample"] } }), /input\.order names "crop" twice/],
    [
      "a patch of two axes in 3D",
      segmentationBundle({ inference: { ...inference, patch: [32, 32] } }),
      /2 lengths, but the network sees 3/,
    ],
    [
      "channels without background",
      segmentationBundle({ output: { ...output, kind: "labels", channels: [1, 2] } as never }),
      /first must be null/,
    ],
    ["a label nobody answers", segmentationBundle({ output: { ...output, kind: "labels", channels: [null, 1] } as never }), /lacks 2/],
    ["an unknown channel", segmentationBundle({ inference: { ...inference, channels: ["T2"] } }), /names T2/],
    ["no prepared tensor", segmentationBundle({ golden: golden.map(({ tensor: _tensor, ...rest }) => rest) }), /prepared tensor/],
    [
      "weights that do not add up",
      ensembleBundle({ members: ensembleBundle().members.map((member) => ({ ...member, weight: 0.3 })) }),
      /add up to/,
    ],
    [
      "a formula that is none",
      ensembleBundle({ input: { ...ensembleBundle().input!, formulas: { T1Square: "T1^" } } }),
      /input\.formulas T1Square/,
    ],
    ["a name that is too long", segmentationBundle({ name: "n".repeat(500) }), /name may have at most \d+ characters/],
    ["a name that is empty", segmentationBundle({ name: "" }), /name must not be empty/],
    ["no fold", segmentationBundle({ inference: { ...inference, folds: [] } }), /inference\.folds must not be empty/],
    ["a formula of the unknown", ensembleBundle({ input: { ...ensembleBundle().input!, formulas: { T1Square: "T3^2" } } }), /names T3/],
  ])("refuses %s", (_what, bundle, words) => {
    expect(() => read(bundle)).toThrow(words);
  });
});

describe("a formula", () => {
  test("is computed with the usual precedence", () => {
    const images = new Map([
      ["FLAIR", Float32Array.of(0.5, 0.25)],
      ["T2", Float32Array.of(0.75, 1)],
    ]);
    expect([...evaluateFormula("FLAIR^1.55 * T2^1.45", images, 2)]).toEqual(
      [0.5 ** 1.55 * 0.75 ** 1.45, 0.25 ** 1.55].map((value) => Math.fround(value)),
    );
    expect([...evaluateFormula("2^3^2 - (1 - T2) / 2 * 4", images, 2)]).toEqual([511.5, 512]);
  });
});
