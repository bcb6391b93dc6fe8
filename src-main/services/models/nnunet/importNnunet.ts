import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { SegmentationBundle } from "#shared/domain/bundle/bundle2.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { readUserFile, refuseFolder } from "../../system/index.ts";
import { writeImport, type ImportTools } from "../importing/writeImport.ts";
import type { RunOptions } from "../inference.ts";
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
  await refuseFolder(resolve(outFolder));
  for (const name of ["plans.json", "dataset.json"])
    if (!existsSync(join(folder, name)))
      throw new PlainError(
        `${basename(resolve(folder))} has no ${name}, so that it is not the folder of a trained model of nnU-Net v2. It holds plans.json, dataset.json and ` +
          `the folds, and has a name such as nnUNetTrainer__nnUNetPlans__3d_fullres.`,
      );
  const plans = readPlans(await textOf(folder, "plans.json"), configuration);
  const dataset = readDataset(await textOf(folder, "dataset.json"));
  const said = readSideFile(side.content, side.fileName);
  const input = nnunetInput(plans, dataset, said);
  const output = nnunetOutput(plans, dataset, said);
  const folds = await foldsIn(folder);
  const { images: _images, mirroringAxes: _axes, postprocessing: _steps, labels: _labels, ...stated } = said;
  return writeImport(
    { ...stated, input, inference: nnunetInference(plans, input, said, folds), output },
    { networks: Object.fromEntries(folds.map((fold) => [fold, join(folder, fold)])), outFolder },
    tools,
    options,
  );
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
