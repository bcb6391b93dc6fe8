import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { openRecipe, prepareFiles, type PreparedFiles } from "../../../../src-main/app/commands/prepareFiles.ts";
import { readImageFile, writeImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { drawSampleTruth, type SampleTruth } from "../../../../src-main/services/sample/index.ts";
import { allocateVoxels, type Image } from "#shared/domain/volume.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

/** The five studies' recipes on parts of the sample's synthetic persons, with every second or third voxel: the steps are the same, and quicker. */
let folder: string;
beforeAll(() => {
  folder = temporaryFolder();
});

/** Every so-manieth voxel of a series along each axis, of some slices of a unit; only those slices are drawn. */
interface Part {
  readonly unit: "thigh" | "headAxial" | "headSagittal";
  readonly steps: readonly [number, number, number];
  readonly firstSlice: number;
  readonly slices: number;
}
const parts = {
  thigh: { unit: "thigh", steps: [2, 2, 1], firstSlice: 0, slices: 2 },
  axial: { unit: "headAxial", steps: [2, 2, 1], firstSlice: 4, slices: 14 },
  sagittal: { unit: "headSagittal", steps: [3, 3, 3], firstSlice: 0, slices: 48 },
  midsagittal: { unit: "headSagittal", steps: [3, 3, 3], firstSlice: 48, slices: 12 },
} as const satisfies Record<string, Part>;

const drawn = new Map<string, { volumes: Map<string, Image>; labels: Image }>();
/** A part, drawn at its first use. */
function sample(name: keyof typeof parts): { volumes: Map<string, Image>; labels: Image } {
  const known = drawn.get(name);
  if (known) return known;
  const { unit, steps, firstSlice, slices } = parts[name];
  const truths =
    steps[2] === 1
      ? [drawSampleTruth(unit, { firstSlice, slices })]
      : Array.from({ length: slices }, (_, k) => drawSampleTruth(unit, { firstSlice: firstSlice + k * steps[2], slices: 1 }));
  const stacked = (of: (truth: SampleTruth) => Image) =>
    stack(
      truths.map((truth) => every(of(truth), [steps[0], steps[1], 1])),
      steps[2],
    );
  const made = {
    volumes: new Map(truths[0]!.volumes.map(({ key }, at) => [key, stacked(({ volumes }) => volumes[at]!.image)])),
    labels: stacked(({ labels }) => labels),
  };
  drawn.set(name, made);
  return made;
}

const imageOf = (name: keyof typeof parts, key: string) => sample(name).volumes.get(key)!;

/** Images of single slices, `apart` of their spacing, as one. */
function stack(images: readonly Image[], apart: number): Image {
  const [{ grid, scalarType, voxels }] = images as [Image];
  if (images.length === 1) return images[0]!;
  const made = allocateVoxels(scalarType, voxels.length * images.length);
  images.forEach((image, k) => made.set(image.voxels, k * voxels.length));
  const spacingMm = [grid.spacingMm[0], grid.spacingMm[1], grid.spacingMm[2] * apart] as const;
  return { grid: { ...grid, size: [grid.size[0], grid.size[1], images.length], spacingMm }, scalarType, voxels: made };
}

/** Every so-manieth voxel along each axis. */
function every({ grid, scalarType, voxels }: Image, steps: readonly [number, number, number]): Image {
  const size = grid.size.map((length, axis) => Math.floor((length - 1) / steps[axis]!) + 1) as [number, number, number];
  const made = allocateVoxels(scalarType, size[0] * size[1] * size[2]);
  for (let k = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++)
        made[(k * size[1] + j) * size[0] + i] = voxels[(k * steps[2] * grid.size[1] + j * steps[1]) * grid.size[0] + i * steps[0]]!;
  const spacingMm = grid.spacingMm.map((mm, axis) => mm * steps[axis]!) as [number, number, number];
  return { grid: { ...grid, size, spacingMm }, scalarType, voxels: made };
}

/** At each voxel what lies so many further along i; 0 beyond. */
function shiftedAlongI({ grid, scalarType, voxels }: Image, by: number): Image {
  const made = allocateVoxels(scalarType, voxels.length);
  for (let v = 0; v < voxels.length; v++) if ((v % grid.size[0]) + by < grid.size[0]) made[v] = voxels[v + by]!;
  return { grid, scalarType, voxels: made };
}

async function prepare(
  preset: string,
  images: Readonly<Record<string, Image>>,
): Promise<{ made: PreparedFiles; of: (role: string) => Promise<Image> }> {
  const paths: Record<string, string> = {};
  for (const [role, image] of Object.entries(images)) {
    paths[role] = join(folder, `${preset}-${role}.nrrd`);
    await writeImageFile(paths[role], image);
  }
  const outPath = join(folder, preset);
  const made = await prepareFiles({ recipe: await openRecipe(preset, {}), images: paths, outPath, withNames: false });
  return { made, of: (role) => readImageFile(join(outPath, `${role}.nii.gz`)) };
}

function moments(values: ArrayLike<number>): { mean: number; sd: number; least: number; most: number } {
  let [sum, least, most] = [0, Infinity, -Infinity];
  for (let at = 0; at < values.length; at++) {
    sum += values[at]!;
    least = Math.min(least, values[at]!);
    most = Math.max(most, values[at]!);
  }
  const mean = sum / values.length;
  let squares = 0;
  for (let at = 0; at < values.length; at++) squares += (values[at]! - mean) ** 2;
  return { mean, sd: Math.sqrt(squares / (values.length - 1)), least, most };
}

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [of, other] = [moments(a), moments(b)];
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at]! - of.mean) * (b[at]! - other.mean);
  return sum / (a.length - 1) / of.sd / other.sd;
}

