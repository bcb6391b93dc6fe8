import { createHash } from "node:crypto";
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Volume } from "#shared/domain/volume.ts";
import { encodeImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { checkOriginals, instancePath } from "../../../../src-main/services/originals/index.ts";
import { createSegmentations } from "../../../../src-main/services/segmentation/index.ts";
import { createStudies } from "../../../../src-main/services/studies/index.ts";
import { createVolumes } from "../../../../src-main/services/volumes/index.ts";
import { createWorklist } from "../../../../src-main/services/worklist/index.ts";
import { makeImage } from "../radiomics/makeImage.ts";
import { openImport } from "./importing.ts";
import { by, change } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let opened: ReturnType<typeof openImport>;
let tree: string;
beforeEach(() => {
  tree = temporaryFolder();
  opened = openImport(temporaryFolder());
});
afterEach(async () => {
  await opened.close();
  rmSync(tree, { recursive: true, force: true });
});

const size = [6, 5, 4] as const;
const ramp = (start: number) => Int16Array.from({ length: 120 }, (_, at) => start + at * 7);
const labels = (count: number) => Uint8Array.from({ length: 120 }, (_, at) => at % (count + 1));

async function put(path: string, voxels: Parameters<typeof makeImage>[1]): Promise<Uint8Array> {
  const bytes = await encodeImageFile(path, makeImage([...size], voxels), { segments: [] });
  mkdirSync(join(tree, path, ".."), { recursive: true });
  writeFileSync(join(tree, path), bytes);
  return bytes;
}
function putText(path: string, text: string): void {
  mkdirSync(join(tree, path, ".."), { recursive: true });
  writeFileSync(join(tree, path), text);
}
const volumes = () =>
  opened.store.database
    .prepare<[], string>("SELECT description FROM volume ORDER BY series_id, ordinal")
    .pluck()
    .all()
    .map((json) => JSON.parse(json) as Volume);
interface ListedSeries {
  patientId: string;
  study: string;
  series: string;
  modality: string;
}
const series = () =>
  opened.store.database
    .prepare<[], ListedSeries>(
      "SELECT patient_id AS patientId, study.description AS study, series.description AS series, modality FROM series JOIN study ON " +
        "study.id = study_id ORDER BY series.id",
    )
    .all();

const studyKeys = () => opened.store.database.prepare<[], string>("SELECT study_instance_uid FROM study ORDER BY id").pluck().all();
/** The names of the files in the folder of originals. */
const originals = () =>
  readdirSync(opened.store.instancesFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .toSorted();
/** Takes in what lies in the folder of originals as a check does after the database was lost. */
async function loseRows(): Promise<void> {
  change(opened.store, (database) => database.exec("DELETE FROM study"));
  await opened.jobs.finished(opened.dicomImport.takeInStored(by));
}

async function bidsTree(root = "myds"): Promise<void> {
  putText(`${root}/dataset_description.json`, JSON.stringify({ Name: "Muscle of the brain", BIDSVersion: "1.10.0" }));
  putText(`${root}/T1w.json`, JSON.stringify({ MagneticFieldStrength: 3, EchoTime: 0.004 }));
  await put(`${root}/sub-01/anat/sub-01_T1w.nii.gz`, ramp(0));
  putText(`${root}/sub-01/anat/sub-01_T1w.json`, JSON.stringify({ RepetitionTime: 2.3, EchoTime: 0.00298 }));
  await put(`${root}/sub-01/anat/sub-01_acq-fast_FLAIR.nii.gz`, ramp(3));
  await put(`${root}/derivatives/seg/sub-01/anat/sub-01_space-T1w_dseg.nii.gz`, labels(2));
  putText(
    `${root}/derivatives/seg/sub-01/anat/sub-01_space-T1w_dseg.tsv`,
    "index\tname\tcolor\n1\tGrey matter\t#ff0000\n2\tWhite matter\t#00ff00\n",
  );
  await put(`${root}/sub-02/ses-a/anat/sub-02_ses-a_T1w.nii.gz`, ramp(9));
  putText(`${root}/README.txt`, "read me");
}

describe("a BIDS tree", () => {
  test("gives subjects, sessions, suffixes, what its JSON files say, and label maps with their names", async () => {
    await bidsTree();
    const result = await opened.run(join(tree, "myds"));
    expect(result).toMatchObject({ studies: 2, series: 4, imageFiles: 4, instances: 0, duplicates: 0, conflicts: [] });
    expect(result.rejected.map(({ path }) => path)).toEqual([join(tree, "myds", "README.txt")]);
    expect(series()).toEqual([
      { patientId: "sub-01", study: "Muscle of the brain", series: "T1w", modality: "MR" },
      { patientId: "sub-01", study: "Muscle of the brain", series: "acq-fast FLAIR", modality: "MR" },
      { patientId: "sub-02", study: "Muscle of the brain, ses-a", series: "T1w", modality: "MR" },
      { patientId: "sub-01", study: "Muscle of the brain", series: "seg: space-T1w dseg", modality: "" },
    ]);
    // The nearer JSON counts, the farther fills up; BIDS has seconds.
    const acquisition = opened.store.database
      .prepare<[], string>("SELECT acquisition FROM image_file WHERE file_name = 'sub-01_T1w.nii.gz'")
      .pluck()
      .get()!;
    expect(JSON.parse(acquisition)).toMatchObject({ repetitionTimeMs: 2300, echoTimeMs: 2.98, magneticFieldStrengthT: 3 });
    const t1 = volumes().find(({ source }) => source?.kind === "file" && source.fileName === "sub-01_T1w.nii.gz")!;
    expect(result.labelMaps).toHaveLength(1);
    expect(result.labelMaps[0]).toMatchObject({ labels: 2, problem: null });
    // The T1w that the name speaks of comes before the FLAIR, which lies on the same grid.
    expect(result.labelMaps[0]!.fits.map(({ name }) => name)).toEqual(["T1w", "acq-fast FLAIR"]);
    expect(result.labelMaps[0]!.fits[0]!.volumeId).toBe(t1.id);
  });

  test("offers a label map until a segmentation is made of it, and again where that was deleted", async () => {
    await bidsTree();
    const offers = async () => (await opened.run(join(tree, "myds"))).labelMaps;
    const [offer] = await offers();
    const sources = createVolumes({ store: opened.store });
    const segmentations = createSegmentations({ store: opened.store, volumes: sources });
    try {
      const made = segmentations.create(by, { volumeId: offer!.fits[0]!.volumeId, name: "Grey and white" });
      sources.setLabelMapTaken(by, offer!.volumeId, made.id);
      expect(await offers()).toEqual([]);
      segmentations.remove(by, made.id);
      expect(await offers()).toEqual([offer]);
      segmentations.restore(by, made.id);
      expect(await offers()).toEqual([]);
    } finally {
      await sources.close();
    }
  });

  test("comes again without adding anything, also where it was moved, and grows where files are added", async () => {
    await bidsTree();
    await opened.run(join(tree, "myds"));
    const again = await opened.run(join(tree, "myds"));
    expect(again).toMatchObject({ studies: 0, series: 0, imageFiles: 0, duplicates: 4 });
    await bidsTree("moved/elsewhere");
    await put("moved/elsewhere/sub-01/anat/sub-01_T2w.nii.gz", ramp(20));
    const moved = await opened.run(join(tree, "moved", "elsewhere"));
    expect(moved).toMatchObject({ studies: 0, series: 1, imageFiles: 1, duplicates: 4 });
    expect(opened.count("study")).toBe(2);
  });

  test("of another data set has another sub-01, and other codes in exports", async () => {
    await bidsTree("one");
    await put("two/sub-01/anat/sub-01_T1w.nii.gz", ramp(50));
    await opened.run(tree);
    const scopes = opened.store.database
      .prepare<[], string>("SELECT DISTINCT patient_scope FROM study WHERE patient_id = 'sub-01'")
      .pluck()
      .all();
    expect(scopes).toHaveLength(2);
    const page = createWorklist(opened.store).list({
      level: "patient",
      search: "",
      description: "",
      modality: [],
      dateFrom: null,
      dateTo: null,
      sort: "patientId",
      descending: false,
      offset: 0,
      limit: 10,
    });
    expect(page.rows.map(({ patientId, studies }) => [patientId, studies])).toEqual([
      ["sub-01", 1],
      ["sub-01", 1],
      ["sub-02", 1],
    ]);
  });
});

describe("other folders", () => {
  test("are a study each, a file a series; one content in two places is two", async () => {
    const content = ramp(1);
    await put("set/P01/P01-t1c.nrrd", content);
    await put("set/P01/P01-seg.nrrd", labels(3));
    await put("set/P02/P02-t1c.nrrd", content);
    await put("fs/bert/mri/T1.nii", ramp(5));
    const result = await opened.run(tree);
    expect(result).toMatchObject({ studies: 3, imageFiles: 4, rejected: [] });
    expect(series()).toEqual([
      { patientId: "bert", study: "fs", series: "T1", modality: "" },
      { patientId: "P01", study: "set", series: "t1c", modality: "" },
      { patientId: "P02", study: "set", series: "t1c", modality: "" },
      { patientId: "P01", study: "set", series: "seg", modality: "" },
    ]);
    expect(result.labelMaps.map(({ labels: count, fits }) => [count, fits.map(({ name }) => name)])).toEqual([[3, ["t1c"]]]);
  });

  test("another file of the same name in the same place is kept apart, and said", async () => {
    await put("P01/t1.nii.gz", ramp(0));
    await opened.run(join(tree, "P01"));
    await put("P01/t1.nii.gz", ramp(1));
    const result = await opened.run(join(tree, "P01"));
    expect(result).toMatchObject({ studies: 0, imageFiles: 1 });
    expect(result.conflicts.map(({ reason }) => reason)).toEqual([
      "another file of this name with other content is already there; both are kept, apart",
    ]);
  });

  test("labels that do not fit or are too many are said", async () => {
    await put("P01/t1.nii.gz", ramp(0));
    const many = Int16Array.from({ length: 120 }, (_, at) => at);
    await put("P01/seg.nii.gz", many);
    const image = makeImage(
      [3, 3, 3],
      Uint8Array.from({ length: 27 }, (_, at) => at % 2),
    );
    const apart = { ...image, grid: { ...image.grid, spacingMm: [1.5, 1, 1] as const } };
    const bytes = await encodeImageFile("x.nii.gz", apart, { segments: [] });
    writeFileSync(join(tree, "P01", "small_mask.nii.gz"), bytes);
    const result = await opened.run(tree);
    expect(result.labelMaps.map(({ labels: count, problem }) => [count, problem])).toEqual([
      [119, null],
      [1, "No image of its examination lies on its grid. Open the series it was drawn on and drop the file there."],
    ]);
  });

  test("what cannot be taken in whole is refused in words, file by file", async () => {
    const whole = Buffer.from(await put("P/good.nii", ramp(0)));
    writeFileSync(join(tree, "P", "cut.nii"), whole.subarray(0, whole.length - 10));
    writeFileSync(join(tree, "P", "cutzip.nii.gz"), gzipSync(whole).subarray(0, 200));
    const rgb = Buffer.from(whole);
    rgb.writeInt16LE(128, 70);
    writeFileSync(join(tree, "P", "rgb.nii"), rgb);
    const vector = Buffer.from(whole);
    [5, 6, 5, 2, 1, 2].forEach((value, at) => vector.writeInt16LE(value, 40 + 2 * at));
    writeFileSync(join(tree, "P", "vector.nii"), vector);
    writeFileSync(join(tree, "P", "pair.hdr"), whole.subarray(0, 348));
    writeFileSync(join(tree, "P", "pair.img"), whole.subarray(352));
    putText("P/header.nhdr", "NRRD0004\ntype: uchar\ndimension: 3\nsizes: 2 2 1\nencoding: raw\ndata file: a.raw\n\n");
    const huge = Buffer.from(whole);
    [3, 30000, 30000, 30000].forEach((value, at) => huge.writeInt16LE(value, 40 + 2 * at));
    writeFileSync(join(tree, "P", "huge.nii"), huge);
    putText("P/none.nrrd", "no image");
    const result = await opened.run(tree);
    expect(result.imageFiles).toBe(1);
    const reasons = new Map(result.rejected.map(({ path, reason }) => [path.slice(tree.length + 3), reason]));
    expect(reasons.get("cut.nii")).toMatch(/voxels are cut short/);
    expect(reasons.get("cutzip.nii.gz")).toMatch(/cut short/);
    expect(reasons.get("rgb.nii")).toMatch(/datatype: holds RGB colours/);
    expect(reasons.get("vector.nii")).toMatch(/dim\[5\]: holds 2 values a voxel \(vectors\)/);
    expect(reasons.get("pair.hdr")).toMatch(/two files \(\.hdr, \.img\).* Save it as one \.nii\.gz and import that/);
    expect(reasons.get("pair.img")).toMatch(/two files \(\.hdr, \.img\).* Save it as one \.nii\.gz and import that/);
    expect(reasons.get("header.nhdr")).toMatch(/voxels lie in another file\. Save both as one \.nrrd and import that/);
    expect(reasons.get("huge.nii")).toMatch(/no size of a volume|larger than can be shown/);
    expect(reasons.get("none.nrrd")).toMatch(/is no NRRD file/);
  });

  test("a file without an orientation is taken in and said", async () => {
    const bytes = Buffer.from(await put("P/t1.nii", ramp(0)));
    bytes.writeInt16LE(0, 252);
    bytes.writeInt16LE(0, 254);
    writeFileSync(join(tree, "P", "t1.nii"), bytes);
    await opened.run(tree);
    const [volume] = volumes();
    expect(volume).toMatchObject({ hasPatientGeometry: false, frameOfReferenceUid: null });
    expect(volume!.warnings.map(({ code }) => code)).toEqual(["no-geometry"]);
  });
});

describe("originals of image files", () => {
  test("are the bytes that were imported, are verified, and healed by the same file", async () => {
    const bytes = await put("P/t1.nii.gz", ramp(0));
    await opened.run(tree);
    const hash = createHash("sha256").update(bytes).digest("hex");
    const path = instancePath(opened.store.instancesFolder, hash, "nii.gz");
    expect(readFileSync(path).equals(bytes)).toBe(true);
    const check = async () =>
      (await checkOriginals(opened.store, async () => undefined, { repair: false })).findings.map(({ problem }) => problem);
    expect(await check()).toEqual([]);
    writeFileSync(path, "damaged");
    expect(await check()).toEqual(["damaged: its content is no longer what was imported"]);
    const healed = await opened.run(tree);
    expect(healed.notes.map(({ reason }) => reason)).toEqual([
      "its original in the data folder was damaged, and was replaced by this file",
    ]);
    expect(await check()).toEqual([]);
  });

  test("without rows are taken in where they came from", async () => {
    await put("set/P01/t1.nii.gz", ramp(0));
    await opened.run(join(tree, "set"));
    const before = volumes();
    change(opened.store, (database) => database.exec("DELETE FROM study"));
    expect(volumes()).toEqual([]);
    await opened.jobs.finished(opened.dicomImport.takeInStored(by));
    expect(volumes()).toEqual(before);
    expect(series()).toMatchObject([{ patientId: "P01", series: "t1" }]);
  });

  test("go with their study, and stay where another study has the same content", async () => {
    await put("set/P01/t1.nrrd", ramp(0));
    await put("set/P02/t1.nrrd", ramp(0));
    await opened.run(tree);
    const studies = createStudies(opened.store);
    const keys = opened.store.database.prepare<[], string>("SELECT study_instance_uid FROM study ORDER BY id").pluck().all();
    const files = () => readdirSync(opened.store.instancesFolder, { recursive: true }).filter((name) => String(name).includes(".")).length;
    expect(files()).toBe(2);
    expect(studies.contents(by, keys[0]!)).toMatchObject({ originals: 1, volumes: 1 });
    await studies.remove(by, keys[0]!, studies.contents(by, keys[0]!));
    expect(files()).toBe(2);
    await studies.remove(by, keys[1]!, studies.contents(by, keys[1]!));
    expect(files()).toBe(0);
    expect(opened.count("image_file")).toBe(0);
  });

  test("are no way back for a removed study, whose content another study has, where the database is lost", async () => {
    await put("set/P01/t1.nrrd", ramp(0));
    await put("set/P02/t1.nrrd", ramp(0));
    await opened.run(tree);
    const [first] = studyKeys();
    const studies = createStudies(opened.store);
    await studies.remove(by, first!, studies.contents(by, first!));
    await loseRows();
    expect(series()).toMatchObject([{ patientId: "P02", series: "t1" }]);
  });

  test("under two endings go one by one: a removed study leaves none behind", async () => {
    const bytes = await put("set/P01/t1.nii", ramp(0));
    mkdirSync(join(tree, "set", "P02"));
    writeFileSync(join(tree, "set", "P02", "t1.nii.gz"), bytes);
    await opened.run(tree);
    const [first] = studyKeys();
    const studies = createStudies(opened.store);
    await studies.remove(by, first!, studies.contents(by, first!));
    const hash = createHash("sha256").update(bytes).digest("hex");
    expect(originals()).toEqual([`${hash}.nii.gz`, `${hash}.place.json`]);
    await opened.jobs.finished(opened.dicomImport.takeInStored(by));
    await loseRows();
    expect(series()).toMatchObject([{ patientId: "P02", series: "t1" }]);
  });

  test("have notes in which a check leaves out a study that an earlier version removed", async () => {
    await put("set/P01/t1.nrrd", ramp(0));
    await put("set/P02/t1.nrrd", ramp(0));
    await opened.run(tree);
    change(opened.store, (database) => database.prepare("DELETE FROM study WHERE study_instance_uid = ?").run(studyKeys()[0]!));
    const check = async (repair: boolean) => (await checkOriginals(opened.store, async () => undefined, { repair })).findings;
    const problem = "its note names a study that is not there any more";
    expect(await check(false)).toMatchObject([{ problem, mended: false }]);
    expect(await check(true)).toMatchObject([{ problem, mended: true }]);
    expect(await check(false)).toEqual([]);
    await loseRows();
    expect(series()).toMatchObject([{ patientId: "P02", series: "t1" }]);
  });

  test("that are gone keep their note, so that the same file puts back both", async () => {
    const bytes = await put("set/P01/t1.nrrd", ramp(0));
    await opened.run(tree);
    const path = instancePath(opened.store.instancesFolder, createHash("sha256").update(bytes).digest("hex"), "nrrd");
    rmSync(path);
    const { findings } = await checkOriginals(opened.store, async () => undefined, { repair: true });
    expect(findings.map(({ problem }) => problem)).toEqual(["gone"]);
    const again = await opened.run(tree);
    expect(again.notes.map(({ reason }) => reason)).toEqual(["its original was gone from the data folder, and was put back"]);
    await loseRows();
    expect(series()).toMatchObject([{ patientId: "P01", series: "t1" }]);
  });

  test("of one content in one import, found twice in one place, are told as a duplicate and not as put back", async () => {
    await put("set/P01/t1.nrrd", ramp(0));
    cpSync(join(tree, "set"), join(tree, "copy", "set"), { recursive: true });
    const result = await opened.run(join(tree, "set"), join(tree, "copy", "set"));
    expect(result).toMatchObject({ imageFiles: 1, duplicates: 1, notes: [] });
  });

  test("come out of a ZIP with their names", async () => {
    const { ZipFile } = await import("yazl");
    const { createWriteStream } = await import("node:fs");
    const { pipeline } = await import("node:stream/promises");
    await bidsTree("ds");
    const archive = new ZipFile();
    for (const name of readdirSync(join(tree, "ds"), { recursive: true, withFileTypes: true }))
      if (name.isFile()) archive.addFile(join(name.parentPath, name.name), join(name.parentPath, name.name).slice(tree.length + 1));
    archive.end();
    const zip = join(tree, "all.zip");
    await pipeline(archive.outputStream, createWriteStream(zip));
    copyFileSync(zip, join(opened.folder, "all.zip"));
    const result = await opened.run(join(opened.folder, "all.zip"));
    expect(result).toMatchObject({ studies: 2, imageFiles: 4 });
    expect(series()).toContainEqual({ patientId: "sub-01", study: "Muscle of the brain", series: "T1w", modality: "MR" });
    // The same by its folder: nothing new.
    expect(await opened.run(join(tree, "ds"))).toMatchObject({ imageFiles: 0, duplicates: 4 });
  });
});
