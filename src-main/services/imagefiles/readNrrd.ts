import { realpath } from "node:fs/promises";
import { dirname, isAbsolute, join, sep } from "node:path";
import { PlainError } from "#shared/domain/plainError.ts";
import { allocateVoxels, scalarTypeOf, type Image, type VoxelArray } from "#shared/domain/volume.ts";
import type { Channel, ImageFile } from "./imageFile.ts";
import { gunzip } from "./gunzip.ts";
import { inChunks } from "./inChunks.ts";
import { channelsOfNrrd, framesOfNrrd, gridOfNrrd, numbersOf, type NrrdChannels } from "./nrrdGrid.ts";
import { parseNrrdHeader, type NrrdHeader } from "./nrrdHeader.ts";
import { readRegularFile } from "./readRegularFile.ts";
import { labelsOfNrrd } from "./segmentFields.ts";
import { bytesOf, refuseAbsentChannel, voxelsFromFile, type FileScalarType } from "./voxelBytes.ts";

/** Every way the format description allows to write a type. */
const types: ReadonlyMap<string, FileScalarType> = new Map(
  (
    [
      ["int8", "signed char", "int8", "int8_t"],
      ["uint8", "uchar", "unsigned char", "uint8", "uint8_t"],
      ["int16", "short", "short int", "signed short", "signed short int", "int16", "int16_t"],
      ["uint16", "ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t"],
      ["int32", "int", "signed int", "int32", "int32_t"],
      ["uint32", "uint", "unsigned int", "uint32", "uint32_t"],
      ["int64", "longlong", "long long", "long long int", "signed long long", "signed long long int", "int64", "int64_t"],
      ["uint64", "ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t"],
      ["float32", "float"],
      ["float64", "double"],
    ] as const
  ).flatMap(([type, ...words]) => words.map((word) => [word, type] as const)),
);

/**
 * Reads a NRRD file: encodings raw, gzip and ascii, every scalar type, either byte order, axes in LPS, RAS or LAS.
 * `folder` is where a detached data file may lie; without it (bytes that were dropped on the window) the data must be attached.
 * `asked` is the channel or frame that is read of a file with several values a voxel, which is refused without it.
 * Throws PlainError with the file's name and the field.
 */
export async function readNrrd(fileName: string, bytes: Uint8Array, folder: string | undefined, asked?: Channel): Promise<ImageFile> {
  const header = parseNrrdHeader(fileName, bytes);
  const named = labelsOfNrrd(header);
  const channel = channelOf(asked, named.length > 0);
  const { grid, channels }: { grid: Image["grid"]; channels: NrrdChannels } =
    channel === undefined
      ? { grid: gridOfNrrd(fileName, header), channels: { count: 1, stride: 1, axis: null } }
      : typeof asked === "object"
        ? framesOfNrrd(fileName, header)
        : channelsOfNrrd(fileName, header);
  const type = typeOfNrrd(fileName, header);
  const count = grid.size[0] * grid.size[1] * grid.size[2];
  const detached = header.fields.get("data file");
  const data = detached === undefined ? bytes.subarray(header.dataOffset) : await detachedData(fileName, detached, folder);
  const read = await voxelsOf(fileName, header, data, type, count * channels.count);
  const hasOrientation = header.fields.has("space") && header.fields.has("space directions");
  if (channels.count === 1)
    return { image: { grid, ...read }, hasOrientation, layers: 1, labels: named.map(({ label }) => label), otherLabels: [], notes: [] };
  refuseAbsentChannel(fileName, "sizes", channels.count, channel!);
  return {
    image: { grid, scalarType: read.scalarType, voxels: await voxelsOfChannel(read.voxels, channels, channel!) },
    hasOrientation,
    layers: channels.count,
    labels: named.filter(({ layer }) => layer === channel).map(({ label }) => label),
    otherLabels: named.filter(({ layer }) => layer !== channel),
    notes: [],
  };
}

/** The type of a file's numbers. Throws PlainError where it is none that can be read. */
export function typeOfNrrd(fileName: string, header: NrrdHeader): FileScalarType {
  const word = header.fields.get("type")?.toLowerCase() ?? "";
  const type = types.get(word);
  if (!type) throw new PlainError(`${fileName}: type: "${word}" is no type of number that can be read.`);
  return type;
}

function channelOf(asked: Channel, namesSegments: boolean): number | undefined {
  if (typeof asked === "object") return asked.frame;
  return asked === "segments" ? (namesSegments ? 0 : undefined) : asked;
}

async function voxelsOfChannel(values: VoxelArray, { count, stride }: NrrdChannels, channel: number): Promise<VoxelArray> {
  const voxels = allocateVoxels(scalarTypeOf(values), values.length / count);
  await inChunks(voxels.length, (from, to) => {
    for (let at = from; at < to; at++) {
      const within = at % stride;
      voxels[at] = values[(at - within) * count + channel * stride + within]!;
    }
  });
  return voxels;
}

