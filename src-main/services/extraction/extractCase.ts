import { basename } from "node:path";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Side } from "#shared/domain/segment.ts";
import type { Image } from "#shared/domain/volume.ts";
import type { CaseRows, LabelRow } from "../exports/index.ts";
import { imageHash, openImageFile, readLabelMapFile, type LabelMapFile, type LabelNames } from "../imagefiles/index.ts";
import { extractLabels, type ExtractionOptions } from "../radiomics/index.ts";
import { naming } from "../system/index.ts";

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
  readonly sides: ReadonlyMap<number, Side>;
  readonly imageHash: string;
  readonly maskHash: string;
  /** What to be careful of in the files, a sentence each. */
  readonly notes: readonly string[];
}

/** Reads the files of a case. Throws PlainError, naming the file, where one cannot be read or the mask has no label. */
export type CaseReader = (files: CaseFiles) => Promise<ReadCase>;

/** A reader that remembers the last `remembered` images and masks: lines of a file of cases often share one with the line before. */
export function createCaseReader(remembered = 1): CaseReader {
  const images = recent(remembered, async (path: string) => {
    const { image, notes } = await openImageFile(path);
    return { image, notes, hash: await imageHash(image) };
  });
  const masks = recent(remembered, async (path: string, channel: number) => {
    const file = await readLabelMapFile(path, channel);
    const names = new Map(file.labels.flatMap(({ value, name }) => (name === null ? [] : [[value, name] as const])));
    const sides = new Map(file.labels.flatMap(({ value, side }) => (side === null ? [] : [[value, side] as const])));
    return {
      mask: file.image,
      sides,
      present: file.present,
      names,
      notes: [...file.notes, ...leftOut(file)],
      hash: await imageHash(file.image),
    };
  });
  return async ({ imagePath, maskPath, label, labelChannel }) => {
    const [readingImage, readingMask] = [images(imagePath), masks(maskPath, labelChannel)];
    readingMask.catch(() => undefined); // what is wrong with the image is reported first
    const { image, hash: ofImage, notes: ofImageFile } = await readingImage;
    const { mask, names, sides, present, hash: ofMask, notes: ofMaskFile } = await readingMask;
    if (present.length === 0)
      throw new PlainError(`${basename(maskPath)}: The mask is empty: every voxel is 0. Draw the region, or choose another mask.`);
    return {
      image,
      mask,
      names,
      sides,
      imageHash: ofImage,
      maskHash: ofMask,
      labels: label === "all" ? present : [label],
      notes: [...ofImageFile, ...ofMaskFile],
    };
  };
}

/** Names the segments of a file that lie in layers that are not read, in a sentence. */
function leftOut({ fileName, otherLabels }: LabelMapFile): string[] {
  if (otherLabels.length === 0) return [];
  const segments = otherLabels.map(({ label: { name, value }, layer }) => `"${name ?? `label ${value}`}" (layer ${layer})`);
  return [
    `${fileName}: has overlapping segments in several layers; not measured: ${segments.join(", ")}. Give label_channel to measure another layer.`,
  ];
}

/** No image of a patient has so few. */
const fewValues = 20;

/** In words, where an image is as plain as a label map and the mask is not: they were perhaps given the wrong way round. */
function doubtOf(fileName: string, image: Image, mask: Image): string[] {
  const ofImage = differentValues(image, fewValues + 1);
  if (ofImage > fewValues || differentValues(mask, fewValues + 1) <= ofImage) return [];
  return [`${fileName} has ${ofImage} different values, fewer than the mask: is it the mask? Give the image first, then the mask.`];
}

/** How many different values an image has, counted to `most`. */
function differentValues({ voxels }: Image, most: number): number {
  const values = new Set<number>();
  for (let at = 0; at < voxels.length && values.size < most; at += 1) values.add(voxels[at]!);
  return values.size;
}

/** The same function, its last few answers kept. */
function recent<Parameters extends readonly unknown[], Answer>(
  most: number,
  read: (...parameters: Parameters) => Promise<Answer>,
): (...parameters: Parameters) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>();
  return (...parameters) => {
    const key = JSON.stringify(parameters);
    const answer = answers.get(key) ?? read(...parameters);
    answers.delete(key);
    answers.set(key, answer);
    for (const [oldest] of answers) if (answers.size > most) answers.delete(oldest);
    return answer;
  };
}

/**
 * Measures the labels of a case. A label that is refused says so beside the others. Throws PlainError, naming the files, where none could be measured.
 * `names` go before those of the mask's file.
 */
export async function measureCase(
  { imagePath, maskPath }: CaseFiles,
  read: ReadCase,
  settings: ExtractionSettings,
  names: LabelNames | undefined,
  options: ExtractionOptions,
): Promise<Exclude<CaseRows["outcome"], { error: string }>> {
  return naming(`${basename(maskPath)} on ${basename(imagePath)}`, async () => {
    const results = await extractLabels(read.image, read.mask, settings, read.labels, options);
    const doubt = doubtOf(basename(imagePath), read.image, read.mask);
    const labels = results.map((result): LabelRow => ({
      label: result.label,
      name: (names ?? read.names).get(result.label) ?? "",
      side: read.sides.get(result.label),
      outcome:
        "refused" in result
          ? { error: result.refused.message }
          : { ...result.extraction, warnings: [...doubt, ...read.notes, ...result.extraction.warnings] },
    }));
    const [first] = results;
    if (first && "refused" in first && results.every((result) => "refused" in result)) throw first.refused;
    return { imageHash: read.imageHash, maskHash: read.maskHash, labels };
  });
}
