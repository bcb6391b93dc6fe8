import { describe, expect, it } from "vitest";
import { paintLine } from "../../../src-renderer/drawing/brush.ts";

function blank(columns: number, rows: number, spacingMm: readonly [number, number] = [1, 1]) {
  return { labels: new Uint8Array(columns * rows), columns, rows, spacingMm };
}

function picture({ labels, columns }: { labels: Uint8Array; columns: number }): string[] {
  return Array.from({ length: labels.length / columns }, (_, row) =>
    [...labels.subarray(row * columns, (row + 1) * columns)].map((label) => (label ? String(label) : ".")).join(""),
  );
}

const anywhere = () => true;

describe("paintLine", () => {
  it("paints the voxels whose centre is within the radius", () => {
    const slice = blank(7, 7);
    const box = paintLine(slice, [3, 3], [3, 3], 2, 1, anywhere);
    expect(picture(slice)).toEqual([".......", "...1...", "..111..", ".11111.", "..111..", "...1...", "......."]);
    expect(box).toEqual({ firstColumn: 1, lastColumn: 5, firstRow: 1, lastRow: 5 });
  });

  it("is round in millimetres where voxels are not square", () => {
    const slice = blank(9, 5, [1, 2]);
    paintLine(slice, [4, 2], [4, 2], 3, 1, anywhere);
    // One row up is 2 mm: half a chord of sqrt(9 - 4) = 2.2 mm.
    expect(picture(slice)).toEqual([".........", "..11111..", ".1111111.", "..11111..", "........."]);
  });

  it("leaves no gap in a quick stroke", () => {
    const slice = blank(12, 3);
    paintLine(slice, [1, 1], [10, 1], 0.4, 1, anywhere);
    expect(picture(slice)).toEqual(["............", ".1111111111.", "............"]);
  });

  it("paints the voxel under a brush smaller than a voxel", () => {
    const slice = blank(3, 3);
    paintLine(slice, [1.4, 0.6], [1.4, 0.6], 0.1, 5, anywhere);
    expect(picture(slice)).toEqual(["...", ".5.", "..."]);
  });

  it("stays inside the slice and says where nothing changed", () => {
    const slice = blank(3, 3);
    expect(paintLine(slice, [-5, -5], [-4, -5], 2, 1, anywhere)).toBeNull();
    paintLine(slice, [-1, 1], [-1, 1], 1, 1, anywhere);
    expect(picture(slice)).toEqual(["...", "1..", "..."]);
    expect(paintLine(slice, [0, 1], [0, 1], 0.5, 1, anywhere)).toBeNull();
  });

  it("asks for each voxel", () => {
    const slice = blank(5, 1);
    paintLine(slice, [2, 0], [2, 0], 2, 1, (index) => index % 2 === 0);
    expect(picture(slice)).toEqual(["1.1.1"]);
  });
});
