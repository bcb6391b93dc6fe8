import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ExtractionSettings } from "../../../../src-shared/domain/extractionSettings.ts";
import type { Image } from "../../../../src-shared/domain/volume.ts";
import { ExtractionCancelled, extractFeatureMaps } from "../../../../src-main/services/radiomics/index.ts";
import { featuresOf } from "./featuresOf.ts";
import { makeImage, makeMask } from "./makeImage.ts";
import { intensity, smallImages as images, smallMasks as masks } from "./smallRegion.ts";
import { filteredFeatures } from "../../../featureCounts.ts";

type VoxelSetting = NonNullable<ExtractionSettings["voxelSetting"]>;
type Value = number | "NaN";
interface OracleCase {
  name: string;
  image: "int16" | "float32" | "flat";
  mask: "holes" | "block";
  settings: ExtractionSettings & VoxelSetting;
  size: [number, number, number];
  lower: [number, number, number];
  voxels: Array<[number, number, number]>;
  maps: Record<string, { values: Value[]; undefined: number; sum: number }>;
}

const file = join(import.meta.dirname, "..", "..", "..", "oracles", "pyradiomics", "maps.json");
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: OracleCase[] };

function split({ kernelRadius, maskedKernel, initValue, voxelBatch, ...rest }: ExtractionSettings & VoxelSetting) {
  return { general: rest, voxel: JSON.parse(JSON.stringify({ kernelRadius, maskedKernel, initValue, voxelBatch })) as VoxelSetting };
}

function featureClassOf(names: string[]): ExtractionSettings["featureClass"] {
  const classes: Record<string, string[]> = {};
  for (const name of names) {
    const [featureClass, feature] = name.split("_") as [string, string];
    (classes[featureClass] ??= []).push(feature);
  }
  return classes;
}

const at = ({ grid }: Image, [i, j, k]: readonly [number, number, number]) => i + grid.size[0] * (j + grid.size[1] * k);

/** What differs by more than rounding, in words; sums that end near nothing carry the rounding of what was subtracted. */
function differences(name: string, found: readonly number[], expected: ReadonlyArray<Value>): string[] {
  return found.flatMap((value, v) => {
    const other = expected[v]!;
    const equal = other === "NaN" ? Number.isNaN(value) : Math.abs(value - other) <= Math.max(1e-12, 1e-10 * Math.abs(other));
    return equal ? [] : [`${name}: ${value}, not ${other}`];
  });
}

describe.each(cases)("maps as PyRadiomics makes them: $name", ({ image, mask, settings, size: mapSize, lower, voxels, maps }) => {
  const { general, voxel } = split(settings);
  const extracted = extractFeatureMaps(images[image], masks[mask], {
    ...general,
    featureClass: featureClassOf(Object.keys(maps)),
    voxelSetting: voxel,
  });

  it("on the padded box", async () => {
    const found = await extracted;
    expect(found.map(({ name }) => name).toSorted()).toEqual(
      Object.keys(maps)
        .map((name) => `original_${name}`)
        .toSorted(),
    );
    for (const map of found) {
      expect(map.image.scalarType).toBe("float64");
      expect(map.image.grid.size).toEqual(mapSize);
      map.image.grid.originMm.forEach((position, axis) => expect(position).toBeCloseTo(lower[axis]! * map.image.grid.spacingMm[axis]!, 12));
    }
  });

  it("with its values, and initValue outside the region", async () => {
    for (const { name, image: map } of await extracted) {
      const expected = maps[name.replace("original_", "")]!;
      expect(
        differences(
          name,
          voxels.map((position) => map.voxels[at(map, position)]!),
          expected.values,
        ),
      ).toEqual([]);
      const isInside = (v: number) =>
        masks[mask].voxels[
          at(masks[mask], [
            (v % mapSize[0]) + lower[0],
            (Math.floor(v / mapSize[0]) % mapSize[1]) + lower[1],
            Math.floor(v / (mapSize[0] * mapSize[1])) + lower[2],
          ])
        ] === 1;
      const inside = Array.from(map.voxels).filter((_, v) => isInside(v));
      expect(new Set(Array.from(map.voxels).filter((_, v) => !isInside(v)))).toEqual(new Set([voxel.initValue ?? 0]));
      const defined = inside.filter((value) => !Number.isNaN(value));
      expect([name, inside.length - defined.length]).toEqual([name, expected.undefined]);
      expect(differences(name, [defined.reduce((sum, value) => sum + value, 0)], [expected.sum])).toEqual([]);
    }
  });
});

