import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ExtractionResult } from "../../../../src-shared/api/featureSet.ts";
import type { Segmentation } from "../../../../src-shared/domain/segment.ts";
import type { Image } from "../../../../src-shared/domain/volume.ts";
import { createJobs, type Jobs } from "../../../../src-main/services/jobs/index.ts";
import {
  createRadiomics,
  engineOn,
  engineVersion,
  type ImageSource,
  type LabelMapSource,
  settingsHash,
} from "../../../../src-main/services/radiomics/index.ts";
import type { Study } from "../../../../src-shared/api/study.ts";
import { openStore, type Store } from "../../../../src-main/services/store/index.ts";
import { addVolumeRows } from "../volumes/volumeRows.ts";
import { volumeOn } from "../segmentation/volumeOn.ts";
import { makeImage, makeMask } from "./makeImage.ts";
import { featuresOf } from "./featuresOf.ts";
import { by, change } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

const a = { ...by, name: "A" };

const size = [10, 9, 5] as const;
const image = makeImage(
  size,
  Int16Array.from({ length: 450 }, (_, v) => (v * 53) % 211),
  [0.9, 0.9, 4],
);
const labels = makeMask(size, (i, j) => i > 2 && j > 2).voxels.map((inside) => inside * 3) as Uint8Array;
const segmentation: Segmentation = {
  id: "segmentation",
  volumeId: "volume",
  name: "muscles",
  revision: 12,
  createdAt: "2026-01-01T00:00:00Z",
  modifiedAt: "2026-01-01T00:00:00Z",
  segments: [
    { number: 3, name: "Soleus", color: "#aa3344", side: "left" },
    { number: 4, name: "Sartorius", color: "#33aa44", side: "left" },
  ],
};

/** Twice as fine in plane, on the same place: the corner of the first voxel is the same. */
const fine: Image = {
  ...makeImage(
    [20, 18, 5],
    Int16Array.from({ length: 1800 }, (_, v) => (v * 37) % 97),
    [0.45, 0.45, 4],
  ),
  grid: { size: [20, 18, 5], spacingMm: [0.45, 0.45, 4], originMm: [-0.225, -0.225, 0], direction: image.grid.direction },
};
const place = { studyInstanceUid: "1", frameOfReferenceUid: "1.3" };
const described = [
  { ...volumeOn(image.grid, "volume"), ...place, seriesInstanceUid: "1.1" },
  { ...volumeOn(fine.grid, "fine"), ...place, seriesInstanceUid: "1.2" },
  { ...volumeOn(image.grid, "elsewhere"), ...place, seriesInstanceUid: "1.4", frameOfReferenceUid: "1.9" },
];
const describedVolumes = {
  describe: (volumeId: string) => described.find(({ id }) => id === volumeId)!,
  describeStudy: () => ({ series: described.map((volume) => ({ volumes: [volume] })) }) as unknown as Study,
};

let folder: string;
let store: Store;
let jobs: Jobs;
beforeEach(() => {
  folder = temporaryFolder();
  store = openStore(folder);
  addVolumeRows(store, ["volume", "fine", "elsewhere"]);
  jobs = createJobs(store);
});
afterEach(async () => {
  await jobs.close();
  store.close();
  rmSync(folder, { recursive: true });
});

const radiomicsOn = (sources: { volumes: ImageSource; segmentations: LabelMapSource }) =>
  createRadiomics({ store, jobs, ...sources, engine: engineOn(sources) });
const start = () =>
  radiomicsOn({
    volumes: { ...describedVolumes, readImage: async (volumeId) => (volumeId === "fine" ? fine : image) },
    segmentations: { describe: () => segmentation, readLabelMap: async () => ({ segmentation, labels }) },
  });

