import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sharedData } from "../../../../sharedData.ts";
import { readImageFile } from "../../../../../src-main/services/imagefiles/index.ts";
import { deriveImages } from "../../../../../src-main/services/radiomics/index.ts";
import type { ExtractionSettings } from "../../../../../src-shared/domain/extractionSettings.ts";
import type { Image } from "../../../../../src-shared/domain/volume.ts";
import { makeImage } from "../makeImage.ts";

/** A mask of all voxels: what is derived is then as large as the image. */
export function wholeMask({ grid, voxels }: Image): Image {
  return { grid, scalarType: "uint8", voxels: new Uint8Array(voxels.length).fill(1) };
}

/** Derived images by name. */
export async function derived(image: Image, mask: Image, settings: ExtractionSettings): Promise<Map<string, Image>> {
  return new Map((await deriveImages(image, mask, settings)).map(({ name, image }) => [name, image]));
}

export function voxelAt({ grid, voxels }: Image, [i, j, k]: readonly [number, number, number]): number {
  return voxels[i + grid.size[0] * (j + grid.size[1] * k)]!;
}

/** The first column, row and slice that hold label 1. */
export function lowerCorner({ grid, voxels }: Image): [number, number, number] {
  const [columns, rows] = grid.size;
  const lower: [number, number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const [v, label] of voxels.entries()) {
    if (label !== 1) continue;
    lower[0] = Math.min(lower[0], v % columns);
    lower[1] = Math.min(lower[1], Math.floor(v / columns) % rows);
    lower[2] = Math.min(lower[2], Math.floor(v / (columns * rows)));
  }
  return lower;
}

export const radiomicsFile = (...path: string[]) => readImageFile(sharedData("radiomics", ...path));

interface OracleCase {
  readonly source: string;
  readonly imageType: Readonly<Record<string, object>>;
  readonly voxelType: "int16" | "float32";
  readonly name: string;
  readonly values: readonly (readonly [number, number, number, number | "NaN"])[];
}

/** The image on which other programs computed the values of oracles/filters.json. */
function formulaImage(voxelType: OracleCase["voxelType"]): Image {
  const size = [9, 8, 7] as const;
  const whole = Array.from({ length: 9 * 8 * 7 }, (_, v) => {
    const [i, j, k] = [v % 9, Math.floor(v / 9) % 8, Math.floor(v / 72)];
    return ((7 * i + 13 * j * j + 29 * k + 3 * i * j * k) % 101) - 20;
  });
  return makeImage(size, voxelType === "int16" ? Int16Array.from(whole) : Float32Array.from(whole, (value) => value / 8));
}

/** Values that PyWavelets, scikit-image and SciPy gave for settings that the reference data do not cover, each with a title. */
export function oracleCases(imageType: string): (readonly [string, OracleCase])[] {
  const { cases } = JSON.parse(readFileSync(join(import.meta.dirname, "..", "..", "..", "..", "oracles", "filters.json"), "utf8")) as {
    cases: OracleCase[];
  };
  return cases
    .filter((oracle) => imageType in oracle.imageType)
    .map((oracle) => [`${oracle.name} of ${JSON.stringify(oracle.imageType[imageType])}, ${oracle.voxelType}`, oracle]);
}

/** The largest difference from one of them, relative to the largest value; infinite where one is NaN and the other not. */
export async function differenceFromOracle({ imageType, voxelType, name, values }: OracleCase): Promise<number> {
  const image = formulaImage(voxelType);
  const got = (await derived(image, wholeMask(image), { imageType })).get(name)!;
  const largest = Math.max(...values.map(([, , , value]) => (value === "NaN" ? 0 : Math.abs(value))));
  return Math.max(
    ...values.map(([i, j, k, value]) => {
      const voxel = voxelAt(got, [i, j, k]);
      if (value === "NaN" || Number.isNaN(voxel)) return value === "NaN" && Number.isNaN(voxel) ? 0 : Number.POSITIVE_INFINITY;
      return Math.abs(voxel - value) / largest;
    }),
  );
}

interface Samples {
  readonly sd_pop: number;
  readonly samples_zyx_value: readonly (readonly [number, number, number, number])[];
}

/** golden2's samples of one body's derived images, by "image|name". */
export function goldenSamples(body: "brain1" | "breast1"): Record<string, Samples> {
  const { volumes } = JSON.parse(readFileSync(sharedData("radiomics", "golden2", "volumes", "filter_samples.json"), "utf8")) as {
    volumes: Record<string, Record<string, Samples>>;
  };
  return volumes[body]!;
}

/** The largest difference from golden samples, in standard deviations of the golden image; the derived image is as large as the original. */
export function largestDifference(image: Image, { sd_pop: spread, samples_zyx_value: samples }: Samples): number {
  return Math.max(...samples.map(([z, y, x, value]) => Math.abs(voxelAt(image, [x, y, z]) - value) / spread));
}
