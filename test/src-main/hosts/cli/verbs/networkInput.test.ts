import { createWriteStream, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { beforeEach, expect, test } from "vitest";
import { ZipFile } from "yazl";
import { modelVerb } from "../../../../../src-main/hosts/cli/verbs/model.ts";
import { predictVerb } from "../../../../../src-main/hosts/cli/verbs/predict.ts";
import { prepareVerb } from "../../../../../src-main/hosts/cli/verbs/prepare.ts";
import { segmentVerb } from "../../../../../src-main/hosts/cli/verbs/segment.ts";
import { readImageFile, writeImageFile } from "../../../../../src-main/services/imagefiles/index.ts";
import { processMark } from "../../../../../src-main/services/system/index.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";
import { numberedImage, writeBrightBundle } from "../../../services/models/volumes/brightBundle.ts";
import { runVerb } from "./runVerb.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const filesIn = (root: string): string[] =>
  (readdirSync(root, { recursive: true }) as string[])
    .filter((name) => statSync(join(root, name)).isFile())
    .map((name) => name.replaceAll("\\", "/"));

/** Zips a folder, its files below `top`; `more` is added, and `rename` may change the bytes. */
async function zip(
  root: string,
  { top = "", more = {}, rename }: { top?: string; more?: Record<string, string>; rename?: (bytes: Buffer) => Buffer } = {},
): Promise<string> {
  const path = join(folder, `bundle-${Math.random()}.zip`);
  const file = new ZipFile();
  for (const name of filesIn(root)) file.addBuffer(readFileSync(join(root, name)), `${top}${name}`);
  for (const [name, text] of Object.entries(more)) file.addBuffer(Buffer.from(text), name);
  file.end();
  await pipeline(file.outputStream, createWriteStream(path));
  if (rename) writeFileSync(path, rename(readFileSync(path)));
  return path;
}

const rows = (cells: string) => `age at onset,age at imaging,infantile spasms,three or more medications\n${cells}\n`;
const ensemble = join(import.meta.dirname, "../../../../../assets/models/ensemble");

test("a .zip of a bundle is taken like its folder, with the files at its top or in one folder", { timeout: 300_000 }, async () => {
  const bundle = await writeBrightBundle(join(folder, "bundle"), 100);
  const image = join(folder, "image.nii");
  await writeImageFile(image, numberedImage);
  const out = join(folder, "drawn.nrrd");
  expect((await runVerb(segmentVerb, await zip(bundle, { top: "Bright/" }), image, "--out", out)).code).toBe(0);
  expect((await readImageFile(out)).voxels.filter((value) => value === 1)).toHaveLength(110);
  expect((await runVerb(modelVerb, "check", await zip(bundle))).stdout).toContain("numbered: right");
});

test(
  "fascicle prepare takes a .zip of a bundle for a network that a recipe has draw, and leaves nothing unpacked",
  { timeout: 300_000 },
  async () => {
    const bundle = await writeBrightBundle(join(folder, "bundle"), 100);
    const image = join(folder, "image.nii");
    await writeImageFile(image, numberedImage);
    const recipe = join(folder, "recipe.yaml");
    writeFileSync(
      recipe,
      `name: Bright parts
version: 1
roles: [{ name: T1, title: T1-weighted }]
bundles: [{ name: network, title: a network that draws }]
steps: [{ kind: extractBrain, roles: [T1], mask: { from: bundle, bundle: network, images: T1 } }]
outputs: [T1]
`,
    );
    const prepare = async (given: string, name: string) => {
      const out = join(folder, name);
      const { code, stdout } = await runVerb(
        prepareVerb,
        "--recipe",
        recipe,
        "--bundle",
        `network=${given}`,
        "--out",
        out,
        "--json",
        image,
      );
      expect(code).toBe(0);
      return { voxels: (await readImageFile(join(out, "T1.nii.gz"))).voxels, said: stdout };
    };
    // Of this process: another test's come and go meanwhile.
    const temporary = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`fascicle-bundle-${processMark()}`));
    const before = temporary();
    const [ofFolder, ofZip] = [await prepare(bundle, "a"), await prepare(await zip(bundle, { top: "Bright/" }), "b")];
    expect([...ofZip.voxels]).toEqual([...numberedImage.voxels].map((value) => (value > 100 ? value : 0)));
    expect(ofZip.voxels).toEqual(ofFolder.voxels);
    // The hash of bundle.json is that of the folder's.
    expect(ofZip.said).toBe(ofFolder.said);
    expect(temporary()).toEqual(before);
    await expect(prepare(await zip(ensemble), "c")).rejects.toThrow(/^network: .* draws nothing: it is of the kind "ensemble"/);
  },
);

