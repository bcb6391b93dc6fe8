import { expect, test } from "vitest";
import type { PostStep } from "#shared/domain/bundle/output.ts";
import { postProcess } from "../../../../../src-main/services/models/volumes/postProcess.ts";

const grid = { size: [7, 5, 1], spacingMm: [1, 2, 3] } as const;

/** A slice drawn as text: a digit a voxel. */
const drawn = (text: string) => Uint16Array.from(text.replaceAll(/\s/g, ""), Number);

function after(text: string, ...steps: PostStep[]): Uint16Array {
  const labels = drawn(text);
  postProcess(labels, grid, { steps, sliceAxis: 2 });
  return labels;
}

const start = `
  1110020
  1010002
  1110000
  0000000
  2000011`;

test("the largest piece of each label, or of all together", () => {
  const labels = [1, 2];
  expect(after(start, { kind: "largestComponent", labels, together: false, connectivity: 26 })).toEqual(
    drawn("1110020 1010002 1110000 0000000 0000000"),
  );
  expect(after(start, { kind: "largestComponent", labels, together: true, connectivity: 6 })).toEqual(
    drawn("1110000 1010000 1110000 0000000 0000000"),
  );
});

test("pieces below a volume go: a voxel has 6 mm3", () => {
  expect(after(start, { kind: "minimumVolume", labels: [1, 2], mm3: 12, connectivity: 6 })).toEqual(
    drawn("1110000 1010000 1110000 0000000 0000011"),
  );
});

test("borders move by millimetres, along each axis by its spacing, over background only", () => {
  expect(after(start, { kind: "dilate", labels: [1], mm: 1 })).toEqual(drawn("1111020 1111002 1111000 0000000 2000111"));
  expect(after("1111100 1111100 1111100 1111100 0000000", { kind: "erode", labels: [1], mm: 2 })).toEqual(
    drawn("1110000 1110000 1110000 0000000 0000000"),
  );
});

test("holes are filled in space", () => {
  const size = [3, 3, 3] as const;
  const labels = new Uint16Array(27).fill(4);
  labels[13] = 0;
  postProcess(labels, { size, spacingMm: [1, 1, 1] }, { steps: [{ kind: "fillHoles", labels: [4] }], sliceAxis: 2 });
  expect(labels[13]).toBe(4);
  labels[13] = 0;
  labels[4] = 0;
  postProcess(labels, { size, spacingMm: [1, 1, 1] }, { steps: [{ kind: "fillHoles", labels: [4] }], sliceAxis: 2 });
  expect(labels[13]).toBe(0);
});

test("the largest piece of each slice, across the axis on which slices lie", () => {
  // Two slices along k: each has its own largest piece, touching at a corner or not.
  const size = [5, 2, 2] as const;
  const inSlices = (connectivity: 4 | 8, sliceAxis: 0 | 1 | 2, text: string) => {
    const labels = drawn(text);
    postProcess(
      labels,
      { size, spacingMm: [1, 1, 1] },
      {
        steps: [{ kind: "largestInSlice", labels: [1], together: false, connectivity }],
        sliceAxis,
      },
    );
    return labels;
  };
  const text = "11011 00001   10110 01000";
  expect(inSlices(4, 2, text)).toEqual(drawn("00011 00001   00110 00000"));
  expect(inSlices(8, 2, text)).toEqual(drawn("00011 00001   10110 01000"));
  // Across j the first slice has the rows 11011 (k = 0) and 10110 (k = 1), the second 00001 and 01000.
  expect(inSlices(4, 1, text)).toEqual(drawn("00011 00001   00110 00000"));
});
