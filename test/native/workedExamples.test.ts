import { describe, expect, it } from "vitest";
import { extractMatrices } from "../../src-main/services/radiomics/index.ts";
import { makeImage, makeMask } from "../src-main/services/radiomics/makeImage.ts";
import { featuresOf } from "../src-main/services/radiomics/featuresOf.ts";

/**
 * Small images whose matrices can be counted by hand: the worked examples of the PyRadiomics documentation ("Radiomic Features"), one slice each.
 */
const cooccurrence = [
  [1, 2, 5, 2, 3],
  [3, 2, 1, 3, 1],
  [1, 3, 5, 5, 2],
  [1, 1, 1, 1, 2],
  [1, 2, 4, 3, 5],
];
const runsAndZones = [
  [5, 2, 5, 4, 4],
  [3, 3, 3, 1, 3],
  [2, 1, 1, 1, 3],
  [4, 2, 2, 2, 3],
  [3, 5, 3, 3, 2],
];
const tones = [
  [1, 2, 5, 2],
  [3, 5, 1, 3],
  [1, 3, 5, 5],
  [3, 1, 1, 1],
];

async function matricesOf(rows: number[][]) {
  const size = [rows[0]!.length, rows.length, 1] as const;
  return extractMatrices(
    makeImage(size, Int16Array.from(rows.flat())),
    makeMask(size, () => true),
    { binWidth: 1 },
  );
}

/** Entries as a matrix whose rows are levels 1 to 5. */
function dense(entries: Array<[number, number, number]>, columns: number): number[][] {
  const matrix = Array.from({ length: 5 }, () => Array.from({ length: columns }, () => 0));
  for (const [level, size, count] of entries) matrix[level - 1]![size - 1] = count;
  return matrix;
}

describe("matrices counted by hand", () => {
  it("co-occurrence along rows, symmetrical, distance 1", async () => {
    const { glcm } = await matricesOf(cooccurrence);
    // One of the four directions of the slice; counts are probabilities times the 40 pairs counted both ways.
    const counts = glcm.map((entries) =>
      dense(
        entries.map(([i, j, p]) => [i, j, Math.round(p * 40)]),
        5,
      ),
    );
    expect(glcm.length).toBe(4);
    expect(counts).toContainEqual([
      [6, 4, 3, 0, 0],
      [4, 0, 2, 1, 3],
      [3, 2, 0, 1, 2],
      [0, 1, 1, 0, 0],
      [0, 3, 2, 0, 2],
    ]);
  });

  it("runs along rows", async () => {
    const { glrlm } = await matricesOf(runsAndZones);
    expect(glrlm.map((entries) => dense(entries, 5))).toContainEqual([
      [1, 0, 1, 0, 0],
      [3, 0, 1, 0, 0],
      [4, 1, 1, 0, 0],
      [1, 1, 0, 0, 0],
      [3, 0, 0, 0, 0],
    ]);
  });

  it("zones of eight neighbours", async () => {
    const { glszm } = await matricesOf(runsAndZones);
    expect(dense(glszm[0]!, 5)).toEqual([
      [0, 0, 0, 1, 0],
      [1, 0, 0, 0, 1],
      [1, 0, 1, 0, 1],
      [1, 1, 0, 0, 0],
      [3, 0, 0, 0, 0],
    ]);
  });

  it("dependences of eight neighbours, equal levels only", async () => {
    const { gldm } = await matricesOf(runsAndZones);
    expect(dense(gldm[0]!, 4)).toEqual([
      [0, 1, 2, 1],
      [1, 2, 3, 0],
      [1, 4, 4, 0],
      [1, 2, 0, 0],
      [3, 0, 0, 0],
    ]);
  });

  it("grey tone differences of eight neighbours", async () => {
    const { ngtdm } = await matricesOf(tones);
    // s(1) = |1 - 10/3| + |1 - 30/8| + |1 - 15/5| + |1 - 13/5| + |1 - 15/5| + |1 - 11/3|, and so on for every voxel.
    const s1 = 7 / 3 + 22 / 8 + 2 + 8 / 5 + 2 + 8 / 3;
    const s2 = Math.abs(2 - 15 / 5) + Math.abs(2 - 9 / 3);
    const s3 = Math.abs(3 - 12 / 5) + Math.abs(3 - 18 / 5) + Math.abs(3 - 20 / 8) + Math.abs(3 - 5 / 3);
    const s5 = Math.abs(5 - 13 / 5) + Math.abs(5 - 21 / 8) + Math.abs(5 - 20 / 8) + Math.abs(5 - 11 / 5);
    expect(ngtdm[0]).toEqual(
      [
        [6, s1, 1],
        [2, s2, 2],
        [4, s3, 3],
        [4, s5, 5],
      ].map(([n, s, i]) => [n, expect.closeTo(s!, 12), i]),
    );
  });
});

