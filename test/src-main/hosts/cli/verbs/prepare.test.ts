import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { beforeEach, expect, test } from "vitest";
import { identityDirection, type Grid } from "#shared/domain/geometry.ts";
import { prepareVerb } from "../../../../../src-main/hosts/cli/verbs/prepare.ts";
import { readImageFile, writeImageFile } from "../../../../../src-main/services/imagefiles/index.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";
import { runVerb } from "./runVerb.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const size = [4, 4, 2] as const;
const grid: Grid = { size, spacingMm: [1, 2, 5], originMm: [10, -20, 30], direction: identityDirection };
/** Every voxel has its own number. */
const numbered = Int16Array.from({ length: 32 }, (_, at) => 100 + at);

const halved = `name: Every second voxel
version: 1
roles: [{ name: T1, title: T1-weighted }]
steps: [{ kind: resize, roles: [T1], method: nearestBelow, size: [2, 2, 2] }]
outputs: [T1]
choices:
  - name: slices
    question: How many slices?
    steps: [1]
    options:
      - { name: two, title: two, fields: { size: [2, 2, 2] } }
      - { name: one, title: one, fields: { size: [2, 2, 1] } }
`;
const ofTwo = halved.replace(
  "roles: [{ name: T1, title: T1-weighted }]",
  "roles: [{ name: T1, title: T1-weighted }, { name: brain, title: brain mask, holds: labels }]",
);

async function files(recipe = halved) {
  const [image, mask, file] = [join(folder, "Quastenflosser.nii.gz"), join(folder, "mask.nrrd"), join(folder, "recipe.yaml")];
  await writeImageFile(image, { grid, scalarType: "int16", voxels: numbered });
  await writeImageFile(mask, { grid, scalarType: "uint8", voxels: new Uint8Array(32).fill(1) });
  writeFileSync(file, recipe);
  return { image, mask, file, out: join(folder, "out") };
}

test("writes the image by its role and how it came to be, without names; the hash is that of the recipe however it is written", async () => {
  const { image, file, out } = await files();
  const { code, stdout, stderr } = await runVerb(prepareVerb, "--recipe", file, "--out", out, "--json", image);
  expect([code, stderr.replace(/^! .*\n/gm, "")]).toEqual([0, ""]);
  expect(readdirSync(out).toSorted()).toEqual(["T1.nii.gz", "provenance.json"]);
  const made = await readImageFile(join(out, "T1.nii.gz"));
  expect(made.grid.size).toEqual([2, 2, 2]);
  // Of rows 0 and 2, columns 0 and 2 of each slice.
  expect([...made.voxels]).toEqual([100, 102, 108, 110, 116, 118, 124, 126]);
  const text = readFileSync(join(out, "provenance.json"), "utf8");
  expect(text).not.toMatch(/Quastenflosser|recipe\.yaml/);
  const document = JSON.parse(text) as { recipeSha256: string };
  expect(document).toMatchObject({
    leftOpen: ["How many slices? Taken: two (slices=two). Otherwise: one (slices=one)."],
    inputs: [{ role: "T1", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown }],
    steps: [{ step: 1, kind: "resize" }],
    transforms: [],
    outputs: [{ role: "T1" }],
  });
  expect(JSON.parse(stdout)).toEqual({ files: ["T1.nii.gz", "provenance.json"], ...document });

  writeFileSync(file, halved.replace("Every second voxel", "Another name").split("\n").slice(0, 5).toReversed().join("\n"));
  const again = await runVerb(prepareVerb, "--recipe", file, "--out", join(folder, "again"), "--json", "--names", "--role", `T1=${image}`);
  expect(JSON.parse(again.stdout)).toMatchObject({ recipeSha256: document.recipeSha256, inputs: [{ file: "Quastenflosser.nii.gz" }] });
});

test("a file whose two forms disagree, and one image in two roles, are told, and not in the provenance", async () => {
  const { image, file, out } = await files(
    halved.replace("title: T1-weighted }]", "title: T1-weighted }, { name: T2, title: T2-weighted }]"),
  );
  const bytes = gunzipSync(readFileSync(image));
  // qform_code 1 beside the sform, qoffset_x 30 mm further on.
  bytes.writeInt16LE(1, 252);
  bytes.writeFloatLE(bytes.readFloatLE(280 + 12) + 30, 268);
  writeFileSync(image, gzipSync(bytes));
  const { code, stderr } = await runVerb(prepareVerb, "--recipe", file, "--out", out, "--role", `T1=${image}`, "--role", `T2=${image}`);
  expect(code).toBe(0);
  expect(stderr).toContain("! T1: Quastenflosser.nii.gz: its qform and sform disagree by up to 30 mm");
  expect(stderr).toContain("! T1 and T2 are the same image, voxel by voxel. Check which file is which.\n");
  expect(readFileSync(join(out, "provenance.json"), "utf8")).not.toMatch(/Quastenflosser|qform/);
});