test("a .zip that is damaged, hostile, holds more than it says or other files is refused", { timeout: 300_000 }, async () => {
  const bundle = await writeBrightBundle(join(folder, "bundle"), 100);
  const check = async (path: string) => runVerb(modelVerb, "check", path);
  await expect(check(await zip(bundle, { more: { "readme.txt": "x" } }))).rejects.toThrow(
    /holds readme\.txt, which bundle\.json does not name/,
  );
  await expect(check(await zip(bundle, { top: "a/", more: { "b/fold_0.onnx": "x" } }))).rejects.toThrow(
    /holds b\/fold_0\.onnx, which bundle/,
  );
  await expect(check(await zip(bundle, { more: { "b/bundle.json": "{}" } }))).rejects.toThrow(/holds bundle\.json more than once/);
  const outside = (bytes: Buffer) => Buffer.from(bytes.toString("latin1").replaceAll("xx/fold_1.onnx", "../fold_1.onnx"), "latin1");
  await expect(check(await zip(bundle, { more: { "xx/fold_1.onnx": "x" }, rename: outside }))).rejects.toThrow(
    /would be written outside its own folder/,
  );
  await expect(check(await zip(bundle, { rename: (bytes) => bytes.subarray(0, bytes.length / 2) }))).rejects.toThrow(
    /cannot be read as a \.zip/,
  );
  const image = join(folder, "image.nii");
  await writeImageFile(image, numberedImage);
  await expect(check(image)).rejects.toThrow(/image\.nii cannot be read as a \.zip/);
  writeFileSync(join(bundle, "fold_0.onnx"), "another file");
  await expect(check(await zip(bundle))).rejects.toThrow(/fold_0\.onnx is not the file that bundle\.json names/);
  mkdirSync(join(folder, "empty"));
  await expect(check(await zip(join(folder, "empty"), { more: { "model.onnx": "x" } }))).rejects.toThrow(/holds no bundle\.json/);
  await expect(check(join(folder, "nowhere.zip"))).rejects.toThrow(/There is no folder nowhere\.zip, and no \.zip of that name/);
});

test(
  "a constant image is refused, one file for two images is told, and a cell that is no number is named as it stands",
  { timeout: 300_000 },
  async () => {
    const [flair, constant, table] = [join(ensemble, "golden/flair.nii.gz"), join(folder, "constant.nii"), join(folder, "case.csv")];
    const { grid, voxels } = await readImageFile(flair);
    await writeImageFile(constant, { grid, scalarType: "uint8", voxels: new Uint8Array(voxels.length).fill(7) });
    const predict = async (cells: string, t2 = flair) => {
      writeFileSync(table, rows(cells));
      return runVerb(predictVerb, ensemble, "--role", `FLAIR=${flair}`, "--role", `T2=${t2}`, "--table", table);
    };
    await expect(predict("7,40,1,0", constant)).rejects.toThrow(
      "The image T2 is 7 everywhere: there is nothing on it. Check the file; nothing was computed.",
    );
    await expect(predict("7,NaN,1,0")).rejects.toThrow(
      'Row 1 of case.csv: age at imaging is "NaN", which is no number that a network can take.',
    );
    await expect(predict("7,,1,0")).rejects.toThrow("Row 1 of case.csv: age at imaging is empty. Every row needs one.");
    const { code, stderr } = await predict("7,40,1,0");
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining("! FLAIR and T2 are the same image, voxel by voxel. Check which file is which."),
    ]);
  },
);

test("a folder that is no nnU-Net's is named in words", async () => {
  mkdirSync(join(folder, "pictures"));
  const side = join(folder, "side.yaml");
  const take = async (source: string) =>
    runVerb(modelVerb, "import", source, "--configuration", "3d_fullres", "--side", side, "--out", join(folder, "out"));
  await expect(take(join(folder, "pictures"))).rejects.toThrow(
    "side.yaml: the side file cannot be read: there is no such file. Check the path.",
  );
  writeFileSync(side, "name: x");
  await expect(take(join(folder, "pictures"))).rejects.toThrow(
    /^pictures has no plans\.json, so that it is not the folder of a trained model/,
  );
});
