import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { copyFile, mkdir, readdir, rename, rmdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { SegmentationBundle } from "#shared/domain/bundle/bundle2.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { readUserFile, refuseFolder, sha256OfFile } from "../../system/index.ts";
import type { Inference, RunOptions } from "../inference.ts";
import { readBundle2 } from "../volumes/readBundle2.ts";
import { nnunetGolden, uncomputedGolden } from "./nnunetGolden.ts";
import { madeImage } from "./madeImage.ts";
import { nnunetInference, nnunetInput } from "./nnunetInput.ts";
import { nnunetOutput } from "./nnunetOutput.ts";
import { readDataset, readPlans } from "./plansFile.ts";
import { readSideFile } from "./sideFile.ts";

export interface NnunetImport {
  /** Has plans.json, dataset.json, and the networks of the folds as fold_0.onnx, fold_1.onnx, ..., or fold_all.onnx. */
  readonly folder: string;
  /** One of plans.json's: "3d_fullres". */
  readonly configuration: string;
  /** Content of the side file, and its name for messages. */
  readonly side: { readonly content: unknown; readonly fileName: string };
  /** Is made; nothing may be there but an empty folder. */
  readonly outFolder: string;
}

/** What the importer needs of others. */
export interface ImportTools {
  readonly inference: Inference;
  /** An empty folder of the caller's. */
  readonly workFolder: string;
  readonly writeImage: (path: string, image: Image) => Promise<void>;
  readonly readImage: (path: string) => Promise<Image>;
}

const largestDescription = 64 * 2 ** 20;

/**
 * Makes a folder of nnU-Net v2 a bundle of format 2, whole or not at all. Its golden case is a made image whose outcome is computed here: it shows that the
 * bundle does elsewhere what it does on this machine, not that the network was taken over rightly. Throws PlainError that names what is missing, not known, or
 * does not fit together; nothing is guessed.
 */
export async function importNnunet(
  { folder, configuration, side, outFolder }: NnunetImport,
  tools: ImportTools,
  options: RunOptions = {},
): Promise<SegmentationBundle> {
  const place = resolve(outFolder);
  const isThere = await refuseFolder(place);
  const plans = readPlans(await textOf(folder, "plans.json"), configuration);
  const dataset = readDataset(await textOf(folder, "dataset.json"));
  const said = readSideFile(side.content, side.fileName);
  const input = nnunetInput(plans, dataset, said);
  const output = nnunetOutput(plans, dataset, said);
  const folds = await foldsIn(folder);
  const partial = join(dirname(place), `.${randomUUID()}.partial`);
  // Copies of networks are large: an import that is interrupted leaves none.
  const leave = () => rmSync(partial, { recursive: true, force: true });
  process.once("exit", leave);
  try {
    await mkdir(join(partial, "golden"), { recursive: true });
    const files: Record<string, string> = {};
    for (const fold of folds) {
      await copyFile(join(folder, fold), join(partial, fold));
      files[fold] = await sha256OfFile(join(partial, fold));
    }
    const golden: Record<string, string> = {};
    for (const [index, { name }] of input.images.entries()) {
      golden[name] = `golden/${name}.nrrd`;
      await tools.writeImage(join(partial, golden[name]), madeImage(input, index));
      files[golden[name]] = await sha256OfFile(join(partial, golden[name]));
    }
    const draft: SegmentationBundle = {
      formatVersion: 2,
      kind: "segmentation",
      name: said.name,
      version: said.version,
      authors: said.authors,
      intendedUse: said.intendedUse,
      ...(said.notice === undefined ? {} : { notice: said.notice }),
      files,
      input,
      inference: nnunetInference(plans, input, said, folds),
      output,
      golden: [uncomputedGolden(golden, output)],
      limits: { ...said.limits, patchMb: 1, providers: ["cpu"] },
      provenance: said.provenance,
    };
    // Before the networks run, which takes longest.
    readBundle2(JSON.stringify(draft));
    const { case: made, patchMb } = await nnunetGolden({ bundle: draft, folder: partial }, tools, options);
    const text = `${JSON.stringify({ ...draft, golden: [made], limits: { ...draft.limits, patchMb } }, null, 2)}\n`;
    const bundle = readBundle2(text);
    await writeFile(join(partial, "bundle.json"), text, { flag: "wx" });
    if (isThere) await rmdir(place);
    await rename(partial, place);
    return bundle as SegmentationBundle;
  } catch (cause) {
    leave();
    throw cause;
  } finally {
    process.off("exit", leave);
  }
}

async function textOf(folder: string, name: string): Promise<string> {
  return (await readUserFile(join(folder, name), `nnU-Net's ${name}`, largestDescription)).toString("utf8");
}

/** fold_0.onnx, fold_1.onnx, ... or fold_all.onnx. */
async function foldsIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => /^fold_.*\.onnx$/.test(name));
  const place = basename(resolve(folder));
  if (names.length === 0)
    throw new PlainError(`${place} has no fold_0.onnx, fold_1.onnx, ... or fold_all.onnx. Export the networks of the folds first.`);
  const unknown = names.find((name) => !/^fold_(\d{1,3}|all)\.onnx$/.test(name));
  if (unknown !== undefined)
    throw new PlainError(`${place}: ${unknown} is neither a fold's number nor fold_all.onnx. Rename it, or take it away.`);
  if (names.includes("fold_all.onnx") && names.length > 1)
    throw new PlainError(
      `${place} has fold_all.onnx and folds by number, which are never averaged together. Take away what is not to be run.`,
    );
  const numberOf = (name: string) => Number(/\d+/.exec(name)?.[0] ?? 0);
  return names.toSorted((a, b) => numberOf(a) - numberOf(b));
}
