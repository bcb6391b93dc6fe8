import { assert, double, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { voxelToPatient, type Direction, type Vector3 } from "#shared/domain/geometry.ts";
import { ellipseVoxels } from "#shared/domain/measure/ellipseVoxels.ts";
import type { MeasurePlace } from "#shared/domain/measure/measure.ts";
import { measureValues } from "#shared/domain/measure/measureValues.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import { volumeOf } from "../../../src-renderer/volumeOf.ts";

const size = { columns: 24, rows: 20, slices: 9 } as const;
const image = (part: Partial<Volume> = {}) => volumeOf({ ...size, spacingMm: [1.5, 0.75, 4], originMm: [-20, 5, 100], ...part });

/** Voxels as "i,j,k", in no order that matters. */
function found(volume: Volume, place: MeasurePlace): string[] {
  return [...ellipseVoxels(volume, place)]
    .flatMap(([k, indices]) => indices.map((index) => `${index % volume.columns},${Math.floor(index / volume.columns)},${k}`))
    .toSorted();
}

/** The same by another way: every voxel of the volume, turned into the ellipse's own axes by its angle. */
function bruteForce(
  volume: Volume,
  inPlane: (place: Vector3) => readonly [number, number],
  k: number,
  [x0, y0, a, b, angle]: readonly number[],
): string[] {
  const inside: string[] = [];
  for (let j = 0; j < volume.rows; j++) {
    for (let i = 0; i < volume.columns; i++) {
      const [x, y] = inPlane(voxelToPatient(gridOf(volume), [i, j, k]));
      const [dx, dy] = [x - x0!, y - y0!];
      const along = dx * Math.cos(angle!) + dy * Math.sin(angle!);
      const across = -dx * Math.sin(angle!) + dy * Math.cos(angle!);
      if (along ** 2 / a! ** 2 + across ** 2 / b! ** 2 <= 1) inside.push(`${i},${j},${k}`);
    }
  }
  return inside.toSorted();
}

const shapes = record({
  x: double({ min: -25, max: 20, noNaN: true }),
  y: double({ min: 0, max: 25, noNaN: true }),
  a: double({ min: 0.5, max: 15, noNaN: true }),
  b: double({ min: 0.5, max: 15, noNaN: true }),
  angle: double({ min: 0, max: 3.1, noNaN: true }),
});

describe("the voxels in an ellipse", () => {
  test("by hand: a circle of 1 mm about a voxel holds it and its four neighbours, one a little smaller the voxel alone", () => {
    const volume = volumeOf({ columns: 5, rows: 5, spacingMm: [1, 1, 5], originMm: [0, 0, 0] });
    const circle = (radius: number): MeasurePlace => ({
      volumeId: "volume",
      kind: "ellipse",
      plane: "acquisition",
      sliceIndex: 2,
      points: [
        [2, 2, 10],
        [2 + radius, 2, 10],
        [2, 2 + radius, 10],
      ],
    });
    expect(found(volume, circle(1))).toEqual(["1,2,2", "2,1,2", "2,2,2", "2,3,2", "3,2,2"]);
    expect(found(volume, circle(0.999))).toEqual(["2,2,2"]);
    const voxels = Float32Array.from({ length: 25 }, (_, at) => at);
    // 7, 11, 12, 13 and 17: mean 12, squares 25 + 1 + 0 + 1 + 25 over 5.
    expect(measureValues(volume, "CT", circle(1), () => voxels)).toMatchObject({
      area: Math.PI,
      unit: "mm",
      greyUnit: "HU",
      statistics: { n: 5, padded: 0, mean: 12, deviation: Math.sqrt(52 / 5), minimum: 7, maximum: 17 },
    });
  });

  test("are those that a search of the whole slice finds, also partly outside the image", () => {
    const volume = image();
    assert(
      property(shapes, ({ x, y, a, b, angle }) => {
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        const place: MeasurePlace = {
          volumeId: "volume",
          kind: "ellipse",
          plane: "acquisition",
          sliceIndex: 3,
          points: [
            [x, y, 112],
            [x + a * c, y + a * s, 112],
            [x - b * s, y + b * c, 112],
          ],
        };
        expect(found(volume, place)).toEqual(bruteForce(volume, ([px, py]) => [px, py], 3, [x, y, a, b, angle]));
      }),
    );
  });

  test("in a coronal reformat are the row of voxels that the plane lies in", () => {
    const volume = image();
    // Row 7 lies at y = 10.25; the plane a third of a pixel beside it.
    const y = 10.25 + 0.25;
    const place: MeasurePlace = {
      volumeId: "volume",
      kind: "ellipse",
      plane: "coronal",
      sliceIndex: null,
      points: [
        [-5, y, 115],
        [3, y, 115],
        [-5, y, 124],
      ],
    };
    const expected: string[] = [];
    for (let k = 0; k < size.slices; k++)
      for (let i = 0; i < size.columns; i++) {
        const [x, z] = [-20 + 1.5 * i, 100 + 4 * k];
        if (((x + 5) / 8) ** 2 + ((z - 115) / 9) ** 2 <= 1) expected.push(`${i},7,${k}`);
      }
    expect(found(volume, place)).toEqual(expected.toSorted());
    expect(expected.length).toBeGreaterThan(20);
  });

  test("of a tilted volume in a reformat: one voxel a column of the grid, none farther from the plane than half a voxel", () => {
    const tilt = 0.3;
    const direction: Direction = [1, 0, 0, 0, Math.cos(tilt), -Math.sin(tilt), 0, Math.sin(tilt), Math.cos(tilt)];
    const volume = image({ direction: [...direction] });
    const z = 118;
    const place: MeasurePlace = {
      volumeId: "volume",
      kind: "ellipse",
      plane: "axial",
      sliceIndex: null,
      points: [
        [-5, 8, z],
        [4, 8, z],
        [-5, 14, z],
      ],
    };
    const expected: string[] = [];
    for (let k = 0; k < size.slices; k++)
      for (let j = 0; j < size.rows; j++)
        for (let i = 0; i < size.columns; i++) {
          const [x, y, height] = voxelToPatient(gridOf(volume), [i, j, k]);
          // The grid's third axis is the nearest to the plane's normal: its steps rise by 4 mm times the cosine.
          const isNearest = Math.abs(height - z) < 2 * Math.cos(tilt);
          if (isNearest && ((x + 5) / 9) ** 2 + ((y - 8) / 6) ** 2 <= 1) expected.push(`${i},${j},${k}`);
        }
    expect(found(volume, place)).toEqual(expected.toSorted());
    expect(expected.length).toBeGreaterThan(20);
  });

  test("values that only fill the picture up are left out and counted; without voxels there are no statistics", () => {
    const volume = image({ padding: [-2000, -1000] });
    const place: MeasurePlace = {
      volumeId: "volume",
      kind: "ellipse",
      plane: "acquisition",
      sliceIndex: 0,
      points: [
        [-2, 12, 100],
        [1, 12, 100],
        [-2, 14, 100],
      ],
    };
    const voxels = new Int16Array(size.columns * size.rows).fill(40);
    const count = found(volume, place).length;
    const [first] = ellipseVoxels(volume, place).get(0)!;
    voxels[first!] = -1500;
    expect(measureValues(volume, "CT", place, () => voxels)).toMatchObject({
      statistics: { n: count - 1, padded: 1, mean: 40, deviation: 0, minimum: 40, maximum: 40 },
    });
    expect(measureValues(volume, "CT", place, () => null)).toMatchObject({ statistics: null });
  });
});
