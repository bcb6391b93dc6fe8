import { lstat } from "node:fs/promises";
import { basename } from "node:path";
import type { SegmentationBundle } from "#shared/domain/bundle/bundle2.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { readImageFile, writeImageFile } from "../../services/imagefiles/index.ts";
import { importNnunet } from "../../services/models/index.ts";
import { readUserFile } from "../../services/system/index.ts";
import { openYaml, YamlFault } from "../../services/yaml/index.ts";
import { withInference } from "./bundleFolder.ts";

export interface ImportModelRequest {
  /** Of nnU-Net v2, with its networks as ONNX. */
  readonly folder: string;
  readonly configuration: string;
  /** YAML 1.2 or JSON. */
  readonly sidePath: string;
  readonly outFolder: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Makes a folder of nnU-Net v2 a bundle. Throws PlainError, naming file and field, where anything is missing, not known or does not fit; then there is no
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
    throw new PlainError(`There is no folder ${basename(folder)}. Give the folder with plans.json, dataset.json and the ONNX files.`);
  const side = { content: await sideContent(sidePath), fileName: basename(sidePath) };
  return withInference(async (work) =>
    importNnunet(
      { folder, configuration, side, outFolder },
      { ...work, readImage: readImageFile, writeImage: async (path, image) => writeImageFile(path, image) },
      { onProgress },
    ),
  );
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
