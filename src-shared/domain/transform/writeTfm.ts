import { PlainError } from "../plainError.ts";
import { linearMapOf, sliceMapOf } from "./linearMap.ts";
import type { Transform, TransformStep } from "./transform.ts";

/**
 * A transform as a text file of ITK (.tfm), which ITK, SimpleITK, 3D Slicer and others read: LPS, mm, from the fixed image's points to the moving one's. A
 * slice-wise transform becomes one AffineTransform a slice, the first slice's first, which such programs read one by one. Throws PlainError where the way
 * back of a B-spline is asked for, which ITK has no class for.
 */
export function writeTfm(transform: Transform): string {
  if (transform.kind === "slices")
    return fileOf(transform.slices.map((_, index) => affineText(linearAsAffine(sliceMapOf(transform, index)))));
  if (transform.kind !== "composite") return fileOf([stepText(transform)]);
  // ITK applies the last one of the list first.
  return fileOf(["Transform: CompositeTransform_double_3_3\n", ...transform.steps.toReversed().map(stepText)]);
}

function fileOf(texts: readonly string[]): string {
  return `#Insight Transform File V1.0\n${texts.map((text, index) => `#Transform ${index}\n${text}`).join("")}`;
}

function stepText(step: TransformStep): string {
  switch (step.kind) {
    case "rigid":
      return textOf("Euler3DTransform", [...step.anglesRad, ...step.translationMm], [...step.centreMm, step.order === "zyx" ? 1 : 0]);
    case "affine":
      return affineText(step);
    case "bspline": {
      const { size, originMm, spacingMm, direction } = step.grid;
      return textOf("BSplineTransform", step.coefficientsMm, [...size, ...originMm, ...spacingMm, ...direction]);
    }
    case "inverse":
      throw new PlainError(
        "The way back of a B-spline transform cannot be written as .tfm. Export the transform itself; other programs invert it.",
      );
    case "slices":
      throw new PlainError(
        "A slice-wise transform that is part of a chain cannot be written as .tfm. Export it alone, or bring the image over in two steps.",
      );
  }
}

function affineText({ matrix, translationMm, centreMm }: Parameters<typeof linearMapOf>[0] & { kind: "affine" }): string {
  return textOf("AffineTransform", [...matrix, ...translationMm], centreMm);
}

function linearAsAffine({ matrix, offset }: ReturnType<typeof linearMapOf>) {
  return {
    kind: "affine" as const,
    matrix: [...matrix] as [...typeof matrix],
    translationMm: [...offset] as [...typeof offset],
    centreMm: [0, 0, 0] as [number, number, number],
  };
}

function textOf(name: string, parameters: readonly number[], fixed: readonly number[]): string {
  return `Transform: ${name}_double_3_3\nParameters: ${parameters.join(" ")}\nFixedParameters: ${fixed.join(" ")}\n`;
}
