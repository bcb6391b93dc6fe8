import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { decodeImageFile, describeImageFile } from "../../../../src-main/services/imagefiles/index.ts";
import { pythonWith } from "../../../debianPython.ts";
import { cornerDistanceMm, noNibabel, sumsOf } from "./nibabel.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

const python = pythonWith("nibabel");

/** Files of several images, with what nibabel reads of each image. */
const script = `
import json, sys, numpy, nibabel
folder = sys.argv[1]
made = numpy.random.default_rng(7)
affine = numpy.array([[-0.9, 0.1, 0, 40], [0.1, 0.9, 0, -50], [0, 0, 3, 12], [0, 0, 0, 1]])
data = made.integers(-300, 2000, (5, 6, 4, 3)).astype(numpy.int16)
def nifti(name, data, code=1, zooms=None, unit="sec", kind=nibabel.Nifti1Image):
    image = kind(data, affine, dtype=data.dtype)
    image.set_sform(affine, code); image.set_qform(affine, 0)
    if zooms: image.header.set_zooms(tuple(image.header.get_zooms()[:3]) + (zooms,))
    image.header.set_xyzt_units("mm", unit)
    nibabel.save(image, folder + "/" + name)
nifti("run.nii.gz", data, zooms=2.5)
nifti("run.nii", data, code=4, zooms=2500, unit="msec")
nifti("two.nii.gz", data, kind=nibabel.Nifti2Image, code=2)
nifti("wide.nii.gz", data.astype(numpy.int64))
image = nibabel.MGHImage(data.astype(numpy.float32), affine)
image.header["tr"] = 2300; image.header["te"] = 2.98; image.header["ti"] = 900; image.header["flip_angle"] = numpy.deg2rad(9)
nibabel.save(image, folder + "/run.mgz")
for name in ["run.nii.gz", "run.nii", "two.nii.gz", "wide.nii.gz", "run.mgz"]:
    image = nibabel.load(folder + "/" + name)
    values = image.get_fdata(dtype=numpy.float64)
    frames = []
    for frame in range(values.shape[3]):
        one = values[..., frame].ravel(order="F")
        frames.append({"sum": one.sum(), "squares": (one * one).sum(), "places": (one * numpy.arange(one.size)).sum()})
    print(json.dumps({"name": name, "affine": image.affine.ravel().tolist(), "shape": [int(n) for n in values.shape], "frames": frames}))
`;

describe.skipIf(noNibabel)("files of several images, against nibabel", () => {
  let folder: string;
  let truths: Array<{ name: string; affine: number[]; shape: number[]; frames: Array<{ sum: number; squares: number; places: number }> }>;
  beforeAll(() => {
    folder = temporaryFolder();
    const printed = execFileSync(python!, ["-c", script, folder], { encoding: "utf8" });
    truths = printed
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as (typeof truths)[number]);
  });

  test("each image has nibabel's voxels on nibabel's grid", async () => {
    for (const { name, affine, shape, frames } of truths) {
      const bytes = readFileSync(join(folder, name));
      const description = await describeImageFile(name, bytes);
      expect([...description.grid.size, description.frames]).toEqual(shape);
      expect(cornerDistanceMm(description.grid, affine)).toBeLessThan(1e-3);
      for (const [frame, truth] of frames.entries()) {
        const { image } = await decodeImageFile(name, bytes, { frame });
        expect(image.grid).toEqual(description.grid);
        expect(sumsOf(image.voxels)).toEqual(truth);
      }
      await expect(decodeImageFile(name, bytes, { frame: 3 })).rejects.toThrow(name);
    }
  });

  test("time steps, spaces and acquisition come from the headers", async () => {
    const say = async (name: string) => describeImageFile(name, readFileSync(join(folder, basename(name))));
    expect(await say("run.nii.gz")).toMatchObject({ frameStepMs: 2500, space: "scanner", hasOrientation: true, type: "int16" });
    expect(await say("run.nii")).toMatchObject({ frameStepMs: 2500, space: "mni" });
    expect(await say("two.nii.gz")).toMatchObject({ space: "aligned" });
    expect(await say("wide.nii.gz")).toMatchObject({ type: "int64" });
    const { acquisition, frameStepMs } = await say("run.mgz");
    expect(frameStepMs).toBe(2300);
    expect(acquisition).toMatchObject({ repetitionTimeMs: 2300, inversionTimeMs: 900, flipAngleDegrees: 9 });
    expect(acquisition.echoTimeMs).toBeCloseTo(2.98, 5);
  });
});

describe("what holds no images is refused in words", () => {
  const nrrd = (kinds: string) =>
    Buffer.from(
      "NRRD0004\ntype: uchar\ndimension: 4\nspace: left-posterior-superior\nsizes: 2 2 2 1\n" +
        `space directions: none (1,0,0) (0,1,0) (0,0,1)\nkinds: ${kinds} domain domain domain\n` +
        "encoding: ascii\nspace origin: (0,0,0)\n\n1 11 2 12 3 13 4 14\n",
    );
  test("vectors and colours of NRRD; a list is images", async () => {
    await expect(describeImageFile("a.nrrd", nrrd("vector"))).rejects.toThrow('a.nrrd: kinds: holds 2 values a voxel of the kind "vector"');
    await expect(describeImageFile("a.nrrd", nrrd("RGB-color"))).rejects.toThrow("vectors or colours");
    expect(await describeImageFile("a.nrrd", nrrd("list"))).toMatchObject({ frames: 2, hasOrientation: true });
    expect([...(await decodeImageFile("a.nrrd", nrrd("list"), { frame: 1 })).image.voxels]).toEqual([11, 12, 13, 14]);
  });
  test("voxels in another file, of either format", async () => {
    await expect(describeImageFile("a.hdr", Buffer.alloc(348))).rejects.toThrow("a.hdr: header and voxels are two files");
    const detached = Buffer.from("NRRD0004\ntype: uchar\ndimension: 3\nsizes: 2 2 1\nencoding: raw\ndata file: a.raw\n\n");
    await expect(describeImageFile("a.nrrd", detached)).rejects.toThrow("a.nrrd: data file: the voxels lie in another file");
  });
});
