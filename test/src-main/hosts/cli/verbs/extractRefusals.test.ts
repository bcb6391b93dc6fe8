import { existsSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { beforeAll, describe, expect, it } from "vitest";
import { PlainError } from "../../../../../src-shared/domain/plainError.ts";
import type { Image } from "../../../../../src-shared/domain/volume.ts";
import { extractVerb } from "../../../../../src-main/hosts/cli/verbs/extract.ts";
import { writeImageFile } from "../../../../../src-main/services/imagefiles/index.ts";
import { makeImage, makeMask } from "../../../services/radiomics/makeImage.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";

const size = [12, 10, 6] as const;
const values = Array.from({ length: 720 }, (_, v) => (v * 37) % 401);
const inside = (i: number, j: number, k: number) => i > 1 && i < 9 && j > 1 && j < 8 && k > 0 && k < 5;
const labelled = (label: number) =>
  makeImage(
    size,
    Uint32Array.from(makeMask(size, inside).voxels, (value) => value * label),
  );
const withNaN = Float32Array.from(values);
withNaN[0] = Number.NaN;

let folder: string;
beforeAll(async () => {
  folder = temporaryFolder();
  const images: Record<string, Image> = {
    "image.nrrd": makeImage(
      size,
      Int16Array.from(values, (value) => value + 2),
    ),
    "mask.nrrd": makeMask(size, inside),
    "nan.nrrd": makeImage(size, withNaN),
    "large.nrrd": labelled(4_294_967_295),
    "flat.nrrd": makeMask(size, () => false),
    "cut.nrrd": makeImage(size, Int16Array.from(values)),
  };
  for (const [name, image] of Object.entries(images)) await writeImageFile(join(folder, name), image);
  truncateSync(join(folder, "cut.nrrd"), 600);
  writeFileSync(join(folder, "empty.nrrd"), "");
  writeFileSync(join(folder, "empty.nii.gz"), "");
  const header = (lines: string) => `NRRD0004\ntype: uchar\n${lines}\nencoding: raw\n\n`;
  writeFileSync(
    join(folder, "colour.nrrd"),
    header(
      "dimension: 4\nspace: left-posterior-superior\nsizes: 3 2 2 2\nspace directions: none (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)",
    ) + "x".repeat(24),
  );
  writeFileSync(join(folder, "plane.nrrd"), `${header("dimension: 2\nsizes: 2 2")}xxxx`);
  writeFileSync(join(folder, "times.nii"), times());
});

/** A NIfTI-1 file of 2 x 2 x 2 voxels at three times. */
function times(): Buffer {
  const file = Buffer.alloc(352 + 24);
  file.writeInt32LE(348, 0);
  for (const [at, length] of [4, 2, 2, 2, 3, 1, 1, 1].entries()) file.writeInt16LE(length, 40 + 2 * at);
  file.writeInt16LE(2, 70);
  file.writeInt16LE(8, 72);
  for (let at = 0; at < 5; at += 1) file.writeFloatLE(1, 76 + 4 * at);
  file.writeFloatLE(352, 108);
  file.write("n+1\0", 344, "latin1");
  return file;
}

/** Runs the verb with --out; answers the exit code, or the words of the refusal. */
async function run(files: readonly string[], parameters?: string, ...more: string[]): Promise<{ code: number; words: string }> {
  let words = "";
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      words += chunk.toString();
      done();
    },
  });
  const param = join(folder, "params.yaml");
  if (parameters !== undefined) writeFileSync(param, parameters);
  const paths = files.map((file) => join(folder, file));
  const code = await extractVerb(
    [...paths, "--out", join(folder, "out.csv"), ...(parameters === undefined ? [] : ["--param", param]), ...more],
    { stdout: stream, stderr: stream },
  ).catch((error: unknown) => {
    if (!(error instanceof PlainError)) throw error;
    words = error.message;
    return 1;
  });
  return { code, words };
}

/** What a run answers, and what is left where the table would have been. */
const outcomeOf = async (...request: Parameters<typeof run>) => ({
  ...(await run(...request)),
  left: readdirSync(folder).filter((name) => name.includes("out.csv")),
});
/** The reader is told, and nothing is written. */
const refusal = (expected: string, code = 1) => ({ code, words: expect.stringContaining(expected) as string, left: [] });