describe("a feature set", () => {
  it("keeps infinite values, and what the image was like where that is no finite number", async () => {
    // 1e200 where it was drawn: its square is beyond every number. NaN outside, where it does not matter, is the image's mean.
    const extreme = {
      ...image,
      scalarType: "float64" as const,
      voxels: Float64Array.from(image.voxels, (_, v) => (labels[v] === 0 ? Number.NaN : 1e200)),
    };
    const radiomics = radiomicsOn({
      volumes: { ...describedVolumes, readImage: async () => extreme },
      segmentations: { describe: () => segmentation, readLabelMap: async () => ({ segmentation, labels }) },
    });
    const settings = { binWidth: 1e199, featureClass: { firstorder: ["Energy", "Maximum"] } };
    const job = await jobs.finished(radiomics.startExtraction(a, { segmentationId: "segmentation", segmentNumbers: [3], settings }));
    const set = radiomics.find((job.result as ExtractionResult).featureSetIds[0]!);
    expect(set.features).toEqual([
      { name: "original_firstorder_Energy", value: Infinity },
      { name: "original_firstorder_Maximum", value: 1e200 },
    ]);
    expect(set.diagnostics["diagnostics_Image-original_Mean"]).toBe("nan");
  });

  it("is kept with where its numbers came from", async () => {
    const radiomics = start();
    const jobId = radiomics.startExtraction(a, {
      segmentationId: "segmentation",
      segmentNumbers: [3],
      settings: { binWidth: 10, label: 1 },
    });
    const job = await jobs.finished(jobId);
    expect(job).toMatchObject({ state: "succeeded", result: { featureSetIds: [expect.any(String) as string], failures: [], notes: [] } });
    const set = radiomics.find((job.result as ExtractionResult).featureSetIds[0]!);
    expect(set).toMatchObject({
      volumeId: "volume",
      segmentationId: "segmentation",
      segmentationRevision: 12,
      segmentNumber: 3,
      segmentName: "Soleus",
      reader: "A",
      settings: { binWidth: 10 },
      settingsHash: settingsHash({ binWidth: 10 }),
      engineVersion: engineVersion(),
    });
    expect(set.features).toEqual(await featuresOf(image, { ...image, scalarType: "uint8", voxels: labels }, { binWidth: 10, label: 3 }));
    const { features: _features, diagnostics, ...summary } = set;
    // 7 x 6 x 5 voxels of 10 x 9 x 5: columns and rows from the third on.
    expect(diagnostics).toMatchObject({
      "diagnostics_Image-original_Size": [10, 9, 5],
      "diagnostics_Mask-original_VoxelNum": 210,
      "diagnostics_Mask-original_BoundingBox": [3, 3, 0, 7, 6, 5],
      "diagnostics_Mask-original_VolumeNum": 1,
    });
    expect(radiomics.list({ segmentationId: "segmentation" })).toEqual([{ ...summary, isOfThisEngine: true }]);
    // Its values may be others: it is neither classified nor compared without a word.
    change(store, (database) => database.exec("UPDATE feature_set SET engine_version = '0.2.0'"));
    expect(radiomics.list({ segmentationId: "segmentation" })).toEqual([{ ...summary, engineVersion: "0.2.0", isOfThisEngine: false }]);
    expect(radiomics.list({ segmentationId: "another" })).toEqual([]);
    for (const hash of [set.imageHash, set.maskHash]) expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(set.imageHash).not.toBe(set.maskHash);
  });

  it("of a volume that went with its study while it was measured is not kept", async () => {
    const radiomics = radiomicsOn({
      volumes: {
        ...describedVolumes,
        readImage: async () => {
          change(store, (database) => database.exec("DELETE FROM study"));
          return image;
        },
      },
      segmentations: { describe: () => segmentation, readLabelMap: async () => ({ segmentation, labels }) },
    });
    const job = await jobs.finished(
      radiomics.startExtraction(a, { segmentationId: "segmentation", segmentNumbers: [3], settings: { binWidth: 25 } }),
    );
    expect(job).toMatchObject({ state: "failed", error: expect.stringContaining("not in the data folder any more") as string });
    expect(radiomics.list({ segmentationId: "segmentation" })).toEqual([]);
  });

  it("of an empty segment fails in words that name it", async () => {
    const job = await jobs.finished(start().startExtraction(a, { segmentationId: "segmentation", segmentNumbers: [4], settings: {} }));
    expect(job.state).toBe("failed");
    expect(job.error).toContain('Segment "Sartorius": Label 4 is not in the mask');
  });

  it("of a segment that is gone fails in words", async () => {
    const job = await jobs.finished(start().startExtraction(a, { segmentationId: "segmentation", segmentNumbers: [9], settings: {} }));
    expect(job.error).toContain("no longer part of the segmentation");
  });

  it("stops reading the image when it is cancelled", async () => {
    const reads = Promise.withResolvers<void>();
    const radiomics = radiomicsOn({
      volumes: {
        ...describedVolumes,
        readImage: (_volumeId, options) =>
          new Promise((_resolve, reject) => {
            options!.signal!.addEventListener("abort", () => reject(new Error("stopped")));
            reads.resolve();
          }),
      },
      segmentations: { describe: () => segmentation, readLabelMap: async () => ({ segmentation, labels }) },
    });
    const jobId = radiomics.startExtraction(a, { segmentationId: "segmentation", segmentNumbers: [3], settings: {} });
    await reads.promise;
    jobs.cancel(jobId);
    expect((await jobs.finished(jobId)).state).toBe("cancelled");
  });

  it("is not started under settings that cannot be used, nor kept when cancelled", async () => {
    const radiomics = start();
    expect(() => radiomics.startExtraction(a, { segmentationId: "segmentation", segmentNumbers: [3], settings: { binWidth: 0 } })).toThrow(
      "binWidth",
    );
    const jobId = radiomics.startExtraction(a, { segmentationId: "segmentation", segmentNumbers: [3], settings: {} });
    jobs.cancel(jobId);
    expect((await jobs.finished(jobId)).state).toBe("cancelled");
    expect(radiomics.list({ segmentationId: "segmentation" })).toEqual([]);
    expect(() => radiomics.find("none")).toThrow("There is no such feature set");
  });
});

