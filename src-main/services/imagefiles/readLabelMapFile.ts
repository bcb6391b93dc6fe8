import { basename } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { allocateVoxels, type Image } from "#shared/domain/volume.ts";
import type { Channel, ImageFile, NamedLabel } from "./imageFile.ts";
import { inChunks } from "./inChunks.ts";
import { decodeImageFile, openImageFile } from "./readImageFile.ts";

/** A label map in a file: by its path, or by its bytes under a name whose ending tells the format. */
export type LabelMapSource =
  | string
  | {
      readonly fileName: string;
      readonly bytes: Uint8Array;
      /** Names from a table beside the file, for labels that the file itself does not name. */
      readonly names?: ReadonlyMap<number, string> | undefined;
    };

/** A label map, read: each voxel of the image is a whole number of at least 0. */
export interface LabelMapFile extends ImageFile {
  readonly fileName: string;
  /** The labels that occur, rising, without 0. */
  readonly present: readonly number[];
}

const largestLabel = 4_294_967_295;
/** Rescaled values are single precision, and programs write slopes that are not quite 1: so near to a whole number a value is that number. */
const nearness = 1e-3;
const mostLabels = 20_000;
const mostShown = 5;

/**
 * Reads a label map, the same for every door: a value that is a whole number to 1e-3 is that label. `channel` is the layer that is read of a file with several
 * values a voxel. Throws PlainError with the file's name where it cannot be read, holds values that are no labels (naming them), or so many
 * that it is an image.
 */
export async function readLabelMapFile(source: LabelMapSource, channel: Channel = "segments"): Promise<LabelMapFile> {
  const fileName = typeof source === "string" ? basename(source) : source.fileName;
  const file =
    typeof source === "string" ? await openImageFile(source, channel) : await decodeImageFile(source.fileName, source.bytes, channel);
  const whole = await wholeLabels(fileName, file.image);
  const names = typeof source === "string" ? undefined : source.names;
  return { ...file, labels: [...file.labels, ...namesFor(whole.present, file.labels, names)], fileName, ...whole };
}

function namesFor(present: readonly number[], named: readonly NamedLabel[], names: ReadonlyMap<number, string> | undefined): NamedLabel[] {
  return present
    .filter((value) => names?.has(value) === true && !named.some((label) => label.value === value))
    .map((value) => ({ value, name: names!.get(value)!, color: null, side: null }));
}

/** The same of an image that was read: its voxels as whole numbers, in their own type where they are that already, and which of them occur. */
export async function wholeLabels(fileName: string, image: Image): Promise<{ image: Image; present: number[] }> {
  const { voxels } = image;
  const small = new Uint8Array(65_536);
  const large = new Set<number>();
  const strange = new Set<number>();
  let isExact = true;
  await inChunks(voxels.length, (from, to) => {
    let last = 0;
    for (let at = from; at < to; at++) {
      const value = voxels[at]!;
      if (value === last) continue;
      last = value;
      const label = Math.round(value);
      if (!(Math.abs(value - label) <= nearness) || label < 0 || label > largestLabel) {
        strange.add(value);
        if (strange.size > mostShown) throw noLabels(fileName, strange);
        continue;
      }
      if (label !== value) isExact = false;
      if (label < small.length) small[label] = 1;
      else large.add(label);
    }
    if (large.size > mostLabels) throw tooMany(fileName);
  });
  if (strange.size > 0) throw noLabels(fileName, strange);
  const present = [...labelsIn(small), ...[...large].sort((a, b) => a - b)];
  if (present.length > mostLabels) throw tooMany(fileName);
  return { image: isExact ? image : await rounded(image, present.at(-1) ?? 0), present };
}

/** Where 1 stands from place 1 on, in order. It is found by a search for bytes: a list of all places would take milliseconds for every mask of a batch. */
function labelsIn(marks: Uint8Array): number[] {
  const found: number[] = [];
  for (let at = marks.indexOf(1, 1); at !== -1; at = marks.indexOf(1, at + 1)) found.push(at);
  return found;
}

/** Voxels as the whole numbers that they are near to, `largest` the largest of them, in the smallest unsigned type that holds it. */
async function rounded({ grid, voxels }: Image, largest: number): Promise<Image> {
  const scalarType = largest <= 255 ? "uint8" : largest <= 65_535 ? "uint16" : "uint32";
  const whole = allocateVoxels(scalarType, voxels.length);
  await inChunks(voxels.length, (from, to) => {
    for (let at = from; at < to; at++) whole[at] = Math.round(voxels[at]!);
  });
  return { grid, scalarType, voxels: whole };
}

function noLabels(fileName: string, values: ReadonlySet<number>): PlainError {
  const [...shown] = [...values].slice(0, mostShown);
  const what =
    shown.length === 1
      ? `the value ${shown[0]!}, which is no label`
      : `the values ${shown.join(", ")}${values.size > mostShown ? " and others" : ""}, which are no labels`;
  return new PlainError(
    `${fileName}: holds ${what}: labels are whole numbers from 0. Choose the label map, or save it again with whole numbers.`,
  );
}

function tooMany(fileName: string): PlainError {
  return new PlainError(`${fileName}: holds more than ${mostLabels} values; it is an image, not a label map.`);
}
