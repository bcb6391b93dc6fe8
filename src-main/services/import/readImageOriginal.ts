import { PlainError } from "#shared/domain/plainError.ts";
import { type Image, type ScalarType } from "#shared/domain/volume.ts";
import {
  decodeImageFile,
  describeImageFile,
  gunzip,
  isGzip,
  wholeLabels,
  type ImageFileDescription,
  type ImageFileEnding,
} from "../imagefiles/index.ts";

/** What an import knows of an image file by reading it. */
export interface ReadImageFile {
  readonly ending: ImageFileEnding;
  readonly description: ImageFileDescription;
  /** Of the voxels of each of its images. */
  readonly scalarTypes: readonly ScalarType[];
  /** The labels that occur, rising, without 0, where its voxels may be labels: whole numbers, and few or under a name that says so. Else null. */
  readonly labels: readonly number[] | null;
  /** They are so few, or the name says so, that they are labels even where no table names them. */
  readonly isLikelyLabelMap: boolean;
  readonly notes: readonly string[];
}

/** One image in memory, and a whole file unpacked, are at most so large: a header that lies must not fill the memory. */
const largestImageBytes = 2 ** 31;
const largestUnpackedBytes = 2 ** 32;
/** Files that unpack to more are in memory one at a time. */
const largeBytes = 2 ** 26;
/** More different values than these are an image, unless the file's name, or a table of names beside it, says that they are labels. */
const fewLabels = 64;
const mostUnnamedLabels = 255;
const labelWord = /seg|label|aparc|parc|mask|lesion|roi/i;

/**
 * Reads an image file whole, so that what is imported can be shown and measured. `fileName` is the reader's; its ending tells the format.
 * `alone` runs something while no other thread is in it. Throws PlainError with the file's name and the field where anything in it cannot be read.
 */
export async function readImageOriginal(
  fileName: string,
  ending: ImageFileEnding,
  bytes: Uint8Array,
  alone: <Result>(run: () => Promise<Result>) => Promise<Result>,
): Promise<ReadImageFile> {
  const description = await describeImageFile(fileName, bytes);
  const { unpackedBytes, grid } = description;
  const voxels = grid.size[0] * grid.size[1] * grid.size[2];
  // Numbers may become double precision.
  if (voxels * 8 > largestImageBytes)
    throw new PlainError(`${fileName}: an image of ${grid.size.join(" x ")} voxels is larger than can be shown and measured here (2 GB).`);
  if (!(unpackedBytes <= largestUnpackedBytes))
    throw new PlainError(`${fileName}: is larger than 4 GB unpacked, which cannot be read here.`);
  const read = () => readVoxels(fileName, ending, bytes, description);
  return unpackedBytes < largeBytes ? read() : alone(read);
}

async function readVoxels(
  fileName: string,
  ending: ImageFileEnding,
  bytes: Uint8Array,
  description: ImageFileDescription,
): Promise<ReadImageFile> {
  const { frames, type } = description;
  const whole = isGzip(bytes) ? await gunzip(fileName, bytes, () => largestUnpackedBytes) : bytes;

  const first = await decodeImageFile(fileName, whole, { frame: 0 });
  const scalarTypes: ScalarType[] = [first.image.scalarType];
  // All images of a file have its type, but 64-bit integers are read as the smallest type that holds them; the last one tells that the file is whole.
  for (let frame = 1; frame < frames; frame += 1) {
    const isDecoded = type === "int64" || type === "uint64" || frame === frames - 1;
    scalarTypes.push(isDecoded ? (await decodeImageFile(fileName, whole, { frame })).image.scalarType : first.image.scalarType);
  }
  const labels = frames === 1 || first.labels.length > 0 ? await labelsIn(fileName, first.image) : null;
  const isLikelyLabelMap = labels !== null && (isNamedLabelMap(fileName) || labels.length <= fewLabels);
  return { ending, description, scalarTypes, labels, isLikelyLabelMap, notes: first.notes };
}

/** The labels of an image; null where its voxels are no labels: not whole, none, or many without a name that says so. */
async function labelsIn(fileName: string, image: Image): Promise<readonly number[] | null> {
  const isNamed = isNamedLabelMap(fileName);
  if (!isNamed && image.scalarType.startsWith("float") && !isWholeAtFirst(image)) return null;
  try {
    const { present } = await wholeLabels(fileName, image);
    return present.length > 0 && (isNamed || (present.length <= mostUnnamedLabels && hasBackground(image))) ? present : null;
  } catch {
    return null;
  }
}

/** Where nothing is labelled a label map is 0. */
function hasBackground({ voxels }: Image): boolean {
  return voxels.includes(0);
}

function isNamedLabelMap(fileName: string): boolean {
  return labelWord.test(fileName.replace(/\.[^/]*$/, ""));
}

/** A look at some voxels spares the whole of an image of fractions. */
function isWholeAtFirst({ voxels }: Image): boolean {
  const step = Math.max(1, Math.floor(voxels.length / 1000));
  for (let at = 0; at < voxels.length; at += step) if (!Number.isInteger(voxels[at]!)) return false;
  return true;
}
