import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ImportResult } from "#shared/api/import.ts";
import type { Segmentation } from "#shared/domain/segment.ts";
import type { FeatureSet } from "#shared/domain/featureSet.ts";
import { voxelsFromBytes, type ScalarType, type Volume } from "#shared/domain/volume.ts";
import { encodeImageFile, readImageFile } from "../../../src-main/services/imagefiles/index.ts";
import { extractFiles } from "../../../src-main/app/commands/extractFiles.ts";
import { openApp } from "./openApp.ts";
import { by } from "../author.ts";

let app: ReturnType<typeof openApp>;
let folder: string;
let imagePath: string;
let maskPath: string;
let result: ImportResult;

const size: [number, number, number] = [12, 11, 7];
const count = size[0] * size[1] * size[2];
/** A tilted, left-handed grid with a rescale: all that a NIfTI file may have. */
const grid = {
  size,
  spacingMm: [0.9, 1.1, 2.5] as const,
  originMm: [12.5, -40.25, 7] as const,
  direction: [-0.8, -0.6, 0, -0.6, 0.8, 0, 0, 0, 1] as const,
};

beforeAll(async () => {
  app = openApp();
  folder = join(app.folder, "set", "sub-01", "anat");
  mkdirSync(folder, { recursive: true });
  imagePath = join(folder, "sub-01_T1w.nii");
  maskPath = join(folder, "sub-01_dseg.nii.gz");
  const image = { grid, scalarType: "int16" as const, voxels: Int16Array.from({ length: count }, (_, at) => (at * 7919) % 613) };
  const bytes = Buffer.from(await encodeImageFile("x.nii", image, { segments: [] }));
  bytes.writeFloatLE(0.37, 112);
  bytes.writeFloatLE(-4.5, 116);
  writeFileSync(imagePath, bytes);
  const labels = Uint8Array.from({ length: count }, (_, at) => (at % 12 > 2 && at % 12 < 10 ? (at < count / 2 ? 1 : 2) : 0));
  writeFileSync(maskPath, await encodeImageFile("x.nii.gz", { grid, scalarType: "uint8", voxels: labels }, { segments: [] }));
  writeFileSync(join(folder, "sub-01_dseg.tsv"), "index\tname\n1\tUpper\n2\tLower\n");
  const { jobId } = (await app.mutate("import.start", { paths: [join(app.folder, "set")] })) as { jobId: string };
  const job = await app.app.services.jobs.finished(jobId);
  result = job.result as ImportResult;
}, 120_000);
afterAll(() => app.close());

const t1 = () => result.labelMaps[0]!.fits[0]!.volumeId;

describe("an image file as a volume", () => {
  test("has the file's grid and voxels at the door", async () => {
    const file = await readImageFile(imagePath);
    const volume = (await app.query("volume.describe", { volumeId: t1() })) as Volume;
    expect({
      size: [volume.columns, volume.rows, volume.slices],
      spacingMm: volume.spacingMm,
      originMm: volume.originMm,
      direction: volume.direction,
    }).toEqual({ ...file.grid, size });
    expect(volume.source).toMatchObject({ kind: "file", format: "nifti", fileName: "sub-01_T1w.nii", frames: 1 });
    const whole = await app.fetch(`/volumes/${t1()}/voxels`);
    const scalarType = whole.headers.get("x-scalar-type") as ScalarType;
    expect(voxelsFromBytes(scalarType, new Uint8Array(await whole.arrayBuffer()))).toEqual(file.voxels);
    const frame = await app.fetch(`/volumes/${t1()}/frames/3`);
    expect(voxelsFromBytes("float32", new Uint8Array(await frame.arrayBuffer()))).toEqual(file.voxels.slice(3 * 132, 4 * 132));
    expect((await app.fetch(`/volumes/${t1()}/frames/7`)).status).toBe(400);
    expect((await app.fetch(`/volumes/${t1()}/thumbnail.png`)).status).toBe(200);
  });

  test(
    "gives the features of fascicle extract to the last digit, with its label map as the segmentation",
    { timeout: 300_000 },
    async () => {
      const items = [{ labelMapId: result.labelMaps[0]!.volumeId, volumeId: t1() }];
      const { jobId } = (await app.mutate("import.takeLabelMaps", { items })) as { jobId: string };
      expect((await app.app.services.jobs.finished(jobId)).result).toEqual({ taken: 1, failures: [], notes: [] });
      const [segmentation] = (await app.query("segmentation.list", { volumeId: t1() })) as Segmentation[];
      expect(segmentation!.segments.map(({ name }) => name)).toEqual(["Upper", "Lower"]);
      const started = (await app.mutate("featureSet.extract", {
        segmentationId: segmentation!.id,
        segmentNumbers: [1, 2],
        settings: {},
      })) as { jobId: string };
      const done = await app.app.services.jobs.finished(started.jobId);
      const { featureSetIds } = done.result as { featureSetIds: string[] };
      const { text } = await extractFiles({ imagePath, maskPath, format: "json", label: "all" });
      const rows = text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      for (const id of featureSetIds) {
        const set = (await app.query("featureSet.describe", { featureSetId: id })) as FeatureSet;
        const row = rows.find((each) => each["Label"] === set.segmentNumber)!;
        expect(set.features.length).toBeGreaterThan(90);
        for (const { name, value } of set.features) expect([name, value ?? "nan"]).toEqual([name, row[name]]);
      }
    },
  );

  test("is read anew for each measurement: the engine's process, whose memory is bounded, keeps no image", async () => {
    const [segmentation] = (await app.query("segmentation.list", { volumeId: t1() })) as Segmentation[];
    const extract = async () => {
      const request = { segmentationId: segmentation!.id, segmentNumbers: [1], settings: { featureClass: { firstorder: ["Mean"] } } };
      const { jobId } = (await app.mutate("featureSet.extract", request)) as { jobId: string };
      return app.app.services.jobs.finished(jobId);
    };
    expect((await extract()).error).toBeNull();
    const instances = app.app.services.store.instancesFolder;
    const [name] = readdirSync(instances, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".nii"));
    const bytes = readFileSync(join(instances, name!));
    writeFileSync(join(instances, name!), "damaged");
    try {
      expect((await extract()).error ?? "measured").toContain("The image file of this volume cannot be read");
    } finally {
      writeFileSync(join(instances, name!), bytes);
    }
    expect((await extract()).error).toBeNull();
  });

  test("is not offered again once its label map was taken, and a second import adds nothing", async () => {
    const { jobId } = (await app.mutate("import.start", { paths: [join(app.folder, "set")] })) as { jobId: string };
    const again = (await app.app.services.jobs.finished(jobId)).result as ImportResult;
    expect(again).toMatchObject({ imageFiles: 0, duplicates: 2, labelMaps: [] });
  });
});