test("a file with neither a qform nor an sform is said to lie anywhere, where it is prepared and in the provenance; one with a form is not", async () => {
  const { image, file, out } = await files();
  const told = "T1 does not say how it lies in the patient";
  const placed = await runVerb(prepareVerb, "--recipe", file, "--out", join(out, "..", "placed"), image);
  expect(placed.stderr).not.toContain(told);
  const bytes = gunzipSync(readFileSync(image));
  // qform_code and sform_code.
  bytes.writeInt16LE(0, 252);
  bytes.writeInt16LE(0, 254);
  writeFileSync(image, gzipSync(bytes));
  const { code, stderr } = await runVerb(prepareVerb, "--recipe", file, "--out", out, image);
  expect(code).toBe(0);
  expect(stderr).toContain(`! Step 1 (resize): ${told}`);
  const provenance = readFileSync(join(out, "provenance.json"), "utf8");
  expect(JSON.parse(provenance)).toMatchObject({
    steps: [{ step: 1, notes: expect.arrayContaining([expect.stringContaining(told)]) as unknown }],
  });
  expect(provenance).not.toContain("Quastenflosser");
});

test("what is left open is printed, and another answer is taken where it is chosen; --describe does nothing", async () => {
  const { image, file, out } = await files();
  const described = await runVerb(prepareVerb, "--recipe", file, "--describe");
  expect(described.stdout).toContain("1. Resize T1 to 2 x 2 x 2 voxels: each voxel is the one at or before its place.");
  expect(described.stdout).toContain("- How many slices? Taken: two (slices=two). Otherwise: one (slices=one).");
  const { code, stdout } = await runVerb(prepareVerb, "--recipe", file, "--out", out, "--choose", "slices=one", image);
  expect(code).toBe(0);
  expect(stdout).toContain("Taken: one (slices=one). Otherwise: two (slices=two).");
  expect((await readImageFile(join(out, "T1.nii.gz"))).grid.size).toEqual([2, 2, 1]);
  const preset = await runVerb(prepareVerb, "--recipe", "glioma", "--describe", "--json");
  expect(JSON.parse(preset.stdout)).toMatchObject({ outputs: "Kept: T1, T2, T1ce and FLAIR." });
});

test("a place that cannot be written to is refused before any work, and stays as it was", async () => {
  const { image, file, out } = await files();
  mkdirSync(out);
  writeFileSync(join(out, "mine.txt"), "mine");
  await expect(runVerb(prepareVerb, "--recipe", file, "--out", out, image)).rejects.toThrow("The folder out is not empty.");
  await expect(runVerb(prepareVerb, "--recipe", file, "--out", image, image)).rejects.toThrow("is there already and is no folder");
  expect(readdirSync(out)).toEqual(["mine.txt"]);
});

test.each([
  ["no recipe", "no.yaml", [], /^no\.yaml: there is no such file, and no recipe of that name comes with the program/],
  ["a missing image", undefined, [], /^There is no file for T1 \(T1-weighted\)\. Give it with --role NAME=FILE\./],
  ["an unknown role", undefined, ["--role", "T2=x"], /^The recipe has no role "T2"\. Roles: T1 \(T1-weighted\)\./],
  ["an image that is not there", undefined, ["--role", "T1=nothing.nii.gz"], /^T1: nothing\.nii\.gz: there is no such file\./],
  ["a mask that nothing takes", undefined, ["--mask", "x"], /^The recipe takes no mask\./],
  ["an unknown choice", undefined, ["--choose", "size=one"], /recipe\.yaml has no choice "size"\. Choices: slices\./],
])("%s is told in words, and nothing is written", async (_name, recipe, more, words) => {
  const { file, out } = await files();
  await expect(runVerb(prepareVerb, "--recipe", recipe ?? file, "--out", out, ...more)).rejects.toThrow(words);
  expect(existsSync(out)).toBe(false);
});

test("a label map that holds no labels and an image that cannot be read are told by their role; the folder is not made", async () => {
  const { image, mask, file, out } = await files(ofTwo);
  await writeImageFile(mask, { grid, scalarType: "float32", voxels: new Float32Array(32).fill(0.5) });
  const run = (...more: string[]) => runVerb(prepareVerb, "--recipe", file, "--out", out, ...more);
  await expect(run("--mask", mask, image)).rejects.toThrow(/^brain: mask\.nrrd: holds the value 0\.5, which is no label/);
  writeFileSync(mask, "no image");
  await expect(run("--mask", mask, image)).rejects.toThrow(/^brain: mask\.nrrd: /);
  expect(existsSync(out)).toBe(false);
});

test("wrong use is told with what is missing", async () => {
  const { image, file, out } = await files();
  const codes = [
    await runVerb(prepareVerb),
    await runVerb(prepareVerb, "--recipe", file, image),
    await runVerb(prepareVerb, "--recipe", file, "--out", out, image, image),
    await runVerb(prepareVerb, "--recipe", file, "--out", out, "--role", "T1"),
    await runVerb(prepareVerb, "--recipe", file, "--out", out, "--choose", "=x", image),
  ];
  expect(codes.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2]);
  expect(codes[3]!.stderr).toContain('--role is NAME=FILE, not "T1".');
  expect((await runVerb(prepareVerb, "--help")).stdout).toMatch(/^fascicle prepare --recipe FILE/);
});
