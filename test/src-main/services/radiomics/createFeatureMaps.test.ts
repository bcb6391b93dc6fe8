import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ExtractionSettings } from "../../../../src-shared/domain/extractionSettings.ts";
import type { Segment } from "../../../../src-shared/domain/segment.ts";
import type { Image } from "../../../../src-shared/domain/volume.ts";
import { decodeImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { createJobs, type Jobs } from "../../../../src-main/services/jobs/index.ts";
import { createFeatureMaps, engineOn, engineVersion, extractFeatureMaps } from "../../../../src-main/services/radiomics/index.ts";
import { mapSettingsHash } from "../../../../src-main/services/radiomics/settingsHash.ts";
import { openStore, type Store } from "../../../../src-main/services/store/index.ts";
import { addVolumeRows } from "../volumes/volumeRows.ts";
import { makeImage, makeMask } from "./makeImage.ts";
import { oneDrawing } from "./oneDrawing.ts";
import { by, change } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

const size = [14, 12, 6] as const;
const noise = makeImage(
  size,
  Int16Array.from({ length: size[0] * size[1] * size[2] }, (_, v) => Math.imul(v, 0x9e3779b1) >>> 24),
);
/** An oblique grid, left-handed, whose numbers are no round ones. */
const image: Image = {
  ...noise,
  grid: {
    size,
    spacingMm: [0.9375, 0.9, 6.6],
    originMm: [-93.125, 41.0625, -512.3],
    direction: [Math.cos(0.3), Math.sin(0.3), 0, Math.sin(0.3), -Math.cos(0.3), 0, 0, 0, 1],
  },
};
const labels = makeMask(size, (i, j, k) => i > 2 && i < 11 && j > 3 && j < 10 && k > 1 && !(i === 5 && j === 5)).voxels.map(
  (inside) => inside * 3,
) as Uint8Array;
const segments: readonly Segment[] = [
  { number: 3, name: "Soleus", color: "#aa3344", side: "left" },
  { number: 4, name: "Sartorius", color: "#33aa44", side: "left" },
];
const settings: ExtractionSettings = {
  binWidth: 20,
  featureClass: { firstorder: ["Mean"], glcm: ["Contrast"] },
  voxelSetting: { kernelRadius: 2, initValue: -7 },
};

let folder: string;
let store: Store;
let jobs: Jobs;
beforeEach(() => {
  folder = temporaryFolder();
  store = openStore(folder);
  addVolumeRows(store, ["volume"]);
  jobs = createJobs(store);
});
afterEach(async () => {
  await jobs.close();
  store.close();
  rmSync(folder, { recursive: true });
});

const featureMapsOf = (drawing: ReturnType<typeof oneDrawing>, on = store) =>
  createFeatureMaps({ store: on, jobs, ...drawing, engine: engineOn(drawing) });
const open = (shown: Image = image, drawn: Uint8Array = labels) => featureMapsOf(oneDrawing(shown, drawn, segments));
const request = (wanted: ExtractionSettings = settings, segmentNumber = 3) => ({
  segmentationId: "segmentation",
  segmentNumber,
  settings: wanted,
});
const files = () => readdirSync(store.mapsFolder);

async function extracted(wanted: ExtractionSettings = settings) {
  const featureMaps = open();
  const job = await jobs.finished(featureMaps.startExtraction({ ...by, name: "A" }, request(wanted)));
  expect([job.state, job.error]).toEqual(["succeeded", null]);
  const { featureMapIds } = job.result as { featureMapIds: string[] };
  return { featureMaps, maps: featureMapIds.map((id) => featureMaps.describe(id)) };
}

const direct = (wanted: ExtractionSettings = settings) =>
  extractFeatureMaps(image, { ...image, scalarType: "uint8", voxels: labels }, { ...wanted, label: 3 });

describe("feature maps of a segment", () => {
  it("are kept with where they came from, one for each feature", async () => {
    const { featureMaps, maps } = await extracted({ ...settings, label: 1 });
    expect(maps.map(({ name }) => name)).toEqual(["original_firstorder_Mean", "original_glcm_Contrast"]);
    expect(maps[0]).toMatchObject({
      volumeId: "volume",
      segmentationId: "segmentation",
      segmentationRevision: 12,
      segmentNumber: 3,
      segmentName: "Soleus",
      reader: "A",
      settings,
      settingsHash: mapSettingsHash(settings),
      engineVersion: engineVersion(),
      kernelRadius: 2,
      maskedKernel: true,
    });
    expect(featureMaps.list({ segmentationId: "segmentation" })).toEqual(maps);
    expect(featureMaps.list({ segmentationId: "another" })).toEqual([]);
    expect(files()).toEqual(maps.map(({ id }) => `${id}.nrrd`).toSorted());
  });

  it("hold what the engine computes, on its grid, as NRRD to the last bit", async () => {
    const { featureMaps, maps } = await extracted();
    const computed = await direct();
    for (const [at, { id }] of maps.entries()) {
      expect(await featureMaps.readImage(id)).toEqual(computed[at]!.image);
      const { fileName, bytes } = await featureMaps.exportBytes(id, "nrrd");
      expect(fileName).toBe(`${computed[at]!.name}.nrrd`);
      expect((await decodeImageFile(fileName, bytes)).image).toEqual(computed[at]!.image);
    }
  });

  it("and as NIfTI, whose grid is in single precision", async () => {
    const { featureMaps, maps } = await extracted();
    const [computed] = await direct();
    const { fileName, bytes } = await featureMaps.exportBytes(maps[0]!.id, "nifti");
    expect(fileName).toBe("original_firstorder_Mean.nii.gz");
    const { image: back } = await decodeImageFile(fileName, bytes);
    expect(back.voxels).toEqual(computed!.image.voxels);
    expect(back.grid.size).toEqual(computed!.image.grid.size);
    for (const part of ["spacingMm", "originMm", "direction"] as const)
      back.grid[part].forEach((value, entry) => expect(Math.abs(value - computed!.image.grid[part][entry]!)).toBeLessThan(1e-3));
  });

  it("lie on the volume's grid: the file's voxel is the mean of the image's around the same place", async () => {
    const { featureMaps, maps } = await extracted({ featureClass: { firstorder: ["Mean"] } });
    const { grid, voxels } = await featureMaps.readImage(maps[0]!.id);
    // The box is of the region i 3 to 10, j 4 to 9, k 2 to 5, padded by 1 as far as the image goes.
    expect(grid.size).toEqual([10, 8, 5]);
    const around: number[] = [];
    for (const k of [3, 4, 5]) for (const j of [7, 8, 9]) for (const i of [7, 8, 9]) around.push(image.voxels[(k * 12 + j) * 14 + i]!);
    const mean = around.reduce((sum, value) => sum + value, 0) / 27;
    expect(voxels[((4 - 1) * 8 + (8 - 3)) * 10 + (8 - 2)]).toBeCloseTo(mean, 10);
  });

  it("show values in the region only, also where initValue is a value of it", async () => {
    // In a flat region the contrast is 0 everywhere, as initValue is.
    const flat = { ...image, voxels: new Int16Array(image.voxels.length) };
    const featureMaps = open(flat);
    const job = await jobs.finished(featureMaps.startExtraction({ ...by, name: "A" }, request({ featureClass: { glcm: ["Contrast"] } })));
    const [id] = (job.result as { featureMapIds: string[] }).featureMapIds;
    const inside = labels.filter((label) => label === 3).length;
    const values = await featureMaps.readValues(id!);
    expect(values.filter((value) => value === 0)).toHaveLength(inside);
    expect(values.filter((value) => Number.isNaN(value))).toHaveLength(values.length - inside);
    expect(featureMaps.describe(id!)).toMatchObject({ valuedVoxels: inside, undefinedVoxels: 0, minimum: 0, maximum: 0 });
    expect(new Set((await featureMaps.readImage(id!)).voxels)).toEqual(new Set([0]));
  });

  it("tell the smallest and the largest value of the region", async () => {
    const { featureMaps, maps } = await extracted();
    const values = Array.from(await featureMaps.readValues(maps[0]!.id)).filter((value) => !Number.isNaN(value));
    expect(maps[0]).toMatchObject({ minimum: Math.min(...values), maximum: Math.max(...values), valuedVoxels: values.length });
    expect(Math.min(...values)).toBeGreaterThan(0); // not -7, initValue
  });

  it("of a resampled grid keep that grid", async () => {
    const resampled: ExtractionSettings = { ...settings, resampledPixelSpacing: [1.5, 1.5, 3.3], interpolator: "sitkLinear" };
    const { featureMaps, maps } = await extracted(resampled);
    const computed = await direct(resampled);
    expect(maps[0]!.grid).toEqual(computed[0]!.image.grid);
    expect(maps[0]!.grid.spacingMm).toEqual([1.5, 1.5, 3.3]);
    expect(await featureMaps.readImage(maps[1]!.id)).toEqual(computed[1]!.image);
  });

  it("of several images have the image's name in theirs", async () => {
    const { maps } = await extracted({ imageType: { Original: {}, Wavelet: {} }, featureClass: { glcm: ["Contrast"] } });
    expect(maps).toHaveLength(9);
    expect(maps.map(({ name }) => name)).toContain("wavelet-LLH_glcm_Contrast");
  });

  it("are removed with their files", async () => {
    const {
      featureMaps,
      maps: [mean, contrast],
    } = await extracted();
    await featureMaps.remove(by, mean!.id);
    expect(featureMaps.list({ segmentationId: "segmentation" })).toEqual([contrast]);
    expect(files()).toEqual([`${contrast!.id}.nrrd`]);
    for (const call of [() => featureMaps.describe(mean!.id), () => featureMaps.remove(by, mean!.id)])
      expect(call).toThrow("There is no such feature map");
    await expect(featureMaps.readValues(mean!.id)).rejects.toThrow("There is no such feature map");
  });
});

describe("what cannot be mapped is refused in words", () => {
  it("shape, before anything starts", () => {
    expect(() => open().startExtraction({ ...by, name: "A" }, request({ featureClass: { shape: null } }))).toThrow(
      "of which there are no maps",
    );
    expect(() => open().startExtraction({ ...by, name: "A" }, request({ ...settings, voxelSetting: { kernelRadius: 0 } }))).toThrow(
      "kernelRadius",
    );
  });

  const failure = async (featureMaps: ReturnType<typeof open>, asked: ReturnType<typeof request>) =>
    (await jobs.finished(featureMaps.startExtraction({ ...by, name: "A" }, asked))).error;

  it("a segment that is gone or empty", async () => {
    expect(await failure(open(), request(settings, 9))).toContain("no longer part of the segmentation");
    expect(await failure(open(), request(settings, 4))).toContain('Segment "Sartorius": Label 4 is not in the mask');
  });

  it("a region too large for the memory, with how large", async () => {
    const large = makeImage([200, 200, 120], new Uint8Array(200 * 200 * 120));
    const error = await failure(
      open(large, large.voxels.map(() => 3) as Uint8Array),
      request({ featureClass: { firstorder: null, glcm: null } }),
    );
    // 18 and 24 maps of 4.8 million voxels of 8 bytes.
    expect(error).toContain('Segment "Soleus": 42 maps of 4,800,000 voxels would take 1.5 GB of memory; at most 1 GB is used');
    expect(files()).toEqual([]);
  });

  it("an image too small for the only filter", async () => {
    const error = await failure(open(), request({ imageType: { LoG: { sigma: [50] } }, featureClass: { firstorder: ["Mean"] } }));
    expect(error).toContain("too small for every filter");
  });
});

describe("what ends on its way leaves nothing", () => {
  it("maps of a volume that went with its study while they were computed: neither rows nor files are kept", async () => {
    const drawing = oneDrawing(image, labels, segments);
    const readImage = async () => {
      change(store, (database) => database.exec("DELETE FROM study"));
      return image;
    };
    const featureMaps = featureMapsOf({ ...drawing, volumes: { ...drawing.volumes, readImage } });
    const job = await jobs.finished(featureMaps.startExtraction(by, request()));
    expect(job).toMatchObject({ state: "failed", error: expect.stringContaining("not in the data folder any more") as string });
    expect(featureMaps.list({ segmentationId: "segmentation" })).toEqual([]);
    expect(files()).toEqual([]);
  });

  it("a cancelled job", async () => {
    const featureMaps = open();
    const jobId = featureMaps.startExtraction({ ...by, name: "A" }, request({ featureClass: { glcm: null, glrlm: null } }));
    while (!files().some((name) => name.startsWith("unfinished-"))) await new Promise(setImmediate);
    jobs.cancel(jobId);
    expect((await jobs.finished(jobId)).state).toBe("cancelled");
    expect(featureMaps.list({ segmentationId: "segmentation" })).toEqual([]);
    expect(files()).toEqual([]);
  });

  it("a program killed with SIGKILL while it keeps maps", async () => {
    const dataFolder = join(folder, "killed");
    const program = spawn(process.execPath, [join(import.meta.dirname, "mapProgram.ts"), dataFolder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    program.stdout.once("data", () => program.kill("SIGKILL"));
    const [, signal] = (await once(program, "close")) as [number | null, string | null];
    expect(signal).toBe("SIGKILL");
    expect(readdirSync(join(dataFolder, "maps"))).toEqual([expect.stringMatching(/^unfinished-/)]);
    const after = openStore(dataFolder);
    const again = featureMapsOf(oneDrawing(image, labels, segments), after);
    expect(again.list({ segmentationId: "segmentation" })).toEqual([]);
    expect(readdirSync(after.mapsFolder)).toEqual([]);
    after.close();
  });

  it("a program whose leftovers are found: files without a row and folders of dead programs go at the next start", async () => {
    const { maps } = await extracted();
    const dead = join(store.mapsFolder, `unfinished-${2 ** 30}-x`); // beyond any process id
    const alive = join(store.mapsFolder, `unfinished-${process.ppid}-x`);
    for (const path of [dead, alive]) mkdirSync(path);
    for (const path of [join(dead, "a.nrrd"), join(alive, "a.nrrd"), join(store.mapsFolder, "b.nrrd")]) writeFileSync(path, "NRRD0005\n");
    const again = open();
    expect(files()).toEqual([...maps.map(({ id }) => `${id}.nrrd`), `unfinished-${process.ppid}-x`].toSorted());
    expect(again.list({ segmentationId: "segmentation" })).toEqual(maps);
  });

  it("a file that is gone is told", async () => {
    const { featureMaps, maps } = await extracted();
    rmSync(join(store.mapsFolder, `${maps[0]!.id}.nrrd`));
    await expect(featureMaps.readValues(maps[0]!.id)).rejects.toThrow("is gone from the data folder");
  });
});
