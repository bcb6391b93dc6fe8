import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import type { SegmentationBundle } from "#shared/domain/bundle/bundle2.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { modelVerb } from "../../../../../src-main/hosts/cli/verbs/model.ts";
import { predictVerb } from "../../../../../src-main/hosts/cli/verbs/predict.ts";
import { segmentVerb } from "../../../../../src-main/hosts/cli/verbs/segment.ts";
import type { Verb } from "../../../../../src-main/hosts/cli/verb.ts";
import { openImageFile, writeImageFile } from "../../../../../src-main/services/imagefiles/index.ts";
import { noSharedData } from "../../../../sharedData.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";
import { formulaImage } from "../../../services/models/volumes/formulaVolume.ts";
import {
  expectedOutcomes,
  patchImages,
  preparedHash,
  regionBox,
  writeEnsembleBundle,
  writePatchBundle,
  writeRegionBundle,
} from "../../../services/models/volumes/writeTestBundles.ts";

async function run(verb: Verb, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const texts = { stdout: "", stderr: "" };
  const collect = (name: "stdout" | "stderr") =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        texts[name] += chunk.toString();
        done();
      },
    });
  const code = await verb(args, { stdout: collect("stdout"), stderr: collect("stderr") });
  return { code, ...texts };
}

test("what is called wrongly answers 2 and says how", async () => {
  for (const args of [
    [],
    ["bundle"],
    ["bundle", "image.nii"],
    ["bundle", "--role", "T1", "--out", "x.nii"],
    ["bundle", "a.nii", "--role", "T1=b.nii", "--out", "x.nii"],
  ])
    expect((await run(segmentVerb, ...args)).code).toBe(2);
  expect((await run(segmentVerb, "bundle", "--role", "T1", "--out", "x.nii")).stderr).toContain('--role is NAME=FILE, not "T1"');
  expect((await run(modelVerb, "inspect", "bundle")).code).toBe(2);
  expect((await run(predictVerb, "bundle", "--features", "f.csv", "--table", "t.csv")).code).toBe(2);
});

