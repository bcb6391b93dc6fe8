import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { drawGradePicture } from "../../../../src-main/services/sample/index.ts";

const file = (grade: number) =>
  readFileSync(new URL(`../../../../src-renderer/forms/gradePictures/mercuri-modified-0-5.${grade}.png`, import.meta.url));

/** The grey pixels of a PNG without filters, whose only data chunk follows its header (W3C PNG 3). */
function pixelsOf(png: Buffer): { columns: number; rows: number; pixels: Uint8Array } {
  const [columns, rows] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const data = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)));
  const pixels = Uint8Array.from(
    { length: columns * rows },
    (_, at) => data[Math.floor(at / columns) * (columns + 1) + 1 + (at % columns)]!,
  );
  return { columns, rows, pixels };
}

test.each([
  // The wording of the scale; 1 is "punctate", 5 "the whole muscle".
  [0, 0, 0],
  [1, 0.01, 0.1],
  [2, 0.1, 0.3],
  [3, 0.3, 0.6],
  [4, 0.6, 0.9],
  [5, 0.9, 1],
] as const)("grade %i is what its wording says, and the picture that comes with the program is the one drawn", (grade, low, high) => {
  const { columns, rows, pixels, inside, t1 } = drawGradePicture(grade);
  const muscle = [...inside.keys()].filter((at) => inside[at] === 1);
  // Signal of muscle 285, of fat 1000: two fifths of the way to fat.
  const fat = muscle.filter((at) => (t1[at]! - 285) / (1000 - 285) > 0.4).length / muscle.length;
  expect([fat >= low, fat <= high]).toEqual([true, true]);
  expect(muscle.length).toBeGreaterThan(pixels.length / 4);
  const kept = pixelsOf(file(grade));
  expect([kept.columns, kept.rows, Buffer.compare(kept.pixels, pixels)]).toEqual([columns, rows, 0]);
});