describe("a derived volume", () => {
  test("has an address, voxels and a study like any other, and says where it comes from", async () => {
    const { volumes } = app.app.services;
    const source = await volumes.readImage(t1());
    const doubled = { ...source, scalarType: "float64" as const, voxels: Float64Array.from(source.voxels, (value) => value * 2) };
    const steps = [{ name: "double", parameters: { factor: 2 } }];
    const volume = await volumes.addDerived(by, { image: doubled, description: "twice T1w", steps, sourceVolumeIds: [t1()] });
    expect(volume.source).toMatchObject({ kind: "derived", steps, sources: [{ volumeId: t1() }] });
    const answer = await app.fetch(`/volumes/${volume.id}/voxels`);
    expect(voxelsFromBytes("float64", new Uint8Array(await answer.arrayBuffer()))).toEqual(doubled.voxels);
    const study = (await app.query("study.describe", { studyInstanceUid: volume.studyInstanceUid })) as {
      series: Array<{ description: string }>;
    };
    expect(study.series.map(({ description }) => description)).toContain("twice T1w");
    // The same steps on the same voxels are the same volume.
    expect((await volumes.addDerived(by, { image: doubled, description: "twice T1w", steps, sourceVolumeIds: [t1()] })).id).toBe(volume.id);
    expect(
      (
        await volumes.addDerived(by, {
          image: doubled,
          description: "thrice",
          steps: [{ name: "triple", parameters: {} }],
          sourceVolumeIds: [t1()],
        })
      ).id,
    ).not.toBe(volume.id);
  });

  test("is measured, and an export says by which steps it was made, without a name", { timeout: 300_000 }, async () => {
    const { segmentations, store } = app.app.services;
    const volumeId = store.database.prepare<[], string>("SELECT volume_id FROM derived_volume ORDER BY created_at").pluck().get()!;
    const mask = await readImageFile(maskPath);
    const bytes = await encodeImageFile("roi.nrrd", mask, { segments: [] });
    const segmentation = await segmentations.importFrom(by, { volumeId, fileName: "roi.nrrd", bytes });
    const { jobId } = (await app.mutate("featureSet.extract", {
      segmentationId: segmentation.id,
      segmentNumbers: [1],
      settings: { featureClass: { firstorder: ["Mean", "Maximum"] } },
    })) as { jobId: string };
    const { featureSetIds } = (await app.app.services.jobs.finished(jobId)).result as { featureSetIds: string[] };
    const set = (await app.query("featureSet.describe", { featureSetId: featureSetIds[0] })) as FeatureSet;
    const file = await readImageFile(imagePath);
    const inside = [...file.voxels].filter((_, at) => mask.voxels[at] === 1);
    expect(set.features.find(({ name }) => name === "original_firstorder_Maximum")!.value).toBe(2 * Math.max(...inside));
    const csv = await (await app.fetch(`/exports/features/${featureSetIds[0]}.csv`)).text();
    expect(csv).toContain("computed: double");
    expect(csv).not.toContain("sub-01");
  });
});
