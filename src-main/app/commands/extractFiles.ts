import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import type { ExtractionSettings, FeatureValue } from "#shared/domain/featureSet.ts";
import { readImageFile } from "../../services/imagefiles/index.ts";
import { extractFeatures, featuresToCsv, parseSettings } from "../../services/radiomics/index.ts";

export interface ExtractFilesRequest {
  readonly imagePath: string;
  readonly maskPath: string;
  /** Label of the mask; where absent that of the parameter file, else 1. */
  readonly label?: number;
  /** A PyRadiomics parameter file; where absent PyRadiomics' defaults. */
  readonly parameterPath?: string;
  readonly format: "csv" | "json";
  /** Where to write; where absent the text is only answered. */
  readonly outPath?: string;
  readonly onProgress?: (done: number, total: number, phase: string) => void;
}

/**
 * Extracts the features of one label of a mask file on an image file (NRRD or NIfTI) and answers them as text: one JSON object of names to
 * numbers (null where undefined), or a CSV header and a line of values.
 * Throws PlainError, naming the file, where one cannot be read, is no scalar image, or the features cannot be extracted.
 */
export async function extractFiles(request: ExtractFilesRequest): Promise<string> {
  const read = request.parameterPath === undefined ? {} : await readParameters(request.parameterPath);
  const settings: ExtractionSettings = request.label === undefined ? read : { ...read, label: request.label };
  const image = await readImageFile(request.imagePath);
  const mask = await readImageFile(request.maskPath);
  const features = await naming(`${basename(request.maskPath)} on ${basename(request.imagePath)}`, () =>
    extractFeatures(image, mask, settings, { onProgress: request.onProgress }));
  const text = request.format === "csv" ? featuresToCsv(features) : featuresToJson(features);
  if (request.outPath !== undefined) await writeWhole(request.outPath, text);
  return text;
}

async function readParameters(path: string): Promise<ExtractionSettings> {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new PlainError(`${basename(path)}: the parameter file cannot be read${cause.code ? ` (${cause.code})` : ""}. Check the path and its permissions.`, { cause });
  });
  return naming(basename(path), () => parseSettings(text));
}

/** Puts a name before the words of a PlainError. */
async function naming<Result>(name: string, run: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof PlainError) throw new PlainError(`${name}: ${error.message}`, { cause: error });
    throw error;
  }
}

function featuresToJson(features: readonly FeatureValue[]): string {
  return `${JSON.stringify(Object.fromEntries(features.map(({ name, value }) => [name, value])), null, 2)}\n`;
}

/** Writes to a temporary name beside the target, syncs and renames: the file is there whole or not at all. */
async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new PlainError(`${basename(path)} could not be written (${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}). Check the folder, its permissions and the free space.`, { cause });
  }
}
