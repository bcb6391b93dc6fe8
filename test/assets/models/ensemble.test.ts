import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { bundle2Schema, type EnsembleBundle } from "#shared/domain/bundle/bundle2.ts";
import type { Image } from "#shared/domain/volume.ts";
import { modelVerb } from "../../../src-main/hosts/cli/verbs/model.ts";
import { predictVerb } from "../../../src-main/hosts/cli/verbs/predict.ts";
import { readImageFile, writeImageFile } from "../../../src-main/services/imagefiles/index.ts";
import { drawSampleTruth } from "../../../src-main/services/sample/index.ts";
import { pythonWith } from "../../debianPython.ts";
import { runVerb } from "../../src-main/hosts/cli/verbs/runVerb.ts";
import { decodeOnnx } from "../../src-main/services/models/onnxSchema.ts";
import { temporaryFolder } from "../../temporaryFolder.ts";

const python = pythonWith("nibabel");
if (!python) console.warn("skipped: the ensemble by nibabel and numpy: there is no Python with nibabel");

const bundleFolder = join(import.meta.dirname, "..", "..", "..", "assets", "models", "ensemble");
const bundle = bundle2Schema.parse(JSON.parse(readFileSync(join(bundleFolder, "bundle.json"), "utf8"))) as EnsembleBundle;
const columns = bundle.table!.columns.map(({ name }) => name);

interface Scores {
  readonly score: number;
  readonly members: ReadonlyArray<{
    readonly name: string;
    readonly weight: number;
    readonly score: number;
    readonly folds: readonly number[];
  }>;
}

/** What nibabel and numpy make of two images and a row, with the weights as ONNX's schema reads them. */
function byNumpy(images: { flair: string; t2: string }, row: readonly number[]): Scores {
  const folder = temporaryFolder();
  for (const [name, path] of Object.entries(images)) writeFileSync(join(folder, `${name}.nii.gz`), readFileSync(path));
  writeFileSync(join(folder, "row.json"), JSON.stringify(row));
  const networks = bundle.members.map(({ name, kind, weight, inference }) => ({
    name,
    kind,
    weight,
    folds: inference.folds.map(weightsOf),
  }));
  writeFileSync(join(folder, "networks.json"), JSON.stringify(networks));
  const { status, stderr } = spawnSync(python!, [join(import.meta.dirname, "ensembleRun.py"), folder], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(readFileSync(join(folder, "scores.json"), "utf8")) as Scores;
}

function weightsOf(file: string) {
  const { initializer } = decodeOnnx(readFileSync(join(bundleFolder, file))).graph;
  return Object.fromEntries(
    initializer!.map(({ name, dims, rawData }) => {
      const bytes = Buffer.from(rawData!, "base64");
      return [name, { dims, values: Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(4 * at)) }];
    }),
  );
}

/** A brain without its skull. */
function extracted({ grid, scalarType, voxels }: Image, labels: Image): Image {
  return { grid, scalarType, voxels: voxels.map((value: number, at: number) => (labels.voxels[at] === 0 ? 0 : value)) };
}

describe.skipIf(!python)("the ensemble of random networks", () => {
  let folder: string;
  beforeAll(() => {
    folder = temporaryFolder();
  });

  test("has the score of its golden case by numpy, and here", { timeout: 300_000 }, async () => {
    const [{ images, row, score }] = bundle.golden as [EnsembleBundle["golden"][number]];
    const files = { flair: join(bundleFolder, images!["FLAIR"]!), t2: join(bundleFolder, images!["T2"]!) };
    const numpy = byNumpy(
      files,
      columns.map((name) => row![name]!),
    );
    expect(Math.abs(numpy.score - score)).toBeLessThan(1e-6);
    expect((await runVerb(modelVerb, "check", bundleFolder)).code).toBe(0);
  });

  test(
    "scores the sample's brain by the command line as numpy does, fold by fold, and averages as it says",
    { timeout: 300_000 },
    async () => {
      const { volumes, labels } = drawSampleTruth("headAxial");
      const files = { t2: join(folder, "t2.nii.gz"), flair: join(folder, "flair.nii.gz") };
      for (const [name, key] of [
        ["t2", "head T2"],
        ["flair", "head FLAIR"],
      ] as const)
        await writeImageFile(files[name], extracted(volumes.find((volume) => volume.key === key)!.image, labels));
      const row = [3, 28, 1, 1];
      const table = join(folder, "case.csv");
      writeFileSync(table, `${columns.join(",")}\n${row.join(",")}\n`);
      const roles = ["--role", `T2=${files.t2}`, "--role", `FLAIR=${files.flair}`];
      const { code, stdout } = await runVerb(predictVerb, bundleFolder, ...roles, "--table", table, "--json");
      expect(code).toBe(0);
      const { rows } = JSON.parse(stdout) as { rows: Array<{ probabilities: Record<string, number>; members: Scores["members"] }> };
      const [got] = rows as [(typeof rows)[number]];
      const expected = byNumpy(files, row);
      expect(got.members.map(({ name, weight, folds }) => [name, weight, folds.length])).toEqual(
        ["T2", "FLAIR", "FLAIR3", "clinical"].map((name) => [name, 0.25, 5]),
      );
      let largest = Math.abs(got.probabilities["yes"]! - expected.score);
      for (const [index, member] of expected.members.entries()) {
        largest = Math.max(largest, Math.abs(got.members[index]!.score - member.score));
        for (const [fold, score] of member.folds.entries()) largest = Math.max(largest, Math.abs(got.members[index]!.folds[fold]! - score));
      }
      console.log(`the sample's brain: ${got.probabilities["yes"]}; largest difference from numpy ${largest}`);
      expect(largest).toBeLessThan(1e-5);
      // Networks, images and folds that were confused would show: all their scores differ.
      const all = expected.members.flatMap(({ folds }) => folds).toSorted((a, b) => a - b);
      expect(Math.min(...all.slice(1).map((score, at) => score - all[at]!))).toBeGreaterThan(2e-5);
      expect((await readImageFile(files.t2)).voxels.some((value) => value === 0)).toBe(true);
    },
  );
});
