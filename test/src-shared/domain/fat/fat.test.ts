import { expect, test } from "vitest";
import {
  backgroundMedian,
  fractionOfFatAndWater,
  fractionOfPhases,
  medianOf,
  noiseOfBackground,
} from "#shared/domain/fat/dixonFraction.ts";
import { findFatRole } from "#shared/domain/fat/fatRoles.ts";
import { judgeSwap, rimOf, swapInWords } from "#shared/domain/fat/fatSwap.ts";
import { segmentVolume } from "#shared/domain/fat/sectionArea.ts";
import { identityDirection, voxelToPatient, type Grid } from "#shared/domain/geometry.ts";
import { linearSampler } from "#shared/domain/linearSampler.ts";
import { createRandom } from "#shared/statistics/random.ts";

test("fractions by hand; from phases they are right to 50 % and mirrored above", () => {
  expect(fractionOfFatAndWater(30, 90)).toBe(0.25);
  for (const fat of [0, 10, 25, 50]) expect(fractionOfPhases(100, Math.abs(100 - 2 * fat))).toBeCloseTo(fat / 100, 12);
  expect(fractionOfPhases(100, Math.abs(20 - 80))).toBeCloseTo(0.2, 12);
});

test("the noise of a background of magnitudes is that of their two normal parts", () => {
  const random = createRandom(1);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const columns = 64;
  const slice = Float64Array.from({ length: columns * columns }, () => Math.hypot(13 * normal(), 13 * normal()));
  // The body reaches into three of the corners.
  for (let at = 0; at < slice.length; at++) if (at % columns >= 32 || at >= columns * 32) slice[at]! += 500;
  expect(noiseOfBackground(medianOf(slice.filter((value) => value < 250)))).toBeCloseTo(13, 0);
  expect(backgroundMedian(slice, columns, columns)).toBeLessThan(30);
  expect(Number.isNaN(backgroundMedian(new Float64Array(16).fill(Number.NaN), 4, 4))).toBe(true);
});

test("the rim lies 3 to 7 mm inside the first tissue of 15 mm; narrower things are passed", () => {
  // One row of 1 mm: a wire at 5, the body from 20 to 79.
  const signal = Array.from({ length: 100 }, (_, at) => (at === 5 || (at >= 20 && at < 80) ? 100 : 0));
  expect(rimOf(signal, { columns: 100, rows: 1, columnMm: 1 }, 50)).toEqual({ left: [23, 24, 25, 26, 27], right: [76, 75, 74, 73, 72] });
});

test("a swap is suspected where the rim is no fat and the muscle is; a fatty muscle under a rim of fat is none", () => {
  const rim = (value: number) => Array.from({ length: 30 }, () => value);
  const healthy = { sliceIndex: 0, half: "left", rim: rim(0.95), drawn: 0.06 } as const;
  const fatty = { sliceIndex: 0, half: "right", rim: rim(0.93), drawn: 0.97 } as const;
  expect(swapInWords(judgeSwap([healthy, fatty]))).toEqual([]);
  const swapped = { sliceIndex: 3, half: "right", rim: rim(0.05), drawn: 0.94 } as const;
  expect(judgeSwap([healthy, swapped]).suspected).toEqual([{ sliceIndex: 3, half: "right" }]);
  expect(swapInWords(judgeSwap([healthy, swapped]))[0]).toContain("exchanged on the image's right half (slice 4)");
  expect(swapInWords(judgeSwap([swapped]))[0]).toMatch(/^Fat and water may be exchanged:/);
  expect(swapInWords(judgeSwap([{ ...swapped, drawn: 0.04 }]))[0]).toContain("cannot be told");
  expect(swapInWords(judgeSwap([{ ...swapped, rim: [] }]))[0]).toContain("not checked");
});

