import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ExtractionResult, Histogram } from "#shared/api/featureSet.ts";
import type { FeatureSet } from "#shared/domain/featureSet.ts";
import type { Job } from "#shared/domain/job.ts";
import type { Segmentation } from "#shared/domain/segment.ts";
import { engineOn } from "../../../src-main/services/radiomics/index.ts";
import { dicomFile } from "../../dicomFiles.ts";
import { openApp } from "./openApp.ts";
import { by } from "../author.ts";

/** The window's extraction runs in a process of the engine, on the data folder that the main process holds open. */
const [size, slices] = [40, 6];
let opened: ReturnType<typeof openApp>;
let segmentation: Segmentation;
beforeEach(async () => {
  opened = openApp();
  const folder = join(opened.folder, "files");
  mkdirSync(folder);
  for (let slice = 0; slice < slices; slice++) {
    const pixels = Buffer.alloc(size ** 2 * 2);
    for (let at = 0; at < size ** 2; at++) pixels.writeUInt16LE(100 + (((at + 77 * slice) * 7919) % 613), at * 2);
    const uids = { studyInstanceUid: "2.25.80", seriesInstanceUid: "2.25.81", sopInstanceUid: `2.25.82.${slice}` };
    writeFileSync(join(folder, `${slice}.dcm`), dicomFile({ ...uids, seriesNumber: 1, seriesDescription: "Made up", slice, size, pixels }));
  }
  const { services } = opened.app;
  const job = await services.jobs.finished(services.dicomImport.start(by, [folder]));
  if (job.state !== "succeeded") throw new Error(job.error ?? job.state);
  const volume = services.volumes.describeStudy("2.25.80").series[0]!.volumes[0]!;
  const { segmentations } = services;
  const { id } = segmentations.create(by, { volumeId: volume.id, name: "drawn" });
  segmentations.addSegment(by, id, { name: "Soleus" });
  const { revision } = segmentations.describe(id);
  const labels = Uint8Array.from({ length: size ** 2 }, (_, at) => (Math.hypot((at % size) - 20, Math.floor(at / size) - 18) < 9 ? 1 : 0));
  segmentations.applyStroke(by, id, revision, { tool: "brush", slices: [1, 2, 3].map((sliceIndex) => ({ sliceIndex, labels })) });
  segmentation = segmentations.describe(id);
}, 60_000);
afterEach(async () => {
  vi.unstubAllEnvs();
  await opened.close();
});

const settings = { binWidth: 25, imageType: { Original: {}, Wavelet: {} } };
const measurement = () => ({ segmentationId: segmentation.id, segmentNumbers: [1], settings });
const mapped = () => ({
  segmentationId: segmentation.id,
  segmentNumber: 1,
  settings: { binWidth: 25, featureClass: { firstorder: ["Mean"], glcm: ["Contrast"] } },
});
const asked = () => ({ revision: segmentation.revision, reader: opened.app.services.readers.last()!.name });
const ended = async (procedure: string, input: object) => {
  const { jobId } = (await opened.mutate(procedure, input)) as { jobId: string };
  return opened.app.services.jobs.finished(jobId);
};
const extract = () => ended("featureSet.extract", measurement());
const setOf = ({ result }: Job) => opened.app.services.radiomics.find((result as ExtractionResult).featureSetIds[0]!);
/** What it says of the region, without its own id and time. */
const numbersOf = ({ id: _id, createdAt: _createdAt, ...set }: Omit<FeatureSet, "createdAt"> & { createdAt?: string }) => set;