describe("several segments", () => {
  it("have a feature set each; one that cannot be measured is named and does not stop the others", async () => {
    const radiomics = start();
    const job = await jobs.finished(
      radiomics.startExtraction(a, { segmentationId: "segmentation", segmentNumbers: [4, 3, 9], settings: {} }),
    );
    const { featureSetIds, failures } = job.result as ExtractionResult;
    expect(featureSetIds.map((id) => radiomics.find(id).segmentNumber)).toEqual([3]);
    expect(failures).toEqual([
      { segmentNumber: 4, reason: expect.stringContaining("Label 4 is not in the mask") as string },
      { segmentNumber: 9, reason: expect.stringContaining("no longer part") as string },
    ]);
  });
});

describe("another volume of the study", () => {
  it("is measured with the mask resampled where that is asked for, and refused with the differences where not", async () => {
    const radiomics = start();
    const request = { segmentationId: "segmentation", segmentNumbers: [3], volumeId: "fine", settings: { binWidth: 10 } };
    const refused = await jobs.finished(radiomics.startExtraction(a, request));
    expect(refused.error).toMatch(/another grid.*20 × 18 × 5.*10 × 9 × 5.*0\.45 × 0\.45 × 4 mm.*0\.9 × 0\.9 × 4 mm/);
    const job = await jobs.finished(radiomics.startExtraction(a, { ...request, resampleMask: true }));
    const set = radiomics.find((job.result as ExtractionResult).featureSetIds[0]!);
    expect(set).toMatchObject({ volumeId: "fine", settings: { binWidth: 10, correctMask: true } });
    // Each voxel drawn is 2 x 2 of the fine ones: the same region of the patient.
    const mask = makeMask([20, 18, 5], (i, j) => Math.floor(i / 2) > 2 && Math.floor(j / 2) > 2).voxels;
    expect(set.features).toEqual(await featuresOf(fine, { ...fine, scalarType: "uint8", voxels: mask }, { binWidth: 10 }));
    expect((job.result as ExtractionResult).notes).toEqual([]);
  });

  it("is compared before: same, to be resampled, or not measurable and why", () => {
    expect(start().compareGrids({ segmentationId: "segmentation" })).toEqual([
      { volumeId: "volume", fit: "same", differences: [], reason: "" },
      { volumeId: "fine", fit: "resample", differences: expect.any(Array) as string[], reason: "" },
      { volumeId: "elsewhere", fit: "no", differences: [], reason: expect.stringContaining("frame of reference") as string },
    ]);
  });
});

describe("the histogram of a segment", () => {
  it("counts its voxels in the bins of the extraction, and names a segment that is not there", async () => {
    const { segments, failures } = await start().histogram({
      segmentationId: "segmentation",
      segmentNumbers: [3, 4],
      settings: { binWidth: 50 },
    });
    const values = Array.from(image.voxels).filter((_, v) => labels[v] === 3);
    const [only] = segments;
    expect(only).toMatchObject({ segmentNumber: 3, voxels: values.length, joinedBins: 1, edges: [0, 50, 100, 150, 200, 250] });
    expect(only!.counts).toEqual([0, 50, 100, 150, 200].map((low) => values.filter((value) => value >= low && value < low + 50).length));
    expect(only!.mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 10);
    expect(failures).toEqual([{ segmentNumber: 4, reason: expect.stringContaining("Label 4") as string }]);
  });

  it("has the bins of the original image where it has its own, and ends a number of them at the largest value", async () => {
    const {
      segments: [own],
    } = await start().histogram({
      segmentationId: "segmentation",
      segmentNumbers: [3],
      settings: { binWidth: 50, imageType: { Original: { binWidth: 100 }, Wavelet: { binWidth: 1 } } },
    });
    expect(own!.edges).toEqual([0, 100, 200, 300]);
    const {
      segments: [counted],
    } = await start().histogram({ segmentationId: "segmentation", segmentNumbers: [3], settings: { binCount: 2 } });
    const values = Array.from(image.voxels).filter((_, v) => labels[v] === 3);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    expect(counted!.edges).toEqual([least, (least + most) / 2, most]);
    expect(counted!.counts).toEqual([
      values.filter((value) => value < (least + most) / 2).length,
      values.filter((value) => value >= (least + most) / 2).length,
    ]);
  });

  it("joins bins that are too many to be drawn", async () => {
    const { segments } = await start().histogram({ segmentationId: "segmentation", segmentNumbers: [3], settings: { binWidth: 0.1 } });
    expect(segments[0]!.counts.length).toBeLessThanOrEqual(512);
    expect(segments[0]!.counts.reduce((sum, count) => sum + count, 0)).toBe(segments[0]!.voxels);
    expect(segments[0]!.joinedBins).toBeGreaterThan(1);
  });
});
