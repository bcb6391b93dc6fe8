import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createDicomImport } from "../../../../src-main/services/dicom/index.ts";
import { createJobs, type Jobs } from "../../../../src-main/services/jobs/index.ts";
import { createSample, type Sample } from "../../../../src-main/services/sample/index.ts";
import { openStore, type Store } from "../../../../src-main/services/store/index.ts";

let dataFolder: string, store: Store, jobs: Jobs, sample: Sample;
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), "fascicle-sample-"));
  store = openStore(dataFolder);
  jobs = createJobs(store);
  sample = createSample({ store, jobs, dicomImport: createDicomImport({ store, jobs }) });
});
afterEach(async () => {
  await jobs.close();
  store.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

it("imports two studies of seven series, and the second time nothing but duplicates", async () => {
  const first = await jobs.finished(sample.open());
  expect(first.error).toBeNull();
  // 13 + 13 thigh, 12 + 12 calf, 136 sagittal, 26 + 26 axial
  expect(first.result).toMatchObject({ studies: 2, series: 7, instances: 238, duplicates: 0, conflicts: [], rejected: [] });
  const second = await jobs.finished(sample.open());
  expect(second.result).toMatchObject({ studies: 0, series: 0, instances: 0, duplicates: 238, conflicts: [], rejected: [] });
  const sizes = store.database.prepare<[], string>("SELECT description FROM volume").pluck().all().map((text) => {
    const { columns, rows, slices, warnings } = JSON.parse(text) as { columns: number; rows: number; slices: number; warnings: unknown[] };
    expect(warnings).toEqual([]);
    return `${columns}x${rows}x${slices}`;
  });
  expect(sizes.sort()).toEqual(["192x176x136", "224x256x26", "224x256x26", "320x192x12", "320x192x12", "320x192x13", "320x192x13"]);
  expect(readdirSync(store.cacheFolder).filter((name) => name.startsWith("sample-"))).toEqual([]);
});

it("leaves nothing behind when cancelled", async () => {
  const jobId = sample.open();
  for await (const job of jobs.watch(jobId)) if (job.done > 0) jobs.cancel(jobId);
  expect(jobs.get(jobId).state).toBe("cancelled");
  expect(readdirSync(store.cacheFolder).filter((name) => name.startsWith("sample-"))).toEqual([]);
});
