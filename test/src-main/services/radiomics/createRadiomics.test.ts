import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Segmentation } from "../../../../src-shared/domain/segment.ts";
import { createJobs, type Jobs } from "../../../../src-main/services/jobs/index.ts";
import { createRadiomics, engineVersion, settingsHash } from "../../../../src-main/services/radiomics/index.ts";
import { openStore, type Store } from "../../../../src-main/services/store/index.ts";
import { makeImage, makeMask } from "./makeImage.ts";
import { featuresOf } from "./featuresOf.ts";

const size = [10, 9, 5] as const;
const image = makeImage(size, Int16Array.from({ length: 450 }, (_, v) => (v * 53) % 211), [0.9, 0.9, 4]);
const labels = makeMask(size, (i, j) => i > 2 && j > 2).voxels.map((inside) => inside * 3) as Uint8Array;
const segmentation: Segmentation = {
  id: "segmentation", volumeId: "volume", name: "muscles", revision: 12, createdAt: "2026-01-01T00:00:00Z", modifiedAt: "2026-01-01T00:00:00Z",
  segments: [{ number: 3, name: "Soleus", color: "#aa3344", side: "left" }, { number: 4, name: "Sartorius", color: "#33aa44", side: "left" }],
};

let folder: string;
let store: Store;
let jobs: Jobs;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fascicle-radiomics-"));
  store = openStore(folder);
  jobs = createJobs(store);
});
afterEach(async () => {
  await jobs.close();
  store.close();
  rmSync(folder, { recursive: true });
});

const start = () => createRadiomics({
  store, jobs,
  volumes: { readImage: async () => image },
  segmentations: { readLabelMap: async () => ({ segmentation, labels }) },
});

describe("a feature set", () => {
  it("is kept with where its numbers came from", async () => {
    const radiomics = start();
    const jobId = radiomics.startExtraction({ segmentationId: "segmentation", segmentNumber: 3, settings: { binWidth: 10, label: 1 }, reader: "A" });
    const job = await jobs.finished(jobId);
    expect(job).toMatchObject({ state: "succeeded", result: { featureSetId: expect.any(String) as string } });
    const set = radiomics.find((job.result as { featureSetId: string }).featureSetId);
    expect(set).toMatchObject({
      volumeId: "volume", segmentationId: "segmentation", segmentationRevision: 12, segmentNumber: 3, segmentName: "Soleus", reader: "A",
      settings: { binWidth: 10 }, settingsHash: settingsHash({ binWidth: 10 }), engineVersion: engineVersion(),
    });
    expect(set.features).toEqual(await featuresOf(image, { ...image, scalarType: "uint8", voxels: labels }, { binWidth: 10, label: 3 }));
    expect(radiomics.list({ segmentationId: "segmentation" })).toEqual([set]);
    expect(radiomics.list({ segmentationId: "another" })).toEqual([]);
    for (const hash of [set.imageHash, set.maskHash]) expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(set.imageHash).not.toBe(set.maskHash);
  });

  it("of an empty segment fails in words that name it", async () => {
    const job = await jobs.finished(start().startExtraction({ segmentationId: "segmentation", segmentNumber: 4, settings: {}, reader: "A" }));
    expect(job.state).toBe("failed");
    expect(job.error).toContain('Segment "Sartorius": Label 4 is not in the mask');
  });

  it("of a segment that is gone fails in words", async () => {
    const job = await jobs.finished(start().startExtraction({ segmentationId: "segmentation", segmentNumber: 9, settings: {}, reader: "A" }));
    expect(job.error).toContain("no longer part of the segmentation");
  });

  it("stops reading the image when it is cancelled", async () => {
    const reads = Promise.withResolvers<void>();
    const radiomics = createRadiomics({
      store, jobs,
      volumes: { readImage: (_volumeId, options) => new Promise((_resolve, reject) => {
        options!.signal!.addEventListener("abort", () => reject(new Error("stopped")));
        reads.resolve();
      }) },
      segmentations: { readLabelMap: async () => ({ segmentation, labels }) },
    });
    const jobId = radiomics.startExtraction({ segmentationId: "segmentation", segmentNumber: 3, settings: {}, reader: "Reader 1" });
    await reads.promise;
    jobs.cancel(jobId);
    expect((await jobs.finished(jobId)).state).toBe("cancelled");
  });

  it("is not started under settings that cannot be used, nor kept when cancelled", async () => {
    const radiomics = start();
    expect(() => radiomics.startExtraction({ segmentationId: "segmentation", segmentNumber: 3, settings: { binWidth: 0 }, reader: "A" })).toThrow("binWidth");
    const jobId = radiomics.startExtraction({ segmentationId: "segmentation", segmentNumber: 3, settings: {}, reader: "A" });
    jobs.cancel(jobId);
    expect((await jobs.finished(jobId)).state).toBe("cancelled");
    expect(radiomics.list({ segmentationId: "segmentation" })).toEqual([]);
    expect(() => radiomics.find("none")).toThrow("There is no such feature set");
  });
});
