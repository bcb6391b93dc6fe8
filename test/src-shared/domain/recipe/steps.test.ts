import { describe, expect, it } from "vitest";
import { recipeStepSchema } from "#shared/domain/recipe/steps.ts";

const roles = ["T1"];

describe("steps", () => {
  it.each([
    { kind: "register", moving: "water-only", fixed: "T1", transform: "inPlane" },
    { kind: "applyTransform", roles: ["labels"], transformOf: "water-only", like: "T1" },
    { kind: "resample", roles: "all", grid: { from: "spacing", spacingMm: [1, 1, null] } },
    { kind: "resample", roles, grid: { from: "role", role: "FLAIR" }, interpolation: "bspline" },
    { kind: "resize", roles, size: [128, 128, 128], method: "centres", orders: [3, 3, 0] },
    { kind: "resize", roles, size: [128, 128, 128], method: "area" },
    { kind: "crop", roles, mask: { from: "role", role: "brain", labels: [2, 41] }, marginVoxels: [5, 5, 0] },
    { kind: "n4", roles },
    { kind: "zscore", roles, within: { from: "nonzero" }, outside: "zero" },
    { kind: "rescale", roles, range: { by: "percentiles", lower: 0.5, upper: 99.5 } },
    { kind: "clip", roles, limits: { by: "values", lower: 0, upper: null } },
    { kind: "clahe", roles, program: "scikit-image" },
    { kind: "clahe", roles, program: "opencv", bits: 16 },
    { kind: "extractBrain", roles, mask: { from: "role", role: "brain" } },
    { kind: "extractBrain", roles, mask: { from: "bundle", bundle: "network", images: "T1", labels: [1] } },
    { kind: "segment", role: "brain", bundle: "network", images: { T1: "T1", second: "FLAIR" } },
    { kind: "mask", roles, mask: { from: "otsu" } },
    { kind: "formula", role: "FLAIR3", expression: "FLAIR^1.55 * T2^1.45" },
    { kind: "smooth", roles, method: "median" },
    { kind: "conform", roles },
  ])("$kind is taken with its defaults, and no field more", (step) => {
    const parsed = recipeStepSchema.parse(step);
    expect(parsed).toMatchObject(step);
    expect(recipeStepSchema.parse(parsed)).toEqual(parsed);
    expect(recipeStepSchema.safeParse({ ...step, strength: 2 }).success).toBe(false);
  });

  it("fills its defaults in", () => {
    expect(recipeStepSchema.parse({ kind: "n4", roles })).toEqual({
      kind: "n4",
      roles,
      mask: { from: "otsu" },
      shrink: [1, 1, 1],
      iterations: [50, 50, 50, 50],
      convergence: 0.001,
    });
  });

  it.each([
    [{ kind: "sharpen", roles }, "kind"],
    [{ kind: "n4", roles: ["T1", "T1"] }, "roles"],
    [{ kind: "n4", roles: ["1T"] }, "roles"],
    [{ kind: "n4", roles: ["all"] }, "roles"],
    [{ kind: "rescale", roles, range: { by: "percentiles", lower: 99, upper: 1 } }, "range"],
    [{ kind: "clip", roles, limits: { by: "values", lower: null, upper: null } }, "limits"],
    [{ kind: "resize", roles, size: [0, 1, 1], method: "area" }, "size"],
    [{ kind: "resize", roles, size: [1, 1, 1], method: "corners", orders: [2, 2, 2] }, "orders"],
    [{ kind: "extractBrain", roles, mask: { from: "otsu" } }, "mask"],
    [{ kind: "segment", role: "brain", bundle: "network", images: {} }, "images"],
    [{ kind: "formula", role: "FLAIR3", expression: "FLAIR^" }, "expression"],
  ])("%j is refused at its field", (step, field) => {
    const { error } = recipeStepSchema.safeParse(step);
    expect(error?.issues[0]?.path[0]).toBe(field);
  });
});
