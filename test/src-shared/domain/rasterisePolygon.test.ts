import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDicom } from "dicom-parser";
import { assert, double, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { patientToVoxel, type Vector3 } from "#shared/domain/geometry.ts";
import { rasterisePolygon, type SlicePoint } from "#shared/domain/rasterisePolygon.ts";
import { readImageFile } from "../../../src-main/services/imagefiles/index.ts";
import { noSharedData, unpackArchive } from "../../sharedData.ts";

/** The closed contours of the first ROI of an RTSTRUCT: points in LPS, mm (PS3.3 C.8.8.6). */
function contoursOf(path: string): Vector3[][] {
  const roi = parseDicom(readFileSync(path)).elements["x30060039"]!.items![0]!.dataSet!;
  return roi.elements["x30060040"]!.items!.map(({ dataSet }) => {
    const numbers = dataSet!.string("x30060050")!.split("\\").map(Number);
    return Array.from({ length: numbers.length / 3 }, (_, at): Vector3 => [numbers[3 * at]!, numbers[3 * at + 1]!, numbers[3 * at + 2]!]);
  });
}

describe.skipIf(noSharedData)("the contours of an RTSTRUCT against the mask that IBSI made of them", () => {
  test.each(["ibsi_STS_001", "ibsi_STS_004"])("%s: every voxel is the same", async (name) => {
    const folder = unpackArchive("dicom", `${name}.tar.xz`);
    const mask = await readImageFile(join(folder, "nifti", "MR_T1_mask.nii.gz"));
    const [columns, rows] = mask.grid.size;
    const drawn = new Uint8Array(mask.voxels.length);
    for (const contour of contoursOf(join(folder, "MR_T1", "rtstruct", "RS.dcm"))) {
      const points = contour.map((point) => patientToVoxel(mask.grid, point));
      const slice = Math.round(points[0]![2]);
      const inside = rasterisePolygon(
        points.map(([x, y]): SlicePoint => [x, y]),
        columns,
        rows,
      );
      // Even-odd over all contours of a slice: one within another is a hole.
      for (const [index, value] of inside.entries()) drawn[slice * columns * rows + index]! ^= value;
    }
    const different = drawn.reduce((count, value, index) => count + Number(value !== mask.voxels[index]), 0);
    console.info(`${name}: ${drawn.reduce((sum, value) => sum + value, 0)} voxels drawn, ${different} differ from the mask`);
    expect(different).toBe(0);
  });
});

const picture = (mask: Uint8Array, columns: number) =>
  Array.from({ length: mask.length / columns }, (_, row) =>
    [...mask.subarray(row * columns, (row + 1) * columns)].map((value) => ".#"[value]).join(""),
  );

describe("rasterisePolygon", () => {
  test("a square takes the pixels whose centres it encloses; those on its left and upper edges, not on the others", () => {
    expect(
      picture(
        rasterisePolygon(
          [
            [0.5, 0.5],
            [3.5, 0.5],
            [3.5, 2.5],
            [0.5, 2.5],
          ],
          5,
          4,
        ),
        5,
      ),
    ).toEqual([".....", ".###.", ".###.", "....."]);
    expect(
      picture(
        rasterisePolygon(
          [
            [1, 1],
            [3, 1],
            [3, 3],
            [1, 3],
          ],
          5,
          4,
        ),
        5,
      ),
    ).toEqual([".....", ".##..", ".##..", "....."]);
  });

  test("a pentagram drawn in one line has a hole in its middle", () => {
    const star = [0, 2, 4, 1, 3].map((corner): SlicePoint => [
      10 + 9 * Math.sin((corner * 2 * Math.PI) / 5),
      10 - 9 * Math.cos((corner * 2 * Math.PI) / 5),
    ]);
    const mask = rasterisePolygon(star, 21, 21);
    expect(mask[10 * 21 + 10]).toBe(0);
    expect(mask[4 * 21 + 10]).toBe(1);
  });

  test("what lies outside the slice is left away; fewer than three points enclose nothing", () => {
    expect(
      rasterisePolygon(
        [
          [-100, -100],
          [100, -100],
          [100, 100],
          [-100, 100],
        ],
        4,
        3,
      ).every((value) => value === 1),
    ).toBe(true);
    expect(
      rasterisePolygon(
        [
          [0, 0],
          [3, 3],
        ],
        4,
        4,
      ).some((value) => value === 1),
    ).toBe(false);
  });

  test("two polygons that share an edge tile what they cover: no pixel twice, none left out (property)", () => {
    const coordinate = integer({ min: 0, max: 12 });
    assert(
      property(coordinate, coordinate, coordinate, coordinate, (x0, y0, x1, y1) => {
        // A line through the middle of a square parts it in two.
        const from: SlicePoint = [x0, 0];
        const to: SlicePoint = [x1, 12];
        const left = rasterisePolygon([[0, 0], from, [(x0 + x1) / 2, 3 + (y0 + y1) / 4], to, [0, 12]], 13, 13);
        const right = rasterisePolygon([from, [12, 0], [12, 12], to, [(x0 + x1) / 2, 3 + (y0 + y1) / 4]], 13, 13);
        const whole = rasterisePolygon(
          [
            [0, 0],
            [12, 0],
            [12, 12],
            [0, 12],
          ],
          13,
          13,
        );
        expect(left.map((value, index) => value + right[index]!)).toEqual(whole);
      }),
    );
  });

  test("a circle's pixels are those whose centres lie in it (property)", () => {
    const real = (min: number, max: number) => double({ min, max, noNaN: true });
    assert(
      property(real(5, 15), real(5, 15), real(0.5, 8), (x, y, radius) => {
        const corners = 720;
        const mask = rasterisePolygon(
          Array.from({ length: corners }, (_, at): SlicePoint => [
            x + radius * Math.cos((at * 2 * Math.PI) / corners),
            y + radius * Math.sin((at * 2 * Math.PI) / corners),
          ]),
          24,
          24,
        );
        for (const [index, value] of mask.entries()) {
          const distance = Math.hypot((index % 24) - x, Math.floor(index / 24) - y);
          const truth = distance < radius * Math.cos(Math.PI / corners) ? 1 : distance > radius ? 0 : value;
          expect(value).toBe(truth);
        }
      }),
    );
  });
});
