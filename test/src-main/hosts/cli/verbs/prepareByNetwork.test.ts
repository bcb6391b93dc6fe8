import { createHash } from "node:crypto";
import { appendFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { prepareVerb } from "../../../../../src-main/hosts/cli/verbs/prepare.ts";
import { readImageFile, writeImageFile } from "../../../../../src-main/services/imagefiles/index.ts";
import { temporaryFolder } from "../../../../temporaryFolder.ts";
import { numberedImage, writeBrightBundle } from "../../../services/models/volumes/brightBundle.ts";
import { segmentationBundle } from "../../../services/models/volumes/sampleBundle2.ts";
import { runVerb } from "./runVerb.ts";

let folder: string;
let image: string;
beforeEach(async () => {
  folder = temporaryFolder();
  image = join(folder, "image.nii");
  await writeImageFile(image, numberedImage);
});

const numbers = [...numberedImage.voxels];
const extract = `name: Bright parts
version: 1
roles: [{ name: T1, title: T1-weighted }]
bundles: [{ name: network, title: a network that draws the brain }]
steps: [{ kind: extractBrain, roles: [T1], mask: { from: bundle, bundle: network, images: T1 } }]
outputs: [T1]
`;
/** A mask of a network serves every step that takes one. */
const segment = `name: Bright parts, standardised
version: 1
roles: [{ name: T1, title: T1-weighted }]
bundles: [{ name: network, title: a network that draws the brain }]
steps:
  - { kind: segment, role: bright, bundle: network, images: { image: T1 } }
  - { kind: zscore, roles: [T1], within: { from: role, role: bright }, outside: zero }
outputs: [T1, bright]
`;

async function prepare(recipe: string, ...args: string[]) {
  const file = join(folder, "recipe.yaml");
  writeFileSync(file, recipe);
  const out = join(folder, `out-${args.length}-${Math.random()}`);
  return { out, ...(await runVerb(prepareVerb, "--recipe", file, "--out", out, "--json", ...args, image)) };
}
const hashOf = (bundle: string) =>
  createHash("sha256")
    .update(readFileSync(join(bundle, "bundle.json")))
    .digest("hex");

test("brain extraction by a network keeps what it draws; the provenance names the bundle by its hash", { timeout: 120_000 }, async () => {
  const bundle = await writeBrightBundle(join(folder, "bundle"), 100);
  const { code, out, stdout } = await prepare(extract, "--bundle", `network=${bundle}`);
  expect(code).toBe(0);
  const made = await readImageFile(join(out, "T1.nii.gz"));
  expect([...made.voxels]).toEqual(numbers.map((value) => (value > 100 ? value : 0)));
  const sha256 = hashOf(bundle);
  const document = JSON.parse(stdout) as { steps: Array<{ notes: string[] }>; recipeSha256: string };
  expect(document).toMatchObject({ bundles: [{ bundle: "network", name: "Bright", version: "1", sha256 }] });
  expect(document.steps[0]!.notes).toEqual([
    `Bright 1 (sha256 ${sha256}) drew 110 voxels of label 1.`,
    "T1: kept within 110 voxels of the drawing of network; 0 elsewhere.",
  ]);
  expect(readFileSync(join(out, "provenance.json"), "utf8")).not.toContain(folder);
});

test("a drawing is a mask of every step behind it, and an image that can be kept", { timeout: 120_000 }, async () => {
  const bundle = await writeBrightBundle(join(folder, "bundle"), 170);
  const { code, out } = await prepare(segment, "--bundle", `network=${bundle}`);
  expect(code).toBe(0);
  const drawn = await readImageFile(join(out, "bright.nii.gz"));
  expect([drawn.scalarType, ...drawn.voxels]).toEqual(["uint8", ...numbers.map((value) => (value > 170 ? 1 : 0))]);
  // The 40 numbers from 171 to 210: their mean is 190.5, their variance (40^2 - 1) / 12.
  const deviation = Math.sqrt((40 ** 2 - 1) / 12);
  const { voxels } = await readImageFile(join(out, "T1.nii.gz"));
  for (const [at, value] of numbers.entries()) expect(voxels[at]).toBeCloseTo(value > 170 ? (value - 190.5) / deviation : 0, 5);
});

test("what does not fit is refused in words that name the bundle or the step, and nothing is written", { timeout: 240_000 }, async () => {
  const bundle = await writeBrightBundle(join(folder, "bundle"), 100);
  await expect(prepare(extract)).rejects.toThrow(
    "There is no bundle for network (a network that draws the brain). Give it with --bundle NAME=FOLDER.",
  );
  await expect(prepare(extract, "--bundle", `other=${bundle}`)).rejects.toThrow('The recipe asks for no bundle "other". Bundles: network');
  await expect(prepare(extract, "--bundle", `network=${join(folder, "nowhere")}`)).rejects.toThrow(
    "network: There is no bundle.json in nowhere",
  );
  const ensemble = join(import.meta.dirname, "../../../../../assets/models/ensemble");
  await expect(prepare(extract, "--bundle", `network=${ensemble}`)).rejects.toThrow(
    /^network: .* draws nothing: it is of the kind "ensemble"/,
  );
  await expect(prepare(segment.replace("image: T1", "FLAIR: T1"), "--bundle", `network=${bundle}`)).rejects.toThrow(
    'Step 1 (segment): Bright knows no image "FLAIR". Its images: image (any).',
  );
  const nothing = await writeBrightBundle(join(folder, "nothing"), 1000);
  await expect(prepare(extract, "--bundle", `network=${nothing}`)).rejects.toThrow(
    "Step 1 (extractBrain): The mask of T1 is empty: there are no voxels of the drawing of network. Choose another mask.",
  );
  const hungry = await writeBrightBundle(join(folder, "hungry"), 100, { limits: { ...segmentationBundle().limits, patchMb: 1_000_000 } });
  const refused = prepare(extract, "--bundle", `network=${hungry}`);
  await expect(refused).rejects.toThrow(/^Step 1 \(extractBrain\): This run needs about \d+\.\d GB of memory, and only/);
  appendFileSync(join(bundle, "fold_0.onnx"), "x");
  await expect(prepare(extract, "--bundle", `network=${bundle}`)).rejects.toThrow(/^Step 1 \(extractBrain\): fold_0\.onnx is not the file/);
  expect(readdirSync(folder).filter((name) => name.startsWith("out"))).toEqual([]);
  expect((await runVerb(prepareVerb, "--recipe", "r", "--bundle", "network")).stderr).toContain('--bundle is NAME=FOLDER, not "network"');
});

test("a preset that leaves brain extraction open names a network as a choice, and does not ask for the mask then", async () => {
  const { stdout } = await runVerb(prepareVerb, "--recipe", "glioma", "--choose", "brain=network", "--describe");
  expect(stdout).toContain("FLAIR (FLAIR), brain-network (a network that draws the brain, a model bundle).");
  expect(stdout).toContain("4. Keep of T1, T2, T1ce and FLAIR what the network brain-network draws on FLAIR, the brain; 0 outside.");
  const open = await runVerb(prepareVerb, "--recipe", "glioma", "--describe");
  expect(open.stdout).toContain("brain (brain mask on the grid of FLAIR, a label map).");
  expect(open.stdout).not.toContain("a model bundle");
});