async function voxelsOf(
  fileName: string,
  header: NrrdHeader,
  data: Uint8Array,
  type: FileScalarType,
  count: number,
): Promise<Omit<Image, "grid">> {
  const encoding = header.fields.get("encoding")?.toLowerCase();
  const lines = skipOf(fileName, header, "line skip");
  const skip = skipOf(fileName, header, "byte skip");
  const bytes = count * bytesOf(type);
  const rest = afterLines(fileName, data, lines);
  if (encoding === "ascii" || encoding === "text" || encoding === "txt") {
    if (type === "int64" || type === "uint64")
      throw new PlainError(`${fileName}: type: 64-bit integers written as text are not read. Save it as raw or gzip.`);
    return asciiVoxels(fileName, rest.subarray(Math.max(0, skip)), type, count);
  }
  const endian = header.fields.get("endian")?.toLowerCase();
  if (bytesOf(type) > 1 && endian !== "little" && endian !== "big") throw new PlainError(`${fileName}: endian: must be little or big.`);
  const unpacked =
    encoding === "raw"
      ? rest
      : encoding === "gzip" || encoding === "gz"
        ? await gunzip(fileName, rest, () => Math.max(0, skip) + bytes)
        : undefined;
  if (!unpacked) throw new PlainError(`${fileName}: encoding: "${encoding ?? ""}" is not read. Save it as raw, gzip or ascii.`);
  // A byte skip of -1 counts back from the end (raw data behind a header of another kind).
  const from = skip === -1 ? Math.max(0, unpacked.length - bytes) : skip;
  return voxelsFromFile(fileName, unpacked.subarray(from), type, count, endian !== "big");
}

function skipOf(fileName: string, header: NrrdHeader, field: string): number {
  if (!header.fields.has(field)) return 0;
  const skip = numbersOf(fileName, header, field)[0]!;
  const encoding = header.fields.get("encoding")?.toLowerCase();
  if (!Number.isInteger(skip) || skip < (field === "byte skip" && encoding === "raw" ? -1 : 0))
    throw new PlainError(`${fileName}: ${field}: ${skip} cannot be used.`);
  return skip;
}

function afterLines(fileName: string, data: Uint8Array, lines: number): Uint8Array {
  let at = 0;
  for (let line = 0; line < lines; line++) {
    const end = data.indexOf(10, at);
    if (end === -1) throw new PlainError(`${fileName}: line skip: the data have fewer than ${lines} lines.`);
    at = end + 1;
  }
  return data.subarray(at);
}

const isInteger: Partial<Record<FileScalarType, readonly [number, number]>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  uint16: [0, 65535],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
};

async function asciiVoxels(
  fileName: string,
  data: Uint8Array,
  type: Exclude<FileScalarType, "int64" | "uint64">,
  count: number,
): Promise<Omit<Image, "grid">> {
  const words = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    .toString("latin1")
    .split(/[\s,]+/)
    .filter((word) => word !== "");
  if (words.length < count)
    throw new PlainError(`${fileName}: the voxels are cut short: ${count} numbers are stated, ${words.length} are there.`);
  const voxels = allocateVoxels(type, count);
  const range = isInteger[type];
  await inChunks(count, (from, to) => {
    for (let at = from; at < to; at++) {
      const word = words[at]!;
      const value = /^[-+]?nan$/i.test(word)
        ? Number.NaN
        : /^[-+]?inf(inity)?$/i.test(word)
          ? word.startsWith("-")
            ? -Infinity
            : Infinity
          : Number(word);
      const isBad = range ? !Number.isInteger(value) || value < range[0] || value > range[1] : Number.isNaN(value) && !/nan/i.test(word);
      if (isBad) throw new PlainError(`${fileName}: number ${at + 1} of the data is no ${type}.`);
      voxels[at] = value;
    }
  });
  return { scalarType: type, voxels };
}

async function detachedData(fileName: string, dataFile: string, folder: string | undefined): Promise<Uint8Array> {
  if (folder === undefined)
    throw new PlainError(
      `${fileName}: data file: the voxels lie in another file. Choose the header by its path, or save both as one .nrrd.`,
    );
  if (/^LIST\b/.test(dataFile) || /%\d*d/.test(dataFile))
    throw new PlainError(`${fileName}: data file: voxels spread over several files are not read. Save it as one .nrrd.`);
  const outside = new PlainError(`${fileName}: data file: must lie in the header's own folder.`);
  if (isAbsolute(dataFile) || dataFile.includes("\0")) throw outside;
  const target = await realpath(join(folder, dataFile)).catch(() => undefined);
  if (target === undefined)
    throw new PlainError(`${fileName}: data file: the file it names is not in the header's folder. Put both side by side.`);
  const home = await realpath(folder);
  if (dirname(target) !== home && !target.startsWith(home.endsWith(sep) ? home : home + sep)) throw outside;
  return readRegularFile(target);
}
