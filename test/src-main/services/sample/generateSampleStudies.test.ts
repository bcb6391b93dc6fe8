import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawSampleTruth, generateBenchFiles, generateSampleStudies } from "../../../../src-main/services/sample/index.ts";

const folders: string[] = [];
const temporaryFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), "fascicle-sample-"));
  folders.push(folder);
  return folder;
};
const hashes = (folder: string) =>
  readdirSync(folder)
    .sort()
    .map(
      (name) =>
        `${name} ${createHash("sha256")
          .update(readFileSync(join(folder, name)))
          .digest("hex")}`,
    );

const python = ["/usr/bin/python3", "python3"].find((command) => spawnSync(command, ["-c", "import pydicom, numpy"]).status === 0);
if (!python) console.warn("skipped: pydicom is not installed (python3-pydicom)");
const dciodvfy = spawnSync("dciodvfy", ["-help"]).error === undefined;
if (!dciodvfy) console.warn("skipped: dciodvfy is not installed (dicom3tools)");

let limbs: string;
let progress: Array<[number, number]>;
beforeAll(async () => {
  limbs = temporaryFolder();
  progress = [];
  await generateSampleStudies(limbs, { studies: ["limbs"], onProgress: (done, total) => progress.push([done, total]) });
});
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe("the sample's DICOM files", () => {
  it("are the same bytes for the same seed", async () => {
    const again = temporaryFolder();
    await generateSampleStudies(again, { studies: ["limbs"] });
    expect(hashes(again)).toEqual(hashes(limbs));
    expect(hashes(limbs)).toHaveLength(2 * 13 + 2 * 12);
  });

  it("come with progress up to the last file", () => {
    expect(progress[0]).toEqual([0, 50]);
    expect(progress.at(-1)).toEqual([50, 50]);
  });

  it("stop when cancelled", async () => {
    const controller = new AbortController();
    const files = await generateSampleStudies(temporaryFolder(), {
      studies: ["limbs"],
      signal: controller.signal,
      onProgress: (done) => {
        if (done > 0) controller.abort();
      },
    });
    expect(files).toBeGreaterThan(0);
    expect(files).toBeLessThan(50);
  });

  it.skipIf(!python)("are read by pydicom, with the voxels and the geometry of the truth", () => {
    const script = `
import sys, json, hashlib, glob, pydicom, numpy as np
out = {}
for key in ["thigh-T1", "thigh-water", "calf-T1", "calf-water"]:
    d = sorted([pydicom.dcmread(f) for f in glob.glob(sys.argv[1] + "/" + key + "-*.dcm")], key=lambda s: s.ImagePositionPatient[2])
    v = np.stack([s.pixel_array for s in d]).astype("<u2")
    steps = sorted({round(float(b.ImagePositionPatient[2] - a.ImagePositionPatient[2]), 6) for a, b in zip(d, d[1:])})
    out[key] = dict(sha=hashlib.sha256(v.tobytes()).hexdigest(), steps=steps,
      spacing=[float(x) for x in d[0].PixelSpacing], origin=[float(x) for x in d[0].ImagePositionPatient],
      orientation=[float(x) for x in d[0].ImageOrientationPatient], thickness=float(d[0].SliceThickness),
      frames=len({s.FrameOfReferenceUID for s in d}), series=len({s.SeriesInstanceUID for s in d}),
      study=d[0].StudyInstanceUID, frame=d[0].FrameOfReferenceUID, instances=len({s.SOPInstanceUID for s in d}),
      valid=all(s.SOPInstanceUID.is_valid for s in d), image_type=list(d[0].ImageType), name=str(d[0].PatientName))
print(json.dumps(out))`;
    const read = JSON.parse(execFileSync(python!, ["-c", script, limbs], { encoding: "utf8" })) as Record<string, Record<string, unknown>>;
    for (const unit of ["thigh", "calf"]) {
      for (const { key, image } of drawSampleTruth(unit).volumes) {
        const series = read[key.replace(" ", "-")]!;
        const bytes = new Uint8Array(image.voxels.buffer);
        expect(series).toMatchObject({
          sha: createHash("sha256").update(bytes).digest("hex"),
          spacing: [380 / 320, 228 / 192],
          origin: [...image.grid.originMm],
          orientation: [1, 0, 0, 0, 1, 0],
          steps: [18],
          thickness: 6,
          frames: 1,
          series: 1,
          instances: image.grid.size[2],
          valid: true,
          name: "Sample^Limbs",
        });
      }
    }
    expect(read["thigh-water"]!["image_type"]).toContain("WATER");
    expect(new Set(Object.values(read).map((series) => series["study"])).size).toBe(1);
    expect(new Set(Object.values(read).map((series) => series["frame"])).size).toBe(1);
  });

  it.skipIf(!dciodvfy)("have no error by dciodvfy", () => {
    for (const name of readdirSync(limbs).filter((_, index) => index % 12 === 0)) {
      const { stderr } = spawnSync("dciodvfy", ["-new", join(limbs, name)], { encoding: "utf8" });
      expect(stderr).toContain("MRImage");
      expect(stderr).not.toContain("Error");
    }
  });
});

describe("the files for the benches", () => {
  it.skipIf(!python)("are distinct and readable", async () => {
    const folder = temporaryFolder();
    await generateBenchFiles(folder, 100);
    const script = `
import sys, json, glob, hashlib, pydicom
d = [pydicom.dcmread(f) for f in sorted(glob.glob(sys.argv[1] + "/*.dcm"))]
print(json.dumps(dict(files=len(d), uids=len({s.SOPInstanceUID for s in d}),
  meta=all(s.file_meta.MediaStorageSOPInstanceUID == s.SOPInstanceUID for s in d), valid=all(s.SOPInstanceUID.is_valid for s in d),
  series=len({s.SeriesInstanceUID for s in d}), pixels=len({hashlib.sha256(s.PixelData).hexdigest() for s in d}),
  shapes=list({str(s.pixel_array.shape) for s in d}), numbers=[int(s.InstanceNumber) for s in d][94:98],
  z=[float(s.ImagePositionPatient[2]) for s in d][94:98])))`;
    expect(JSON.parse(execFileSync(python!, ["-c", script, folder], { encoding: "utf8" }))).toEqual({
      files: 100,
      uids: 100,
      meta: true,
      valid: true,
      series: 2,
      pixels: 100,
      shapes: ["(256, 256)"],
      numbers: [95, 96, 1, 2],
      z: [1094, 1095, 1000, 1001],
    });
  });
});
