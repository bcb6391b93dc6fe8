import type { DataSet } from "dicom-parser";
import type { Vector3 } from "#shared/domain/geometry.ts";
import { numberOf, numbersOf } from "../file/elementValues.ts";
import type { FrameHeader } from "./instanceHeader.ts";

/** Three coordinates of an element, or null. */
export function readVector(dataSet: DataSet, tag: string): Vector3 | null {
  const [x, y, z] = numbersOf(dataSet, tag);
  return x === undefined || y === undefined || z === undefined ? null : [x, y, z];
}

/** Image Orientation (Patient), or null where it is absent or no direction. */
export function readOrientation(dataSet: DataSet): FrameHeader["orientation"] {
  const values = numbersOf(dataSet, "x00200037");
  const [a, b, c, d, e, f] = values;
  if (values.length !== 6) return null;
  if (Math.hypot(a!, b!, c!) < 0.5 || Math.hypot(d!, e!, f!) < 0.5) return null;
  return [a!, b!, c!, d!, e!, f!];
}

/** Pixel Spacing; where a projection image states only the detector's (Imager Pixel Spacing, Nominal Scanned Pixel Spacing), that. */
export function readPixelSpacing(dataSet: DataSet): FrameHeader["pixelSpacing"] {
  for (const tag of ["x00280030", "x00181164", "x00182010"]) {
    const [rows, columns] = numbersOf(dataSet, tag);
    if (rows !== undefined && columns !== undefined && rows > 0 && columns > 0) return [rows, columns];
  }
  return null;
}

/** The first window of a frame (VOI LUT, PS3.3 C.11.2). */
export function readWindow(dataSet: DataSet): FrameHeader["window"] {
  const center = numberOf(dataSet, "x00281050");
  const width = numberOf(dataSet, "x00281051");
  return center === null || width === null || width <= 0 ? null : { center, width };
}

/** A length that says something: null where it is zero or negative. */
export function positive(value: number | null): number | null {
  return value !== null && value > 0 ? value : null;
}

/** Seconds since midnight of a TM ("101530.25") or of the time in a DT; null where there is none. */
export function secondsOf(time: string | null): number | null {
  const match = /^(\d{2}):?(\d{2})?:?(\d{2}(?:\.\d*)?)?/.exec(time ?? "");
  return match ? Number(match[1]) * 3600 + Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0) : null;
}