test("myopathy: water-only that was moved within its slices comes back, with a transform of each slice", async () => {
  const moved = 3;
  const [T1, water] = [imageOf("thigh", "thigh T1"), imageOf("thigh", "thigh water")];
  const shifted = shiftedAlongI(water, moved);
  const { made, of } = await prepare("myopathy", { T1, water: shifted });
  expect(made.files.toSorted()).toEqual(["provenance.json", "water.nii.gz", "water.tfm"]);
  const { transform } = made.result.transforms[0]!;
  if (transform.kind !== "slices") throw new Error(transform.kind);
  // What lies at voxel i lies at voxel i - 3 of the moved one.
  for (const { shiftMm } of transform.slices)
    expect(Math.abs(shiftMm[0] + moved * T1.grid.spacingMm[0])).toBeLessThan(T1.grid.spacingMm[0] / 2);
  const result = await of("water");
  expect(result.grid.size).toEqual(T1.grid.size);
  expect(correlation(result.voxels, water.voxels)).toBeGreaterThan(correlation(shifted.voxels, water.voxels));
});

test("epilepsy: 1 mm, and the whole image has mean 0 and standard deviation 1", async () => {
  const { made, of } = await prepare("epilepsy", { T1: imageOf("midsagittal", "head T1") });
  expect(made.result.notes.map(({ kind }) => kind)).toEqual(["resample", "n4", "zscore"]);
  const T1 = await of("T1");
  for (const mm of T1.grid.spacingMm) expect(mm).toBeCloseTo(1, 6);
  const { mean, sd } = moments(T1.voxels);
  expect(Math.abs(mean)).toBeLessThan(1e-4);
  expect(sd).toBeCloseTo(1, 4);
});

test("glioma: four series on the grid of FLAIR, from 0 to 1", async () => {
  const [FLAIR, T2] = [imageOf("axial", "head FLAIR"), imageOf("axial", "head T2")];
  const T1 = imageOf("sagittal", "head T1");
  const { made, of } = await prepare("glioma", { T1, T2, T1ce: T1, FLAIR, brain: sample("axial").labels });
  expect(made.result.transforms.map(({ moving, fixed }) => [moving, fixed])).toEqual([
    ["T1", "FLAIR"],
    ["T2", "FLAIR"],
    ["T1ce", "FLAIR"],
  ]);
  for (const role of ["T1", "T2", "T1ce", "FLAIR"]) {
    const image = await of(role);
    expect(image.grid.size).toEqual(FLAIR.grid.size);
    const { least, most, sd } = moments(image.voxels);
    expect([least >= 0, most <= 1, most > 0.5, sd > 0.01]).toEqual([true, true, true, true]);
  }
}, 300_000);

test("tuberous sclerosis: 128 x 128 x 128 from 0 to 1, and FLAIR3 is FLAIR^1.55 * T2^1.45 of them", async () => {
  const [FLAIR, T2] = [imageOf("axial", "head FLAIR"), imageOf("axial", "head T2")];
  const { of } = await prepare("tuberous-sclerosis", { T2, FLAIR, brain: sample("axial").labels });
  const [t2, flair, flair3] = [await of("T2"), await of("FLAIR"), await of("FLAIR3")];
  expect([t2, flair, flair3].map(({ grid }) => grid.size)).toEqual([
    [128, 128, 128],
    [128, 128, 128],
    [128, 128, 128],
  ]);
  expect([moments(flair.voxels), moments(t2.voxels)]).toMatchObject([
    { least: 0, most: 1 },
    { least: 0, most: 1 },
  ]);
  let furthest = 0;
  for (let at = 0; at < flair3.voxels.length; at++)
    furthest = Math.max(furthest, Math.abs(flair3.voxels[at]! - flair.voxels[at]! ** 1.55 * t2.voxels[at]! ** 1.45));
  expect(furthest).toBeLessThan(1e-6);
});

test("multiple sclerosis: T1 on its own grid, without its bias field", async () => {
  const T1 = imageOf("midsagittal", "head T1");
  const { of } = await prepare("multiple-sclerosis", { T1 });
  const made = await of("T1");
  expect(made.grid.size).toEqual(T1.grid.size);
  expect(made.scalarType).toBe("float32");
  expect(correlation(made.voxels, T1.voxels)).toBeGreaterThan(0.9);
});