describe.skipIf(noSharedData)("a network on image files", () => {
  let folder: string;
  let patches: string;
  let regions: string;
  const a = () => join(folder, "a.nrrd");
  const b = () => join(folder, "b.nrrd");
  beforeAll(async () => {
    folder = temporaryFolder();
    patches = await writePatchBundle(join(folder, "patches"));
    regions = await writeRegionBundle(join(folder, "regions"));
    for (const [name, image] of patchImages()) await writeImageFile(join(folder, `${name}.nrrd`), image);
    await writeImageFile(join(folder, "cube.nii"), formulaImage(2, regionBox));
  });

  test("draws on files by their roles, names its labels, and leaves no file of its own", { timeout: 600_000 }, async () => {
    const out = join(folder, "drawn.nrrd");
    const { code, stdout, stderr } = await run(segmentVerb, patches, "--role", `b=${b()}`, "--role", `a=${a()}`, "--out", out, "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [, one, two] = expectedOutcomes().models.unet_patch32_2ch_3class.expected.no_mirroring.class_counts;
    const { labels } = JSON.parse(stdout) as { labels: Array<{ value: number; name: string; voxels: number; ml: number }> };
    for (const [index, count] of [one, two].entries()) {
      expect(Math.abs(labels[index]!.voxels - count)).toBeLessThan(count / 1000);
      expect(labels[index]!.ml).toBeCloseTo(labels[index]!.voxels / 1000, 9);
    }
    const drawn = await openImageFile(out);
    expect(drawn.image.grid.size).toEqual([56, 60, 46]);
    expect(drawn.labels.map(({ name, value }) => [value, name])).toEqual([
      [1, "One"],
      [2, "Two"],
    ]);
    expect(drawn.image.voxels.filter((value) => value === 2)).toHaveLength(labels[1]!.voxels);
  });

  test("one image alone is enough for a bundle with one, and refused for one with two", { timeout: 600_000 }, async () => {
    const { code, stdout } = await run(segmentVerb, regions, join(folder, "cube.nii"), "--out", join(folder, "cube-drawn.nii.gz"));
    expect(code).toBe(0);
    expect(stdout).toContain("Regions 1");
    await expect(run(segmentVerb, patches, a(), "--out", join(folder, "x.nii"))).rejects.toThrow(/takes 2 images; .*--role a=FILE/);
  });

  test("refuses what does not fit, in words", { timeout: 600_000 }, async () => {
    const out = join(folder, "refused.nrrd");
    const segment = (...args: string[]) => run(segmentVerb, ...args, "--out", out);
    await expect(segment(patches, "--role", `a=${a()}`)).rejects.toThrow(/needs b/);
    await expect(segment(patches, "--role", `a=${a()}`, "--role", `c=${b()}`)).rejects.toThrow(/knows no image "c"/);
    await expect(segment(patches, "--role", `a=${a()}`, "--role", `b=${join(folder, "cube.nii")}`)).rejects.toThrow(
      /b is not on the grid of a/,
    );
    await expect(run(segmentVerb, regions, a(), "--out", a())).rejects.toThrow(/one of the files that are read/);
    await expect(segment(join(folder, "nowhere"), a())).rejects.toThrow(/There is no folder nowhere/);
    const small = await writePatchBundle(join(folder, "small"), {
      limits: { maxVoxels: 1000, patchMb: 20, threads: 1, seconds: 60, providers: ["cpu"] },
    });
    await expect(segment(small, "--role", `a=${a()}`, "--role", `b=${b()}`)).rejects.toThrow(
      /56 x 60 x 46 voxels for this model, more than the 1000/,
    );
    const hungry = await writePatchBundle(join(folder, "hungry"), {
      limits: { maxVoxels: 1_000_000, patchMb: 1_000_000, threads: 1, seconds: 60, providers: ["cpu"] },
    });
    await expect(segment(hungry, "--role", `a=${a()}`, "--role", `b=${b()}`)).rejects.toThrow(/needs about \d+\.\d GB of memory, and only/);
    const hasty = await writePatchBundle(join(folder, "hasty"), {
      limits: { maxVoxels: 1_000_000, patchMb: 20, threads: 1, seconds: 0.001, providers: ["cpu"] },
    });
    await expect(segment(hasty, "--role", `a=${a()}`, "--role", `b=${b()}`)).rejects.toThrow(
      /did not answer within 0\.001 s and was stopped/,
    );
    const damaged = await writePatchBundle(join(folder, "damaged"));
    appendFileSync(join(damaged, "fold_0.onnx"), "x");
    await expect(segment(damaged, "--role", `a=${a()}`, "--role", `b=${b()}`)).rejects.toThrow(/fold_0\.onnx is not the file/);
    writeFileSync(join(damaged, "more.txt"), "");
    await expect(segment(damaged, "--role", `a=${a()}`, "--role", `b=${b()}`)).rejects.toThrow(
      /holds more\.txt, which bundle\.json does not name/,
    );
    expect(existsSync(out)).toBe(false);
  });

  test(
    "model check tells of golden cases that come out otherwise, and of a prepared tensor that differs",
    { timeout: 600_000 },
    async () => {
      const right = await run(modelVerb, "check", patches);
      expect(right.code).toBe(0);
      expect(right.stdout).toMatch(/formula: right/);
      const { golden, input } = JSON.parse(readFileSync(join(patches, "bundle.json"), "utf8")) as SegmentationBundle;
      const [formula] = golden;
      const wrong = await writePatchBundle(join(folder, "wrong"), {
        // Turned by a quarter: counts hardly differ, but the tensor does.
        input: { ...input, tensorAxes: "yxz" },
        golden: [{ ...formula!, tensor: { shape: [2, 60, 56, 46], sha256: preparedHash }, counts: { "1": 1, "2": 2 }, logits: [] }],
      });
      const { code, stdout } = await run(modelVerb, "check", wrong, "--json");
      expect(code).toBe(1);
      const { problems } = (JSON.parse(stdout) as { golden: Array<{ problems: string[] }> }).golden[0]!;
      expect(problems[0]).toMatch(/^the prepared tensor differs: its hash at half precision is/);
      expect(problems.slice(1)).toEqual([
        expect.stringMatching(/^label 1 has \d+ voxels, and the bundle says 1$/),
        expect.stringMatching(/^label 2/),
      ]);
    },
  );

  test("predict runs an ensemble of volumes and a table, with every member's and fold's score", { timeout: 600_000 }, async () => {
    const place = join(folder, "ensemble");
    mkdirSync(place);
    const { bundle, expected } = await writeEnsembleBundle(place);
    await writeImageFile(join(folder, "t2.nii"), formulaImage(0));
    await writeImageFile(join(folder, "flair.nii"), formulaImage(1));
    writeFileSync(join(folder, "case.csv"), `patient,${expected.columns.join(",")}\nx,${expected.row.join(",")}\n`);
    const args = [
      bundle,
      "--role",
      `T2=${join(folder, "t2.nii")}`,
      "--role",
      `FLAIR=${join(folder, "flair.nii")}`,
      "--table",
      join(folder, "case.csv"),
      "--json",
    ];
    const { code, stdout } = await run(predictVerb, ...args);
    expect(code).toBe(0);
    const { rows } = JSON.parse(stdout) as {
      rows: Array<{ probabilities: { yes: number }; members: Array<{ name: string; folds: number[] }> }>;
    };
    const [row] = rows;
    expect(row!.members.map(({ name }) => name)).toEqual(["T2", "FLAIR", "clinical"]);
    for (const [index, { folds }] of row!.members.entries())
      for (const [fold, score] of folds.entries()) expect(Math.abs(score - expected.members[index]![fold]!)).toBeLessThan(1e-5);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(row!.probabilities.yes - mean(expected.members.map(mean)))).toBeLessThan(1e-5);
    expect((await run(modelVerb, "check", bundle)).stdout).toMatch(/formula: right/);
  });
});
