import type { Volume } from "../volume.ts";

/**
 * Why nothing can be done across slices, in words; null where the slices of a volume are neighbours: at even distances in known places, the gaps
 * between them no larger than they are thick.
 */
export function whyNotAcrossSlices({
  slices,
  hasPatientGeometry,
  isRegular,
  spacingMm,
  sliceThicknessMm,
}: Pick<Volume, "slices" | "hasPatientGeometry" | "isRegular" | "spacingMm" | "sliceThicknessMm">): string | null {
  if (slices < 2) return "There is one slice only.";
  if (!hasPatientGeometry) return "Where the slices lie is not known.";
  if (!isRegular) return "The slices are unevenly spaced, tilted or not unique.";
  if (sliceThicknessMm !== null && spacingMm[2] > 2 * sliceThicknessMm + 1e-6)
    return `The slices are no neighbours: ${short(spacingMm[2])} mm apart and ${short(sliceThicknessMm)} mm thick.`;
  return null;
}

function short(millimetres: number): string {
  return String(Number(millimetres.toPrecision(3)));
}
