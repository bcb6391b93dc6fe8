import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import type { FeatureValue } from "#shared/domain/featureSet.ts";
import { featuresCsv } from "../../services/exports/index.ts";
import { readImageFile } from "../../services/imagefiles/index.ts";
import { engineVersion, extractFeatures, imageHash, parseSettings, settingsHash } from "../../services/radiomics/index.ts";
import { writeWhole } from "../../services/system/index.ts";

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
 * numbers (null where undefined), or a CSV header and a line of values, with where they came from.
 * Throws PlainError, naming the file, where one cannot be read, is no scalar image, or the features cannot be extracted.
 */
export async function extractFiles(request: ExtractFilesRequest): Promise<string> {
  const read = request.parameterPath === undefined ? {} : await readParameters(request.parameterPath);
  const { label = 1, ...settings }: ExtractionSettings = request.label === undefined ? read : { ...read, label: request.label };
  const image = await readImageFile(request.imagePath);
  const mask = await readImageFile(request.maskPath);
  const { features } = await naming(`${basename(request.maskPath)} on ${basename(request.imagePath)}`, () =>
    extractFeatures(image, mask, { ...settings, label }, { onProgress: request.onProgress }));
  const text = request.format === "json" ? featuresToJson(features) : featuresCsv([{
    features, settings, settingsHash: settingsHash(settings), engineVersion: engineVersion(), imageHash: await imageHash(image), maskHash: await imageHash(mask),
    segmentNumber: label, createdAt: new Date().toISOString(),
  }]);
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
