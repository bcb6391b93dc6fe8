import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { importResultSchema } from "#shared/api/import.ts";
import { gridOf, volumeSchema } from "#shared/domain/volume.ts";
import { afterAll, afterEach, beforeEach, expect, it, vi } from "vitest";
import { createDicomImport } from "../../../../src-main/services/import/index.ts";
import { createJobs, type Jobs } from "../../../../src-main/services/jobs/index.ts";
import { createSample, drawSampleTruth, sampleStudiesFile, sampleUnits, type Sample } from "../../../../src-main/services/sample/index.ts";
import { openStore, type Store } from "../../../../src-main/services/store/index.ts";
import { createVolumes } from "../../../../src-main/services/volumes/index.ts";
import { describeStudy } from "../../../../src-main/services/volumes/describeStudy.ts";
import { by } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

// Drawing takes most of an opening, and gives the same bytes each time (generateSampleStudies.test.ts): the second opening takes the files of the first.
const drawn = vi.hoisted(() => ({ folder: "", isReused: false }));
vi.mock("../../../../src-main/services/sample/generateSampleStudies.ts", async (importOriginal) => {
  const actual = await importOriginal<typeof import("../../../../src-main/services/sample/generateSampleStudies.ts")>();
  return {
    ...actual,
    generateSampleStudies: async (...[folder, options]: Parameters<typeof actual.generateSampleStudies>) => {
      if (drawn.isReused) {
        cpSync(drawn.folder, folder, { recursive: true });
        return readdirSync(folder).length;
      }
      const files = await actual.generateSampleStudies(folder, options);
      cpSync(folder, drawn.folder, { recursive: true });
      return files;
    },
  };
});
if (!existsSync(sampleStudiesFile)) console.warn("skipped: the sample studies were not built (npm run build)");
drawn.folder = temporaryFolder();
afterAll(() => rmSync(drawn.folder, { recursive: true, force: true }));

let dataFolder: string, store: Store, jobs: Jobs, sample: Sample;
beforeEach(() => {
  drawn.isReused = false;
  dataFolder = temporaryFolder();
  store = openStore(dataFolder);
  jobs = createJobs(store);
  sample = createSample({ store, jobs, dicomImport: createDicomImport({ store, jobs }) });
});
afterEach(async () => {
  await jobs.close();
  store.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

it("imports two studies of seven series, and the second time nothing but duplicates; both times the limbs come first, with the thigh's T1", async () => {
  const firstId = sample.open(by);
  const phases = new Set<string>();
  for await (const { phase } of jobs.watch(firstId)) phases.add(phase);
  const first = await jobs.finished(firstId);
  expect(first.error).toBeNull();
  // One job, whose phases tell what is done.
  expect(jobs.list().map(({ kind }) => kind)).toEqual(["sample"]);
  expect([...phases]).toEqual(expect.arrayContaining(["drawing the sample studies", "reading files", "building volumes"]));
  // 13 + 13 thigh, 12 + 12 calf, 136 sagittal, 26 + 26 axial
  expect(first.result).toMatchObject({ studies: 2, series: 7, instances: 238, duplicates: 0, conflicts: [], rejected: [] });
  const limbs = store.database
    .prepare<[], string>("SELECT study_instance_uid FROM study WHERE description LIKE 'Lower limbs%'")
    .pluck()
    .get();
  expect(importResultSchema.parse(first.result).firstStudyInstanceUid).toBe(limbs);
  const { series } = describeStudy(store, limbs!);
  expect(series.map(({ description }) => description)).toEqual([
    "T1 FSE axial, thigh",
    "T2 FSE Dixon axial, thigh, water",
    "T1 FSE axial, calf",
    "T2 FSE Dixon axial, calf, water",
  ]);
  drawn.isReused = true;
  const second = await jobs.finished(sample.open(by));
  expect(second.result).toMatchObject({
    studies: 0,
    series: 0,
    instances: 0,
    duplicates: 238,
    conflicts: [],
    rejected: [],
    firstStudyInstanceUid: limbs,
  });
  // The truth lies on the grids that the import finds, so that a label map fits the volume voxel for voxel.
  const grids = store.database
    .prepare<[], string>("SELECT description FROM volume")
    .pluck()
    .all()
    .map((text) => {
      const volume = volumeSchema.parse(JSON.parse(text));
      expect(volume.warnings).toEqual([]);
      return gridOf(volume);
    });
  expect(grids).toHaveLength(7);
  for (const unit of sampleUnits()) {
    const { grid } = drawSampleTruth(unit, { slices: 1 }).labels;
    const same = grids.filter(
      ({ size, originMm, direction, spacingMm }) =>
        size[0] === grid.size[0] &&
        size[1] === grid.size[1] &&
        [...originMm, ...direction, ...spacingMm].every(
          (value, n) => Math.abs(value - [...grid.originMm, ...grid.direction, ...grid.spacingMm][n]!) < 1e-6,
        ),
    );
    expect(same).toHaveLength(unit === "headSagittal" ? 1 : 2);
  }
  expect(readdirSync(join(store.dataFolder, "incoming"))).toEqual([]);
}, 180_000);

it.skipIf(!existsSync(sampleStudiesFile))(
  "as the build drew them are what the sources draw, and are imported without drawing",
  async () => {
    const ofSlice = drawSampleTruth("thigh", { firstSlice: 6, slices: 1 }).volumes.find(({ key }) => key === "thigh T1")!.image.voxels;
    const dicomImport = createDicomImport({ store, jobs });
    const job = await jobs.finished(createSample({ store, jobs, dicomImport, studiesFile: sampleStudiesFile }).open(by));
    expect(job.result).toMatchObject({ studies: 2, series: 7, instances: 238, duplicates: 0, conflicts: [], rejected: [], notes: [] });
    const volumes = createVolumes({ store });
    const limbs = store.database
      .prepare<[], string>("SELECT study_instance_uid FROM study WHERE description LIKE 'Lower limbs%'")
      .pluck()
      .get()!;
    const thigh = volumes.describeStudy(limbs).series.find(({ description }) => description === "T1 FSE axial, thigh")!.volumes[0]!;
    const frame = await volumes.readFrame(thigh.id, 6);
    expect(Buffer.from(frame.bytes).equals(Buffer.from(ofSlice.buffer, ofSlice.byteOffset, ofSlice.byteLength))).toBe(true);
    await volumes.close();
  },
  180_000,
);

it("leaves nothing behind when cancelled", async () => {
  const jobId = sample.open(by);
  for await (const job of jobs.watch(jobId)) if (job.done > 0) jobs.cancel(jobId);
  expect(jobs.get(jobId).state).toBe("cancelled");
  expect(readdirSync(join(store.dataFolder, "incoming"))).toEqual([]);
});