const grid: Grid = { size: [10, 10, 6], spacingMm: [1.5, 2, 10], originMm: [0, 0, 0], direction: identityDirection };
const volume = {
  ...grid,
  columns: 10,
  rows: 10,
  slices: 6,
  hasPatientGeometry: true,
  isRegular: true,
} as unknown as Parameters<typeof segmentVolume>[0];

test("a volume is that of neighbouring slices, else why there is none", () => {
  const of = (pairs: Array<[number, number]>, other = {}) =>
    segmentVolume({ ...volume, originMm: [0, 0, 0], direction: [...identityDirection], spacingMm: [1.5, 2, 10], ...other }, new Map(pairs));
  // 30 voxels of 1.5 x 2 x 10 mm are 900 mm3.
  expect(
    of([
      [2, 10],
      [1, 8],
      [3, 12],
    ]),
  ).toEqual({ volumeMl: 0.9, whyNoVolume: null });
  expect(
    of([
      [1, 8],
      [4, 12],
    ]).whyNoVolume,
  ).toContain("between slice 2 and 5");
  expect(of([[1, 8]]).whyNoVolume).toContain("one slice only");
  expect(
    of(
      [
        [1, 8],
        [2, 8],
      ],
      { isRegular: false },
    ).whyNoVolume,
  ).toContain("not evenly spaced");
  expect(
    of(
      [
        [1, 8],
        [2, 8],
      ],
      { hasPatientGeometry: false },
    ).whyNoVolume,
  ).toContain("how large");
});

test("a linear field is sampled as it is, on a shifted and turned lattice, and NaN outside", () => {
  const field = (point: readonly [number, number, number]) => 3 + 2 * point[0] - point[1] + 0.5 * point[2];
  const voxels = new Float64Array(600).map((_, at) =>
    field(voxelToPatient(grid, [at % 10, Math.floor(at / 10) % 10, Math.floor(at / 100)])),
  );
  const turned: Grid = { size: [12, 3, 2], spacingMm: [1, 1, 4], originMm: [3, 12, 7], direction: [0, 1, 0, -1, 0, 0, 0, 0, 1] };
  const sample = linearSampler(grid, turned);
  for (const k of [0, 1]) {
    const out = new Float64Array(36);
    sample(voxels, k, out);
    out.forEach((value, at) => expect(value).toBeCloseTo(field(voxelToPatient(turned, [at % 12, Math.floor(at / 12), k])), 9));
  }
  const beside = new Float64Array(36);
  linearSampler(grid, { ...turned, originMm: [100, 0, 0] })(voxels, 0, beside);
  expect(beside.every(Number.isNaN)).toBe(true);
});

test("series are found by Image Type, else by description; fat-suppressed ones and fraction maps are no fat images", () => {
  const series = (description: string, imageType: string[] = []) => ({ facts: { description, imageType, plane: null } });
  const list = [
    series("T1 FSE axial, thigh"),
    series("T2 FSE Dixon axial, thigh, water", ["DERIVED", "PRIMARY", "DIXON", "WATER"]),
    series("T2 fat sat"),
    series("fat fraction", ["DERIVED", "PRIMARY", "FAT_FRACTION"]),
    series("t1_vibe_dixon_opp", ["ORIGINAL", "PRIMARY", "DIXON", "OPP_PHASE"]),
    series("t1_vibe_dixon_in", ["ORIGINAL", "PRIMARY", "DIXON", "IN_PHASE"]),
    series("mDIXON", ["ORIGINAL", "PRIMARY", "F_FFE", "F", "FFE"]),
  ];
  const found = (role: Parameters<typeof findFatRole>[0], from = list) => {
    const one = findFatRole(role, from);
    return one && from.indexOf(one);
  };
  expect([found("t1"), found("water"), found("fat"), found("inPhase"), found("opposedPhase")]).toEqual([0, 1, 6, 5, 4]);
  expect(found("fat", list.slice(0, 6))).toBeUndefined();
  expect(found("fat", [series("Axial LAVA FAT")])).toBe(0);
});