test("the window's features, maps and grey values are to the last bit those of a thread of this process", async () => {
  const { services } = opened.app;
  const here = engineOn(services);
  const context = {
    signal: new AbortController().signal,
    cancelFlag: new SharedArrayBuffer(4),
    progress: () => undefined,
  };
  const kept: Array<Omit<FeatureSet, "createdAt">> = [];
  await here.segments({ ...measurement(), ...asked() }, (set) => kept.push(set), context);
  const job = await extract();
  expect([job.state, job.error]).toEqual(["succeeded", null]);
  const set = setOf(job);
  expect(set.features.length).toBeGreaterThan(800);
  expect(numbersOf(set)).toEqual(numbersOf(kept[0]!));

  const histogram = (await opened.query("featureSet.histogram", measurement())) as Histogram;
  expect(histogram).toEqual(await here.histogram(measurement()));

  const maps = await ended("featureMap.extract", mapped());
  expect([maps.state, maps.error]).toEqual(["succeeded", null]);
  const folder = join(opened.folder, "here");
  mkdirSync(folder);
  const rows = await here.maps({ ...mapped(), ...asked() }, folder, context);
  const { featureMapIds } = maps.result as { featureMapIds: string[] };
  expect(featureMapIds).toHaveLength(2);
  const { mapsFolder } = services.store;
  const files = await Promise.all(featureMapIds.map((id) => services.featureMaps.readImage(id)));
  for (const [index, { map, contentHash }] of rows.entries()) {
    const { id: _id, createdAt: _createdAt, ...facts } = services.featureMaps.describe(featureMapIds[index]!);
    const { id: _mine, ...expected } = map;
    expect(facts).toEqual(expected);
    const hash = services.store.database.prepare("SELECT content_hash FROM feature_map WHERE id = ?").pluck().get(featureMapIds[index]!);
    expect(hash).toBe(contentHash);
  }
  expect(files.every(({ voxels }) => voxels.length > 0)).toBe(true);
  expect(readdirSync(mapsFolder).toSorted()).toEqual(featureMapIds.map((id) => `${id}.nrrd`).toSorted());
});

test("work that waits measures what was drawn when it was asked for, and says so", async () => {
  const { jobs, radiomics, featureMaps, segmentations } = opened.app.services;
  const [first, firstMaps] = [await extract(), await ended("featureMap.extract", mapped())];
  const mapOf = ({ result }: Job) => featureMaps.describe((result as { featureMapIds: string[] }).featureMapIds[0]!);
  const lane = Promise.withResolvers<void>();
  for (let busy = 0; busy < 2; busy += 1) jobs.start({ kind: "test", lane: "engine", title: "busy", run: () => lane.promise });
  const waiting = [
    (await opened.mutate("featureSet.extract", measurement())) as { jobId: string },
    (await opened.mutate("featureMap.extract", mapped())) as { jobId: string },
  ];
  // One stroke more, and then the whole segment is gone.
  const labels = new Uint8Array(size ** 2).fill(1);
  segmentations.applyStroke(by, segmentation.id, segmentation.revision, { tool: "brush", slices: [{ sliceIndex: 0, labels }] });
  segmentations.removeSegment(by, segmentation.id, 1);
  lane.resolve();
  const [set, maps] = [await jobs.finished(waiting[0]!.jobId), await jobs.finished(waiting[1]!.jobId)];
  expect([set.error, maps.error]).toEqual([null, null]);
  expect(numbersOf(setOf(set))).toEqual(numbersOf(setOf(first)));
  expect(setOf(set)).toMatchObject({ segmentationRevision: segmentation.revision, segmentName: "Soleus" });
  expect(mapOf(maps)).toMatchObject({ segmentationRevision: segmentation.revision, maskHash: mapOf(firstMaps).maskHash });
  // What is asked for now is of the newest revision, which has no such segment.
  expect((await extract()).error).toContain("no longer");
  expect(radiomics.list({ segmentationId: segmentation.id })).toHaveLength(2);
});

test.each(["featureSet.extract", "featureMap.extract"])(
  "an engine that aborts is that extraction's error in words (%s); the drawing is whole, and the next extraction goes on",
  async (procedure) => {
    vi.stubEnv("FASCICLE_ENGINE_ABORT", "1");
    const { services } = opened.app;
    const crashed = await ended(procedure, procedure === "featureSet.extract" ? measurement() : mapped());
    expect(crashed).toMatchObject({ state: "failed", error: expect.stringContaining("The engine's process ended (SIGABRT)") as string });
    expect(readdirSync(services.store.mapsFolder)).toEqual([]);
    const after = await extract();
    expect([after.state, after.error]).toEqual(["succeeded", null]);
    expect(setOf(after).segmentationRevision).toBe(segmentation.revision);
    expect(services.segmentations.describe(segmentation.id)).toEqual(segmentation);
  },
);

test("while one extraction is cancelled the door answers, and the job ends as cancelled", async () => {
  const { jobId } = (await opened.mutate("featureMap.extract", {
    segmentationId: segmentation.id,
    segmentNumber: 1,
    settings: { binWidth: 0.5, voxelSetting: { kernelRadius: 3 } },
  })) as { jobId: string };
  const { jobs } = opened.app.services;
  for await (const job of jobs.watch(jobId)) if (job.phase.includes("computing") || job.state !== "running") break;
  await opened.mutate("job.cancel", { jobId });
  expect((await jobs.finished(jobId)).state).toBe("cancelled");
  expect(readdirSync(opened.app.services.store.mapsFolder)).toEqual([]);
});