describe("fascicle extract refuses in words, and writes nothing", () => {
  it.each([
    ["image and mask swapped", ["mask.nrrd", "image.nrrd"], "Label 1 is not in the mask."],
    ["colours", ["colour.nrrd", "mask.nrrd"], "Save one component as a file of its own."],
    ["one plane", ["plane.nrrd", "mask.nrrd"], "lies wholly outside the image"],
    ["several times", ["times.nii", "mask.nrrd"], "Save one of them as a file of its own."],
    ["an empty NRRD file", ["empty.nrrd", "mask.nrrd"], "is no NRRD file"],
    ["an empty NIfTI file", ["empty.nii.gz", "mask.nrrd"], "is no NIfTI file"],
    ["a file cut short", ["cut.nrrd", "mask.nrrd"], "Copy the file again"],
    ["an empty mask", ["image.nrrd", "flat.nrrd"], "The mask is empty"],
    ["a label that is not there", ["image.nrrd", "large.nrrd"], "It holds: 4294967295."],
  ])("%s", async (_, files, expected) => {
    expect(await outcomeOf(files)).toEqual(refusal(expected));
  });

  it.each([
    ["setting: {binWidth: 1.0e-9}", "Choose a larger binWidth"],
    ["setting: {label: 0}", "label"],
    ["setting: {label: -1}", "label"],
    ["setting: {label: 1.5}", "label"],
    ["setting: {resampledPixelSpacing: [0.001, 0.001, 0.001]}", "Choose a larger spacing"],
    ["setting: {resampledPixelSpacing: [1.0e-308, 1, 1]}", "Choose a larger spacing"],
    ["setting: {resampledPixelSpacing: [1.0e+9, 1, 1]}", "is empty"],
    ["setting: {resegmentRange: [1.0e+300, 1.0e+301]}", "Choose a wider range"],
    ["setting: {distances: [65]}", "distances"],
    ["imageType: {LoG: {sigma: [1.0e+12]}}", "imageType.LoG.sigma.0"],
    ["imageType: {LoG: {sigma: [1.0e-12]}}", "imageType.LoG.sigma.0"],
    ["imageType: {Wavelet: {level: 31}}", "imageType.Wavelet.level"],
    ["imageType: {LBP2D: {lbp2DRadius: 1.0e+9}}", "imageType.LBP2D.lbp2DRadius"],
    ["imageType: {LBP3D: {lbp3DIcosphereRadius: 1.0e-300}}", "imageType.LBP3D.lbp3DIcosphereRadius"],
    ["imageType: {LBP3D: {lbp3DIcosphereSubdivision: 7}}", "imageType.LBP3D.lbp3DIcosphereSubdivision"],
    ["voxelSetting: {kernelRadius: 65}", "voxelSetting.kernelRadius"],
  ])("%s", async (parameters, expected) => {
    expect(await outcomeOf(["image.nrrd", "mask.nrrd"], parameters)).toEqual(refusal(expected));
  });

  it("a voxel that is no number, where a filter sees it", async () => {
    expect(await outcomeOf(["nan.nrrd", "mask.nrrd"], "imageType: {Wavelet: {}}")).toEqual(refusal("not a finite number"));
  });

  it.each(["0", "-1", "1.5", "4294967296", "NaN", ""])("label %j on the command line", async (label) => {
    expect(await outcomeOf(["image.nrrd", "mask.nrrd"], undefined, `--label=${label}`)).toEqual(
      refusal("--label is a whole number from 1, or all", 2),
    );
  });
});

describe("fascicle extract measures what is only unusual", () => {
  it.each([
    ["imageType: {Wavelet: {level: 5}}"],
    ["imageType: {LoG: {sigma: [999999]}, Original: {}}"],
    ["setting: {gldm_a: 1.0e+300}"],
    ["setting: {distances: [64]}"],
    ["setting: {binWidth: 1.0e+300}"],
    ["imageType: {LBP2D: {lbp2DRadius: 1000}}"],
    ["setting: {resampledPixelSpacing: [2, 2, 2], padDistance: 65535}"],
    ["voxelSetting: {kernelRadius: 64}"],
  ])("%s", async (parameters) => {
    expect(await run(["image.nrrd", "mask.nrrd"], parameters)).toMatchObject({ code: 0 });
    expect(existsSync(join(folder, "out.csv"))).toBe(true);
    rmSync(join(folder, "out.csv"));
  });

  it("the largest label that there can be", async () => {
    expect(await run(["image.nrrd", "large.nrrd"], undefined, "--label", "4294967295")).toMatchObject({ code: 0 });
    rmSync(join(folder, "out.csv"));
  });
});
