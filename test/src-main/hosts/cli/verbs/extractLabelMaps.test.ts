import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { beforeAll, describe, expect, test } from "vitest";
import { extractVerb } from "../../../../../src-main/hosts/cli/verbs/extract.ts";
import { writeImageFile } from "../../../../../src-main/services/imagefiles/index.ts";
import { makeImage } from "../../../services/radiomics/makeImage.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";

const size = [12, 10, 6] as const;
const values = Float32Array.from({ length: 720 }, (_, v) => (v * 37) % 101);
/** Label 1 below, label 2 above, of 3 x 10 and 5 x 10 columns. */
const labels = Uint8Array.from({ length: 720 }, (_, v) => (Math.floor(v / 120) < 3 ? Number(v % 12 < 3) : 2 * Number(v % 12 < 5)));

let folder: string;
const path = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = temporaryFolder();
  await writeImageFile(path("image.nii"), makeImage(size, values));
  await writeImageFile(path("whole.nii"), makeImage(size, labels));
  writeFileSync(path("params.yaml"), "featureClass: {firstorder: [Mean, Maximum], shape: [VoxelVolume]}\n");
});

/** whole.nii with another slope and intercept, by the layout of nifti1.h. */
function scaled(name: string, slope: number, intercept = 0): string {
  const bytes = readFileSync(path("whole.nii"));
  bytes.writeFloatLE(slope, 112);
  bytes.writeFloatLE(intercept, 116);
  writeFileSync(path(name), bytes);
  return path(name);
}

async function run(mask: string, ...more: string[]) {
  const written = { stdout: "", stderr: "" };
  const into = (name: "stdout" | "stderr") =>
    new Writable({
      write: (chunk: Buffer, _, done) => {
        written[name] += chunk.toString();
        done();
      },
    });
  await extractVerb([path("image.nii"), mask, "--param", path("params.yaml"), "--format", "json", ...more], {
    stdout: into("stdout"),
    stderr: into("stderr"),
  });
  const rows = written.stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, number | string>);
  return {
    stderr: written.stderr,
    rows: rows.map(({ Label, LabelName, original_shape_VoxelVolume: volume, original_firstorder_Mean: mean }) => ({
      Label,
      LabelName,
      volume,
      mean,
    })),
  };
}

describe("labels of a mask that is saved with a scale", () => {
  test("a slope that is not quite 1 changes no label: the rows are those of the mask without it", async () => {
    const { rows } = await run(path("whole.nii"), "--label", "all");
    expect(rows.map(({ Label, volume }) => [Label, volume])).toEqual([
      [1, 90],
      [2, 150],
    ]);
    // 0.99995 makes 0.99995 and 1.9999; 1.0004 makes 1.0004 and 2.0008.
    for (const slope of [0.99995, 1.0004]) expect((await run(scaled("scaled.nii", slope), "--label", "all")).rows).toEqual(rows);
    expect((await run(scaled("scaled.nii", 0.99995), "--label", "2")).rows).toEqual([rows[1]]);
  });

  test("a slope that makes other numbers is refused with the values seen, for one label as for all", async () => {
    for (const label of ["all", "1", "2"]) {
      await expect(run(scaled("half.nii", 0.5), "--label", label)).rejects.toThrow(/^half\.nii: holds the value 0\.5, which is no label/);
      await expect(run(scaled("below.nii", 1, -1), "--label", label)).rejects.toThrow(/^below\.nii: holds the value -1, which is no label/);
    }
  });
});

describe("what a label map's file says is told", () => {
  test("segments in other layers are named as left out", async () => {
    const header =
      `NRRD0004\ntype: uchar\ndimension: 4\nspace: left-posterior-superior\nsizes: 12 10 6 2\nspace directions: (1,0,0) ` +
      `(0,1,0) (0,0,1) none\nkinds: domain domain domain list\nencoding: raw\nspace origin: (0,0,0)\n`;
    const segments = ["bone", "muscle", "fat"]
      .map(
        (name, at) => `Segment${at}_Name:=${name}\nSegment${at}_LabelValue:=${at === 1 ? 2 : 1}\nSegment${at}_Layer:=${at === 2 ? 1 : 0}\n`,
      )
      .join("");
    writeFileSync(
      path("overlap.seg.nrrd"),
      Buffer.concat([Buffer.from(`${header}${segments}\n`), labels, labels.map((label) => Number(label === 2))]),
    );
    const { rows, stderr } = await run(path("overlap.seg.nrrd"), "--label", "all");
    expect(rows.map(({ Label, LabelName, volume }) => [Label, LabelName, volume])).toEqual([
      [1, "bone", 90],
      [2, "muscle", 150],
    ]);
    expect(stderr).toContain(
      '! overlap.seg.nrrd: has overlapping segments in several layers; not measured: "fat" (layer 1). Give label_channel to measure another layer.',
    );
  });

  test("a qform and an sform that disagree, on stderr, and the features are there all the same", async () => {
    const bytes = readFileSync(path("whole.nii"));
    bytes.writeFloatLE(0.05, 268); // qoffset_x
    writeFileSync(path("forms.nii"), bytes);
    const { rows, stderr } = await run(path("forms.nii"), "--label", "all");
    expect(rows).toEqual((await run(path("whole.nii"), "--label", "all")).rows);
    expect(stderr).toContain("! forms.nii: its qform and sform disagree by up to 0.05 mm (5 % of a voxel's edge); the sform is used.");
  });

  test("also in a batch, with the row", async () => {
    writeFileSync(path("cases.csv"), "Image,Mask\nimage.nii,forms.nii\n");
    let stderr = "";
    const stream = (keep: boolean) =>
      new Writable({
        write: (chunk: Buffer, _, done) => {
          if (keep) stderr += chunk.toString();
          done();
        },
      });
    await extractVerb(["--batch", path("cases.csv"), "--param", path("params.yaml")], { stdout: stream(false), stderr: stream(true) });
    expect(stderr).toContain("! Row 1: forms.nii: its qform and sform disagree");
  });
});
