import { lstat } from "node:fs/promises";
import { basename } from "node:path";
import type { SegmentationBundle } from "#shared/domain/bundle/bundle2.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { readImageFile, writeImageFile } from "../../services/imagefiles/index.ts";
import { importMonai, importNnunet, isMonaiFolder } from "../../services/models/index.ts";
import { readUserFile } from "../../services/system/index.ts";
import { openYaml, YamlFault } from "../../services/yaml/index.ts";
import { withInference } from "./bundleFolder.ts";

export interface ImportModelRequest {
  /** Of a trained model of nnU-Net v2, or of a MONAI bundle, with its networks as ONNX. */
  readonly folder: string;
  /** Of nnU-Net alone. */
  readonly configuration?: string | undefined;
  /** YAML 1.2 or JSON. */
  readonly sidePath: string;
  readonly outFolder: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Makes a folder of nnU-Net v2 or of a MONAI bundle a bundle of format 2. Throws PlainError, naming file and field, where anything is missing, not known or does not fit; then there is no
 * bundle.
 */
export async function importModel({
  folder,
  configuration,
  sidePath,
  outFolder,
  onProgress,
}: ImportModelRequest): Promise<SegmentationBundle> {
  const isFolder = await lstat(folder).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (!isFolder)
    throw new PlainError(
      `There is no folder ${basename(folder)}. Give the folder of a trained model of nnU-Net, or of a MONAI bundle, with its ONNX files.`,
    );
  const side = { content: await sideContent(sidePath), fileName: basename(sidePath) };
  const isMonai = isMonaiFolder(folder);
  if (isMonai && configuration !== undefined)
    throw new PlainError(`${basename(folder)} is a bundle of MONAI, which has no configurations: leave --configuration out.`);
  if (!isMonai && configuration === undefined)
    throw new PlainError(
      `Say which configuration of nnU-Net it is: --configuration 3d_fullres. (${basename(folder)} is no bundle of MONAI: it has no configs/metadata.json and configs/inference.json.)`,
    );
  return withInference(async (work) => {
    const tools = { ...work, readImage: readImageFile, writeImage: async (path: string, image: Image) => writeImageFile(path, image) };
    if (configuration === undefined) return importMonai({ folder, side, outFolder }, tools, { onProgress });
    return importNnunet({ folder, configuration, side, outFolder }, tools, { onProgress });
  });
}

async function sideContent(path: string): Promise<unknown> {
  const text = (await readUserFile(path, "the side file", 2 ** 20)).toString("utf8");
  try {
    return openYaml(text, "1.2").document.toJS() as unknown;
  } catch (cause) {
    if (!(cause instanceof YamlFault)) throw cause;
    const where = cause.line === undefined ? "" : `, line ${cause.line}`;
    throw new PlainError(
      `${basename(path)} is not valid YAML or JSON (${cause.kind}${cause.what === "" ? "" : ` ${cause.what}`}${where}).`,
      { cause },
    );
  }
}
