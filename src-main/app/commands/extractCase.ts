import { basename } from "node:path";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import type { Image } from "#shared/domain/volume.ts";
import type { CaseRows, LabelRow } from "../../services/exports/index.ts";
import { labelsIn, readImageFile, readLabelMapFile, type LabelNames } from "../../services/imagefiles/index.ts";
import { extractLabels, imageHash, type ExtractionOptions } from "../../services/radiomics/index.ts";
import { naming } from "./naming.ts";

/** One image, one mask, and what to measure of it. */
export interface CaseFiles {
  readonly imagePath: string;
  readonly maskPath: string;
  readonly label: "all" | number;
  /** Read of a mask with several values a voxel. */
  readonly labelChannel: number;
}

/** A case whose files are read. */
export interface ReadCase {
  readonly image: Image;
  readonly mask: Image;
  readonly labels: readonly number[];
  /** As the mask's file has them. */
  readonly names: LabelNames;
  readonly imageHash: string;
  readonly maskHash: string;
}

/** Reads the files of a case. Throws PlainError, naming the file, where one cannot be read or the mask has no label. */
export async function readCaseFiles({ imagePath, maskPath, label, labelChannel }: CaseFiles): Promise<ReadCase> {
  const image = await readImageFile(imagePath);
  const mask = await readLabelMapFile(maskPath, labelChannel);
  return {
    image, mask: mask.image,
    labels: label === "all" ? await labelsIn(basename(maskPath), mask.image) : [label],
    names: new Map(mask.labels.flatMap(({ value, name }) => (name === null ? [] : [[value, name]]))),
    imageHash: await imageHash(image), maskHash: await imageHash(mask.image),
  };
}

/**
 * Measures the labels of a case. A label that is refused says so beside the others. Throws PlainError, naming the files, where none could be measured.
 * `names` go before those of the mask's file.
 */
export async function measureCase(
  { imagePath, maskPath }: CaseFiles, read: ReadCase, settings: ExtractionSettings, names: LabelNames | undefined, options: ExtractionOptions,
): Promise<Exclude<CaseRows["outcome"], { error: string }>> {
  return naming(`${basename(maskPath)} on ${basename(imagePath)}`, async () => {
    const results = await extractLabels(read.image, read.mask, settings, read.labels, options);
    const labels = results.map((result): LabelRow => ({
      label: result.label, name: (names ?? read.names).get(result.label) ?? "", outcome: "refused" in result ? { error: result.refused.message } : result.extraction,
    }));
    const [first] = results;
    if (first && "refused" in first && results.every((result) => "refused" in result)) throw first.refused;
    return { imageHash: read.imageHash, maskHash: read.maskHash, labels };
  });
}