const everyClass = { firstorder: null, glcm: null, gldm: null, glrlm: null, glszm: null, ngtdm: null };

describe("feature maps", () => {
  it("do not depend on the number of threads, to the last bit", async () => {
    const settings = { binWidth: 40, featureClass: everyClass };
    const one = await extractFeatureMaps(images.int16, masks.holes, settings, { threads: 1 });
    expect(one).toHaveLength(filteredFeatures);
    expect(await extractFeatureMaps(images.int16, masks.holes, settings, { threads: 5 })).toEqual(one);
  });

  it("hold the region's own features where the kernel covers all of it", async () => {
    const settings = { binWidth: 40, featureClass: everyClass };
    const whole = new Map((await featuresOf(images.int16, masks.block, settings)).map(({ name, value }) => [name, value]));
    for (const { name, image } of await extractFeatureMaps(images.int16, masks.block, { ...settings, voxelSetting: { kernelRadius: 4 } })) {
      const map = new Set(image.voxels);
      map.delete(0); // outside
      expect([...map].flatMap((value) => differences(name, [value], [whole.get(name)!]))).toEqual([]);
    }
  });

  it("hold the voxel's own intensity in a first-order map of one that lies alone", async () => {
    const maps = await extractFeatureMaps(images.int16, masks.holes, { featureClass: { firstorder: ["Mean", "Variance"] } });
    const lone = [7, 1, 2] as const; // (8, 1, 2) in the image
    expect(maps.map(({ image }) => image.voxels[at(image, lone)])).toEqual([intensity(8, 1, 2), 0]);
  });

  it("give MCC batch by batch: a batch is lost where one of its kernels lacks pairs in a direction", async () => {
    // PyRadiomics' linear algebra refuses NaN for all voxels that it computes together; the lone voxel's kernel has no pairs at all.
    const settings = { binWidth: 40, featureClass: { glcm: ["MCC", "Contrast"] } };
    const [together] = await extractFeatureMaps(images.int16, masks.holes, { ...settings, voxelSetting: { initValue: -1 } });
    expect(new Set(together!.image.voxels)).toEqual(new Set([-1]));
    const [alone] = await extractFeatureMaps(images.int16, masks.holes, { ...settings, voxelSetting: { initValue: -1, voxelBatch: 1 } });
    expect(Array.from(alone!.image.voxels).filter((value) => value >= 0).length).toBeGreaterThan(60);
  });

  it("refuse what cannot be computed, in words", async () => {
    await expect(extractFeatureMaps(images.int16, masks.holes, { featureClass: { shape: null } })).rejects.toThrow("there are no maps");
    await expect(extractFeatureMaps(images.int16, masks.holes, { voxelSetting: { kernelRadius: 0 } })).rejects.toThrow(
      "voxelSetting.kernelRadius",
    );
    await expect(extractFeatureMaps(images.int16, masks.holes, { label: 3 })).rejects.toThrow("Label 3 is not in the mask");
    const notFinite = makeImage(images.int16.grid.size, Float64Array.from(images.int16.voxels), images.int16.grid.spacingMm);
    notFinite.voxels[at(notFinite, [1, 1, 1])] = Number.NaN; // beside the region
    const mean = { featureClass: { firstorder: ["Mean"] } };
    await expect(extractFeatureMaps(notFinite, masks.holes, { ...mean, voxelSetting: { maskedKernel: false } })).rejects.toThrow(
      "set maskedKernel to true",
    );
    expect(await extractFeatureMaps(notFinite, masks.holes, mean)).toEqual(await extractFeatureMaps(images.int16, masks.holes, mean));
  });

  it("stop when the flag is set", async () => {
    const cancelFlag = new SharedArrayBuffer(4);
    const set = () => Atomics.store(new Int32Array(cancelFlag), 0, 1);
    const large = [60, 60, 60] as const;
    const noise = makeImage(
      large,
      Int16Array.from({ length: 60 ** 3 }, (_, v) => Math.imul(v, 0x9e3779b1) >>> 22),
    );
    await expect(
      extractFeatureMaps(
        noise,
        makeMask(large, () => true),
        {},
        { cancelFlag, threads: 1, onProgress: set },
      ),
    ).rejects.toBeInstanceOf(ExtractionCancelled);
  });
});
