import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Grid } from "#shared/domain/geometry.ts";
import type { Image } from "#shared/domain/volume.ts";
import { readImageFile } from "../../src-main/services/imagefiles/index.ts";
import { sharedData } from "../sharedData.ts";

/** The engine's N4 beside what ITK made of the same images (../shared/data/n4): for a test and a bench. */
export interface BiasField {
  readonly corrected: { readonly grid: Grid; readonly voxels: Float32Array };
  readonly logField: { readonly grid: Grid; readonly voxels: Float32Array };
  readonly iterations: readonly number[];
  readonly convergence: readonly number[];
  readonly notPositive: number;
}
type Voxels = ArrayLike<number>;

const addon = createRequire(import.meta.url)(join(import.meta.dirname, "..", "..", "native", "build", "Release", "fascicle.node")) as {
  correctBias: (input: unknown, onProgress?: unknown) => Promise<BiasField>;
};
export const { correctBias } = addon;

/** ITK's. */
export const n4Defaults = {
  iterations: [50, 50, 50, 50],
  convergence: 0.001,
  histogramBins: 200,
  fullWidth: 0.15,
  wienerNoise: 0.01,
  controlPoints: [4, 4, 4],
  shrink: [1, 1, 1],
  threads: 2,
  cancelFlag: undefined,
};

export const fitField = (
  image: { grid: Grid; voxels: Voxels },
  mask: { grid: Grid; voxels: Voxels },
  settings: Partial<typeof n4Defaults> = {},
): Promise<BiasField> => correctBias({ image, mask, ...n4Defaults, ...settings });

/** How two fields agree within a mask: Pearson's r, the standard deviation of their difference and its mean. */
export function agreement(one: Voxels, other: Voxels, mask: Voxels): { r: number; sd: number; offset: number } {
  const at = Array.from({ length: mask.length }, (_, v) => v).filter((v) => mask[v] !== 0);
  const mean = (value: (v: number) => number) => at.reduce((sum, v) => sum + value(v), 0) / at.length;
  const [a, b] = [mean((v) => one[v]!), mean((v) => other[v]!)];
  const sum = (value: (v: number) => number) => at.reduce((all, v) => all + value(v), 0);
  const r = sum((v) => (one[v]! - a) * (other[v]! - b)) / Math.sqrt(sum((v) => (one[v]! - a) ** 2) * sum((v) => (other[v]! - b) ** 2));
  return { r, sd: Math.sqrt(sum((v) => (one[v]! - other[v]! - a + b) ** 2) / (at.length - 1)), offset: a - b };
}

/** An image that ITK corrected, and the most that ours may differ in. */
export interface ReferenceField {
  readonly name: string;
  readonly image: Image;
  readonly mask: Image;
  readonly shrink: [number, number, number];
  /** The logarithm of what was divided out. */
  readonly itk: Voxels;
  /** On two threads. */
  readonly itkSeconds: number;
  readonly itkIterations: readonly number[];
  readonly leastR: number;
  readonly mostSd: number;
}

const read = (...path: string[]): Promise<Image> => readImageFile(sharedData(...path));

/** All of which data/n4 holds the images, by name. */
export const referenceFields: Record<string, () => Promise<ReferenceField>> = {
  "synthetic volume, shrink 1": () => synthetic(1),
  "synthetic volume, shrink 2": () => synthetic(2),
  "brain1, Otsu's mask, shrink 4": async () => {
    const [image, mask, corrected] = await Promise.all([
      read("radiomics", "pyradiomics", "brain1_image.nrrd"),
      read("n4", "brain1_otsumask.nrrd"),
      read("n4", "brain1_otsu_shrink4_corrected.nrrd"),
    ]);
    return {
      name: "brain1, Otsu's mask, shrink 4",
      image,
      mask,
      shrink: [4, 4, 4],
      itk: dividedOut(image, corrected),
      ...summaryOf("summary_brain1", "brain1_otsu_shrink4"),
      leastR: 0.9999,
      mostSd: 1e-3,
    };
  },
};

async function synthetic(shrink: 1 | 2): Promise<ReferenceField> {
  const files = ["synth_biased", "synth_mask", `synth_mask_shrink${shrink}_corrected`];
  const [image, mask, corrected] = (await Promise.all(files.map((file) => read("n4", `${file}.nrrd`)))) as [Image, Image, Image];
  return {
    name: `synthetic volume, shrink ${shrink}`,
    image,
    mask,
    shrink: [shrink, shrink, shrink],
    itk: shrink === 1 ? (await read("n4", "synth_mask_shrink1_logbias.nrrd")).voxels : dividedOut(image, corrected),
    ...summaryOf("synth_summary", `synth_mask_shrink${shrink}`),
    ...(shrink === 1 ? { leastR: 0.99999, mostSd: 2e-4 } : { leastR: 0.9999, mostSd: 1e-3 }),
  };
}

function dividedOut(image: Image, corrected: Image): Float64Array {
  return Float64Array.from(image.voxels, (value, v) => (value > 0 ? Math.log(value / corrected.voxels[v]!) : 0));
}

function summaryOf(file: string, run: string): { itkSeconds: number; itkIterations: readonly number[] } {
  const all = JSON.parse(readFileSync(sharedData("n4", `${file}.json`), "utf8")) as Record<
    string,
    { n4_seconds: number; iterations: number[] }
  >;
  return { itkSeconds: all[run]!.n4_seconds, itkIterations: all[run]!.iterations };
}
