import { cross, dot, minus, type Vector3 } from "../geometry.ts";
import { isPadding, type Volume } from "../volume.ts";
import { ellipseVoxels } from "./ellipseVoxels.ts";
import type { MeasurePlace } from "./measure.ts";
import { measureVoxel } from "./measurePlaces.ts";

/** Millimetres, or pixels where the files state none. */
export type LengthUnit = "mm" | "px";

/** Of grey values after rescale; null where they have no unit. */
export type GreyUnit = "HU" | null;

/** Grey values within an ellipse. The standard deviation divides by n, as the program's first-order features do. */
export interface EllipseStatistics {
  /** Voxels with a value. */
  readonly n: number;
  /** Voxels inside that only fill the picture up; they are left out. */
  readonly padded: number;
  /** Null where n is 0. */
  readonly mean: number | null;
  readonly deviation: number | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
}

export type MeasureValues =
  | { readonly kind: "distance"; readonly length: number; readonly unit: LengthUnit }
  /** Degrees, 0 to 180; null where an arm has no length. */
  | { readonly kind: "angle"; readonly degrees: number | null }
  | {
      readonly kind: "ellipse";
      /** mm² or square pixels: that of the ellipse itself, not of its voxels. */
      readonly area: number;
      readonly unit: LengthUnit;
      /** Null for colours, and where the voxels are not at hand. */
      readonly statistics: EllipseStatistics | null;
      readonly greyUnit: GreyUnit;
    }
  | {
      readonly kind: "point";
      /** Of the voxel whose centre is nearest: one value, three for colours; null outside the volume and where the voxels are not at hand. */
      readonly values: readonly number[] | null;
      readonly greyUnit: GreyUnit;
      /** LPS, mm; null where the place in the patient is unknown. */
      readonly patientMm: Vector3 | null;
    };

/** The unit of a volume's values after rescale: HU for CT as it was acquired; none for MR, for files of images and for what was computed. */
export function greyUnitOf({ source }: Pick<Volume, "source">, modality: string): GreyUnit {
  return modality === "CT" && source === undefined ? "HU" : null;
}

/** The slices whose voxels a measure asks for. */
export function slicesOfMeasure(volume: Volume, place: MeasurePlace): number[] {
  if (place.kind === "ellipse") return [...ellipseVoxels(volume, place).keys()];
  const voxel = place.kind === "point" ? probedVoxel(volume, place) : null;
  return voxel ? [voxel[2]] : [];
}

/**
 * What a measure says.
 *
 * Lengths are Euclidean, in mm, between points in patient space; of a volume that states no position or orientation they are counted in pixels along i and j,
 * never in mm. Angles are between the arms, of such a volume as its pixels are shown. The area of an ellipse is pi times its half axes.
 * Values are of voxels after rescale and not interpolated: of the nearest voxel for a point, of those whose centres are inside for an ellipse (ellipseVoxels).
 * @param modality of the series, as DICOM names it
 * @param slices the voxels of a slice of the volume, i fastest, colours interleaved; null where they are not at hand
 */
export function measureValues(
  volume: Volume,
  modality: string,
  place: MeasurePlace,
  slices: (sliceIndex: number) => ArrayLike<number> | null,
): MeasureValues {
  const { points, kind } = place;
  const unit: LengthUnit = volume.hasPatientGeometry ? "mm" : "px";
  const greyUnit = greyUnitOf(volume, modality);
  if (kind === "distance") return { kind, length: lengthOf(volume, place, points[0]!, points[1]!), unit };
  if (kind === "angle") return { kind, degrees: angleBetween(minus(points[0]!, points[1]!), minus(points[2]!, points[1]!)) };
  if (kind === "ellipse") {
    const areaMm2 = Math.PI * Math.hypot(...minus(points[1]!, points[0]!)) * Math.hypot(...minus(points[2]!, points[0]!));
    const area = unit === "mm" ? areaMm2 : areaMm2 / (volume.spacingMm[0] * volume.spacingMm[1]);
    return { kind, area, unit, statistics: volume.samplesPerPixel === 1 ? statisticsIn(volume, place, slices) : null, greyUnit };
  }
  const isPlaced = volume.hasPatientGeometry && (place.plane !== "acquisition" || volume.slicePositionsMm !== null);
  return { kind, values: valuesAt(volume, place, slices), greyUnit, patientMm: isPlaced ? points[0]! : null };
}

/** Degrees between two directions, 0 to 180; null where one has no length. Exact near 0 and 180 too, where the arc cosine is not. */
function angleBetween(a: Vector3, b: Vector3): number | null {
  if (Math.hypot(...a) === 0 || Math.hypot(...b) === 0) return null;
  return (Math.atan2(Math.hypot(...cross(a, b)), dot(a, b)) * 180) / Math.PI;
}

function lengthOf(volume: Volume, place: MeasurePlace, from: Vector3, to: Vector3): number {
  if (volume.hasPatientGeometry) return Math.hypot(...minus(to, from));
  return Math.hypot(...minus(measureVoxel(volume, place, to), measureVoxel(volume, place, from)));
}

function statisticsIn(
  volume: Volume,
  place: MeasurePlace,
  slices: (sliceIndex: number) => ArrayLike<number> | null,
): EllipseStatistics | null {
  const values: number[] = [];
  let padded = 0;
  for (const [sliceIndex, indices] of ellipseVoxels(volume, place)) {
    const voxels = slices(sliceIndex);
    if (!voxels) return null;
    for (const index of indices) {
      const value = voxels[index]!;
      if (isPadding(volume, value)) padded++;
      else values.push(value);
    }
  }
  const n = values.length;
  if (n === 0) return { n, padded, mean: null, deviation: null, minimum: null, maximum: null };
  let [sum, minimum, maximum] = [0, Infinity, -Infinity];
  for (const value of values) {
    sum += value;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }
  const mean = sum / n;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { n, padded, mean, deviation: Math.sqrt(squares / n), minimum, maximum };
}

/** The voxel whose centre is nearest to a point; null outside the volume. */
function probedVoxel(volume: Volume, place: MeasurePlace): Vector3 | null {
  const [i, j, k] = measureVoxel(volume, place, place.points[0]!).map((at) => Math.round(at) + 0) as [number, number, number];
  return i < 0 || j < 0 || k < 0 || i >= volume.columns || j >= volume.rows || k >= volume.slices ? null : [i, j, k];
}

function valuesAt(volume: Volume, place: MeasurePlace, slices: (sliceIndex: number) => ArrayLike<number> | null): readonly number[] | null {
  const voxel = probedVoxel(volume, place);
  const voxels = voxel && slices(voxel[2]);
  if (!voxel || !voxels) return null;
  const from = (voxel[1] * volume.columns + voxel[0]) * volume.samplesPerPixel;
  return Array.from({ length: volume.samplesPerPixel }, (_, channel) => voxels[from + channel]!);
}
