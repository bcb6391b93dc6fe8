import { numberOf } from "../file/elementValues.ts";
import type { DicomFile } from "../file/openDicomFile.ts";

/** Magnetic Field Strength (0018,0087), T; null where the file does not say. Some write gauss. */
export function readFieldStrength({ dataSet }: Pick<DicomFile, "dataSet">): number | null {
  const value = numberOf(dataSet, "x00180087");
  if (value === null || !(value > 0)) return null;
  return value > 100 ? value / 10_000 : value;
}