describe("shapes measured by hand", () => {
  const valueOf = async (inside: (i: number, j: number, k: number) => boolean, spacing: readonly [number, number, number]) => {
    const size = [8, 8, 8] as const;
    const features = await featuresOf(makeImage(size, new Float32Array(512), spacing), makeMask(size, inside, spacing), {
      featureClass: { shape: null },
      minimumROIDimensions: 1,
    });
    return (name: string) => features.find((feature) => feature.name === `original_shape_${name}`)!.value!;
  };

  it("two voxels in a row: an octahedron stretched by one voxel", async () => {
    const [a, b, c] = [2, 3, 5] as const; // mm
    const value = await valueOf((i, j, k) => (i === 3 || i === 4) && j === 3 && k === 3, [a, b, c]);
    // The surface meets the middles of the edges to the neighbours: two half octahedra a/2 deep on a rhombus with diagonals b and c, and a prism of length a.
    const rhombus = (b * c) / 2;
    expect(value("MeshVolume")).toBeCloseTo(2 * ((rhombus * (a / 2)) / 3) + rhombus * a, 12);
    const cap = 4 * 0.5 * Math.sqrt(((b / 2) * (c / 2)) ** 2 + ((a / 2) * (c / 2)) ** 2 + ((a / 2) * (b / 2)) ** 2);
    expect(value("SurfaceArea")).toBeCloseTo(2 * cap + 4 * Math.hypot(b / 2, c / 2) * a, 12);
    expect(value("VoxelVolume")).toBe(60);
    expect(value("Maximum3DDiameter")).toBeCloseTo(Math.max(2 * a, Math.hypot(a, c)), 12);
    expect(value("Maximum2DDiameterSlice")).toBeCloseTo(Math.max(2 * a, Math.hypot(a, b)), 12);
    expect(value("Maximum2DDiameterRow")).toBeCloseTo(c, 12);
    // Two points at a distance a: variance (a / 2)^2, so that the axis is 4 a / 2 long.
    expect(value("MajorAxisLength")).toBeCloseTo(2 * a, 12);
    expect(value("Elongation")).toBe(0);
  });

  it("a ball comes close to a ball", async () => {
    const size = [64, 64, 64] as const;
    const mask = makeMask(size, (i, j, k) => Math.hypot(i - 31.5, j - 31.5, k - 31.5) <= 28);
    const features = await featuresOf(makeImage(size, new Int8Array(64 ** 3)), mask, { featureClass: { shape: null } });
    const value = (name: string) => features.find((feature) => feature.name === `original_shape_${name}`)!.value!;
    expect(value("MeshVolume") / ((4 / 3) * Math.PI * 28 ** 3)).toBeCloseTo(1, 2);
    expect(value("Maximum3DDiameter")).toBeCloseTo(56, -0.3);
    expect(value("Elongation")).toBeCloseTo(1, 12);
    // Axis of a full ball: 4 sqrt(r^2 / 5).
    expect(value("MajorAxisLength") / (4 * Math.sqrt(28 ** 2 / 5))).toBeCloseTo(1, 2);
  });
});
