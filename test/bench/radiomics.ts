import { existsSync } from "node:fs";
import { type FeatureClass, defaultFeatureClasses } from "../../src-shared/domain/extractionSettings.ts";
import type { Image } from "../../src-shared/domain/volume.ts";
import { readImageFile } from "../../src-main/services/imagefiles/index.ts";
import { sharedData } from "../sharedData.ts";
import { makeImage, makeMask } from "../src-main/services/radiomics/makeImage.ts";
import { featuresOf } from "../src-main/services/radiomics/featuresOf.ts";

/** What PyRadiomics takes on such a machine, one process, without reading files, ms (issue 3). */
const pyradiomics: Readonly<Record<string, Partial<Record<FeatureClass | "all", number>>>> = {
  brain1: { all: 47 },
  "an eighth of it": { all: 1114 }, // of 125,256 voxels of another region
  million: { all: 7533, shape: 5918, firstorder: 426, glcm: 136, glrlm: 281, glszm: 321, ngtdm: 170, gldm: 157 },
};

/** Smooth noise, and an ellipsoid in it that fills three quarters of each side. `size`: voxels; 200 x 200 x 120 give a million. */
function ellipsoid(size: readonly [number, number, number]): { image: Image; mask: Image } {
  const [x, y, z] = size.map((side) => (side - 1) / 2) as [number, number, number];
  const inside = (i: number, j: number, k: number) =>
    ((i - x) / (0.365 * size[0])) ** 2 + ((j - y) / (0.365 * size[1])) ** 2 + ((k - z) / (0.375 * size[2])) ** 2 <= 1;
  const voxels = new Float32Array(size[0] * size[1] * size[2]);
  for (let v = 0; v < voxels.length; v += 1) {
    const [i, j, k] = [v % size[0], Math.floor(v / size[0]) % size[1], Math.floor(v / (size[0] * size[1]))];
    // Waves of several lengths and a little noise that repeats from run to run.
    const noise = ((Math.imul(v ^ 0x5bd1e995, 0x27d4eb2d) >>> 8) & 0xffff) / 65_536;
    voxels[v] = 500 + 120 * Math.sin(i / 9) * Math.cos(j / 11) + 80 * Math.sin((i + 2 * k) / 17) + 60 * noise;
  }
  return { image: makeImage(size, voxels, [0.8, 0.8, 1.5]), mask: makeMask(size, inside, [0.8, 0.8, 1.5]) };
}

/** The best of several runs, ms. */
async function time(image: Image, mask: Image, settings: Parameters<typeof featuresOf>[2], runs: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    await featuresOf(image, mask, settings);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

async function measure(name: string, image: Image, mask: Image, settings: Parameters<typeof featuresOf>[2], runs: number): Promise<void> {
  const voxels = Array.from(mask.voxels).filter((label) => label === 1).length;
  const rows: Record<string, object> = {};
  for (const featureClass of [...defaultFeatureClasses, "all"] as const) {
    const ms = await time(image, mask, featureClass === "all" ? settings : { ...settings, featureClass: { [featureClass]: null } }, runs);
    const theirs = pyradiomics[name]?.[featureClass];
    rows[featureClass] = {
      ms: Number(ms.toFixed(1)),
      "million voxels/s": Number((voxels / ms / 1000).toFixed(1)),
      "PyRadiomics ms": theirs ?? "",
      times: theirs ? Number((theirs / ms).toFixed(1)) : "",
    };
  }
  console.log(`${name}: ${voxels} voxels`);
  console.table(rows);
}

const brain1 = sharedData("radiomics", "pyradiomics", "brain1_image.nrrd");
if (existsSync(brain1)) {
  await measure(
    "brain1",
    await readImageFile(brain1),
    await readImageFile(sharedData("radiomics", "pyradiomics", "brain1_label.nrrd")),
    { binWidth: 25 },
    20,
  );
}
for (const [name, size, runs] of [
  ["an eighth of it", [100, 100, 60], 10],
  ["million", [200, 200, 120], 5],
] as const) {
  const { image, mask } = ellipsoid(size);
  await measure(name, image, mask, { binCount: 32 }, runs);
}
console.log(`peak memory of the process: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
