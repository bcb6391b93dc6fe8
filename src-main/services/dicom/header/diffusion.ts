import type { DataSet } from "dicom-parser";
import type { Vector3 } from "#shared/domain/geometry.ts";
import { numberOf, numbersOf } from "../file/elementValues.ts";
import { privateTag } from "../file/privateElements.ts";

export interface Diffusion {
  /** s/mm2; null where the frame is not diffusion-weighted or does not say. */
  readonly bValue: number | null;
  /** Unit vector as the file states it (patient or gradient frame, by vendor): it only tells frames apart. */
  readonly gradientOrientation: Vector3 | null;
}

const siemens = /^SIEMENS MR HEADER/i;
const ge = { parameters: /^GEMS_PARM_01/i, acquisition: /^GEMS_ACQU_01/i };
const philips = { imaging: /^Philips Imaging DD 001/i, mr: /^Philips MR Imaging DD 001/i };
const uih = /^Image Private Header/i;

/**
 * Diffusion weighting of a classic MR frame: Diffusion b-value (0018,9087) and Diffusion Gradient Orientation (0018,9089) where they
 * stand at the top (Canon, newer others), else the vendors' private elements.
 */
export function readDiffusion(dataSet: DataSet): Diffusion {
  return {
    bValue: numberOf(dataSet, "x00189087", "FD") ?? privateBValue(dataSet),
    gradientOrientation: vector(numbersOf(dataSet, "x00189089", "FD")) ?? privateGradient(dataSet),
  };
}

/** Three numbers as a direction; null where they are not three or all zero (b = 0). */
export function vector(values: readonly number[]): Vector3 | null {
  const [x, y, z] = values;
  if (x === undefined || y === undefined || z === undefined || (x === 0 && y === 0 && z === 0)) return null;
  return [x, y, z];
}

function privateBValue(dataSet: DataSet): number | null {
  const siemensValue = privateNumber(dataSet, "0019", siemens, "0c", "IS");
  if (siemensValue !== null) return siemensValue;
  const philipsValue = privateNumber(dataSet, "2001", philips.imaging, "03", "FL");
  if (philipsValue !== null) return philipsValue;
  // GE adds a flag of 1e9 to b: 1000000800 is b 800.
  const geValue = privateNumber(dataSet, "0043", ge.parameters, "39", "IS");
  if (geValue !== null) return geValue % 100_000;
  // United Imaging: the b-value asked for (100A) rather than the one computed from the gradients (1009), which differs by direction.
  return privateNumber(dataSet, "0065", uih, "0a", "FD") ?? privateNumber(dataSet, "0065", uih, "09", "FD");
}

function privateGradient(dataSet: DataSet): Vector3 | null {
  const of = (group: string, creator: RegExp, element: string) => {
    const tag = privateTag(dataSet, group, creator, element);
    return tag ? numbersOf(dataSet, tag, "FD") : [];
  };
  const three = (group: string, creator: RegExp, elements: readonly [string, string, string], vr: string) =>
    vector(elements.flatMap((element) => privateNumber(dataSet, group, creator, element, vr) ?? []));
  return (
    vector(of("0019", siemens, "0e")) ??
    three("2005", philips.mr, ["b0", "b1", "b2"], "FL") ??
    three("0019", ge.acquisition, ["bb", "bc", "bd"], "DS") ??
    vector(of("0065", uih, "37"))
  );
}

function privateNumber(dataSet: DataSet, group: string, creator: RegExp, element: string, vr: string): number | null {
  const tag = privateTag(dataSet, group, creator, element);
  return tag ? numberOf(dataSet, tag, vr) : null;
}
