import { describe, expect, it } from "vitest";
import { PlainError } from "#shared/domain/plainError.ts";
import { applyTransform } from "#shared/domain/transform/applyTransform.ts";
import { readTfm } from "#shared/domain/transform/readTfm.ts";
import type { BSplineTransform, Transform } from "#shared/domain/transform/transform.ts";
import { writeTfm } from "#shared/domain/transform/writeTfm.ts";

/** As ITK 5.4 writes them (@itk-wasm/transform-io). */
const itk = {
  rigid: `#Insight Transform File V1.0
#Transform 0
Transform: Euler3DTransform_double_3_3
Parameters: 0.11 -0.07 0.23 4.5 -3.25 7.75
FixedParameters: 3 -5 11 0
`,
  affine: `#Insight Transform File V1.0
#Transform 0
Transform: AffineTransform_double_3_3
Parameters: 1.1 0.02 -0.03 0.04 0.95 0.05 -0.06 0.07 1.02 3 -4 5.5
FixedParameters: 1 2 3
`,
  versor: `#Insight Transform File V1.0
#Transform 0
Transform: VersorRigid3DTransform_double_3_3
Parameters: 0.1 -0.05 0.2 3 -4 5.5
FixedParameters: 1 2 3
`,
};
const rigid: Transform = {
  kind: "rigid",
  anglesRad: [0.11, -0.07, 0.23],
  order: "zxy",
  translationMm: [4.5, -3.25, 7.75],
  centreMm: [3, -5, 11],
};
const affine: Transform = {
  kind: "affine",
  matrix: [1.1, 0.02, -0.03, 0.04, 0.95, 0.05, -0.06, 0.07, 1.02],
  translationMm: [3, -4, 5.5],
  centreMm: [1, 2, 3],
};
const bspline: BSplineTransform = {
  kind: "bspline",
  grid: { size: [4, 4, 4], originMm: [-60, -70, -55], spacingMm: [18, 22, 30], direction: [0, -1, 0, 1, 0, 0, 0, 0, 1] },
  coefficientsMm: Array.from({ length: 192 }, (_, node) => (((node * 7) % 11) - 5) / 4),
};

describe("a .tfm", () => {
  it("of ITK is read, and written as ITK writes it", () => {
    expect(readTfm(itk.rigid, "a.tfm")).toEqual(rigid);
    expect(readTfm(itk.affine, "a.tfm")).toEqual(affine);
    expect(writeTfm(rigid)).toBe(itk.rigid);
    expect(writeTfm(affine)).toBe(itk.affine);
  });

  it("of a versor turns by the rotation of its quaternion", () => {
    // v = sin(angle / 2) axis: turning the axis itself changes nothing.
    const read = readTfm(itk.versor, "a.tfm");
    expect(read.kind).toBe("rigid");
    const [x, y, z] = applyTransform(read, [1 + 0.1, 2 - 0.05, 3 + 0.2]);
    expect([x, y, z].map((value) => value.toFixed(9))).toEqual(["4.100000000", "-2.050000000", "8.700000000"]);
  });

  it("of a chain lists what is applied first last, as ITK's composite", () => {
    const chain: Transform = { kind: "composite", steps: [rigid, bspline] };
    const text = writeTfm(chain);
    const names = [...text.matchAll(/^Transform: (\w+)$/gm)].map(([, name]) => name);
    expect(names).toEqual(["CompositeTransform_double_3_3", "BSplineTransform_double_3_3", "Euler3DTransform_double_3_3"]);
    expect(readTfm(text, "a.tfm")).toEqual(chain);
    expect(text).toContain("FixedParameters: 4 4 4 -60 -70 -55 18 22 30 0 -1 0 1 0 0 0 0 1\n");
  });

  it("of slices has one transform a slice", () => {
    const slices: Transform = {
      kind: "slices",
      originMm: [0, 0, 0],
      direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
      betweenSlicesMm: 10,
      slices: [
        { angleRad: 0, shiftMm: [1, 2], centreMm: [50, 50] },
        { angleRad: 0, shiftMm: [3, 4], centreMm: [50, 50] },
      ],
    };
    const lines = writeTfm(slices)
      .split("\n")
      .filter((line) => line.startsWith("Parameters"));
    expect(lines).toEqual(["Parameters: 1 0 0 0 1 0 0 0 1 1 2 0", "Parameters: 1 0 0 0 1 0 0 0 1 3 4 0"]);
  });

  it.each([
    ["nothing at all", "", /a\.tfm.*does not begin with "#Insight Transform File"/],
    ["no transform", "#Insight Transform File V1.0\n", /holds no transform/],
    ["a line without a field", `${itk.rigid}nonsense\n`, /the line "nonsense" names no field/],
    ["an unknown class", itk.rigid.replace("Euler3D", "Thin"), /ThinTransform is not supported/],
    ["two dimensions", itk.rigid.replace("_3_3", "_2_2"), /one of three dimensions/],
    ["too few numbers", itk.rigid.replace(" 7.75", ""), /Parameters of Euler3DTransform has 5 numbers; 6 were expected/],
    ["no number", itk.rigid.replace("7.75", "x"), /Parameters of Euler3DTransform holds something that is no finite number/],
    ["several without a composite", itk.rigid + itk.affine.split("\n").slice(1).join("\n"), /2 transforms that are no CompositeTransform/],
    ["a B-spline short of nodes", writeTfm(bspline).replace(/Parameters: \S+ /, "Parameters: "), /three numbers for each node/],
  ])("with %s is refused by name and field", (_, text, words) => {
    expect(() => readTfm(text, "a.tfm")).toThrow(PlainError);
    expect(() => readTfm(text, "a.tfm")).toThrow(words);
  });

  it("cannot hold the way back of a B-spline", () => {
    expect(() => writeTfm({ kind: "inverse", of: bspline })).toThrow(/cannot be written as \.tfm/);
  });
});
