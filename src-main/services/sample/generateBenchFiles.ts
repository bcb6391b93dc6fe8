import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { noise3 } from "./noise.ts";
import { createRandom, type Random } from "./random.ts";
import { sampleParameters, type SampleSeries, type SampleStudy } from "./sampleParameters.ts";
import { writeInstance } from "./writeInstance.ts";

const side = 256;
/** Two digits for the number of an instance: every file of a series then has the same length and layout. */
const filesASeries = 96;
const seriesAStudy = 5;
/** Height of the first slice, mm: four digits for the whole series. */
const firstHeightMm = 1000;

/**
 * Writes `count` single-frame MR files (256 x 256, 16 bit allocated, 96 a series, 5 series a study) with UIDs and pixels of their own into a folder, which must
 * exist: for the benches. dcmjs writes the first of each series; in the others the UID, the number, the position and the pixels are
 * exchanged in place, which is
 * faster. About 0.13 MB a file.
 */
export async function generateBenchFiles(folder: string, count: number): Promise<void> {
  const { seed } = sampleParameters();
  const random = createRandom(seed, "bench");
  const picture = benchPicture();
  for (let start = 0; start < count; start += filesASeries) {
    const { template, uid } = benchTemplate(seed, start / filesASeries);
    for (let k = 0; k < Math.min(filesASeries, count - start); k++) {
      const bytes = Buffer.from(template);
      const ownUid = uid.slice(0, -2) + String(k).padStart(2, "0");
      exchange(bytes, 0x0002, 0x0003, ownUid);
      exchange(bytes, 0x0008, 0x0018, ownUid);
      exchange(bytes, 0x0020, 0x0013, String(k + 1));
      exchange(bytes, 0x0020, 0x0032, `-128\\-128\\${firstHeightMm + k}`);
      exchange(bytes, 0x0020, 0x1041, String(k));
      bytes.set(noisy(picture, random), bytes.length - picture.byteLength);
      await writeFile(join(folder, `bench-${String(start + k).padStart(6, "0")}.dcm`), bytes);
    }
  }
}

/** The first file of a series, its UID ending in 00. */
function benchTemplate(seed: number, series: number): { template: Uint8Array; uid: string } {
  const model = sampleParameters().studies[0]!;
  const number = Math.floor(series / seriesAStudy);
  const study: SampleStudy = {
    ...model,
    key: `bench study ${number}`,
    patientName: `Bench^${number}`,
    patientId: `BENCH-${number}`,
    accessionNumber: `BENCH-${number}`,
    description: "Bench (synthetic)",
  };
  const own: SampleSeries = {
    ...model.series[0]!,
    key: `bench series ${series}`,
    number: (series % seriesAStudy) + 1,
    description: `Bench series ${series}`,
  };
  const grid = {
    size: [side, side, 1],
    spacingMm: [1, 1, 1],
    originMm: [-128, -128, firstHeightMm],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  } as const;
  const template = writeInstance({
    seed,
    study,
    series: own,
    grid,
    sliceThicknessMm: 1,
    sliceIndex: 0,
    pixels: new Uint16Array(side * side),
  });
  const bytes = Buffer.from(template);
  const [from, length] = find(bytes, 0x0008, 0x0018);
  return { template, uid: bytes.toString("latin1", from, from + length).replace(/\0$/, "") };
}

/** Where the value of a string element lies: explicit VR, little endian, 16-bit length (PS3.5 7.1.2). */
function find(bytes: Buffer, group: number, element: number): readonly [from: number, length: number] {
  const tag = Buffer.from([group & 255, group >> 8, element & 255, element >> 8]);
  const at = bytes.indexOf(tag, 132);
  return [at + 8, bytes.readUInt16LE(at + 6)];
}

/** Puts another text of at most the same length into an element, padded as its kind asks. */
function exchange(bytes: Buffer, group: number, element: number, value: string): void {
  const [from, length] = find(bytes, group, element);
  const isUid = bytes.toString("latin1", from - 4, from - 2) === "UI";
  if (value.length > length) throw new RangeError("the bench's template has no room for this value");
  bytes.write(value.padEnd(length, isUid ? "\0" : " "), from, length, "latin1");
}

/** The picture with six random bits added to every pixel, as bytes. */
function noisy(picture: Uint16Array, random: Random): Uint8Array {
  const pixels = new Uint16Array(picture);
  for (let n = 0; n < pixels.length; n += 4) {
    const bits = random.bits();
    pixels[n]! += bits & 63;
    pixels[n + 1]! += (bits >>> 8) & 63;
    pixels[n + 2]! += (bits >>> 16) & 63;
    pixels[n + 3]! += bits >>> 26;
  }
  return new Uint8Array(pixels.buffer);
}

function benchPicture(): Uint16Array {
  const picture = new Uint16Array(side * side);
  for (let j = 0; j < side; j++) {
    for (let i = 0; i < side; i++) {
      const x = i - side / 2,
        y = j - side / 2;
      picture[j * side + i] = x * x + y * y < 12_000 ? Math.round(900 + 500 * noise3(i / 20, j / 20, 0.5, 1)) : 20;
    }
  }
  return picture;
}
