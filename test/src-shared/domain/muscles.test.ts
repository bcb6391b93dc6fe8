import { describe, expect, test } from "vitest";
import { muscles, muscleSegments, shortMuscleName } from "#shared/domain/muscles.ts";
import { colorForSegment, leftSegmentPalette, segmentPalette } from "#shared/domain/segmentPalette.ts";
import { segmentSchema } from "#shared/domain/segment.ts";

describe("muscles", () => {
  test("are the eleven of the thigh and the six of the calf, in the study's order", () => {
    const codes = (region: string) => muscles.filter((muscle) => muscle.region === region).map(({ code }) => code);
    expect(codes("thigh")).toEqual(["RFEM", "VME", "VIN", "VLA", "SAR", "GR", "AL", "AM", "SMB", "SMT", "HBF"]);
    expect(codes("calf")).toEqual(["TA", "PER", "TP", "SOL", "GASM", "GASL"]);
  });

  test("make the segments of both legs, named in full: right first, each side in a colour of its own", () => {
    const segments = muscleSegments("calf", ["right", "left"], 5);
    expect(segments.map(({ number }) => number)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
    expect(segments[0]).toMatchObject({ name: "tibialis anterior right", side: "right" });
    expect(segments[6]).toMatchObject({ name: "tibialis anterior left", side: "left" });
    expect(new Set(segments.map(({ color }) => color)).size).toBe(12);
    for (const segment of segments) expect(segmentSchema.parse(segment)).toEqual(segment);
  });
});

test("a muscle's short name is the one of earlier versions", () => {
  expect(shortMuscleName("semimembranosus right")).toBe("SMB right");
  expect(shortMuscleName("gastrocnemius medial head left")).toBe("GASM left");
  expect(shortMuscleName("Tumour left")).toBe("Tumour left");
});

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

const times = (matrix: Matrix, [x, y, z]: Triple): Triple => matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Triple;
/** IEC 61966-2-1. */
const linear = (color: string): Triple =>
  [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)) as unknown as Triple;
const toXyz: Matrix = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];
/** CIE 1976 L*a*b*, D65. */
function lab(rgb: Triple): Triple {
  const [x, y, z] = times(toXyz, rgb.map((value) => Math.min(1, Math.max(0, value))) as unknown as Triple);
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  return [116 * f(y) - 16, 500 * (f(x / 0.95047) - f(y)), 200 * (f(y) - f(z / 1.08883))];
}
/** Machado, Oliveira and Fernandes (2009), table of severity 1.0. */
const vision: readonly (readonly [string, Matrix])[] = [
  [
    "all cones",
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  ],
  [
    "no red cones",
    [
      [0.152286, 1.052583, -0.204868],
      [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ],
  ],
  [
    "no green cones",
    [
      [0.367322, 0.860646, -0.227968],
      [0.280085, 0.672501, 0.047413],
      [-0.01182, 0.04294, 0.968881],
    ],
  ],
];

/** Muscles that touch each other in cross-sections of thigh and calf (Gray's Anatomy). */
const touching =
  `RFEM-VME RFEM-VIN RFEM-VLA RFEM-SAR VME-VIN VME-SAR VME-AL VME-AM VIN-VLA VLA-HBF SAR-AL SAR-GR SAR-AM SAR-SMB GR-AL GR-AM GR-SMB AL-AM AM-SMB AM-SMT AM-HBF
  SMB-SMT SMB-HBF SMT-HBF TA-TP TA-PER PER-SOL PER-GASL PER-TP TP-SOL SOL-GASM SOL-GASL GASM-GASL`
    .split(/\s+/)
    .map((pair) => pair.split("-"));

const isNeighbour = (a: number, b: number) => {
  const [first, second] = [muscles[a]!, muscles[b]!];
  return (
    (Math.abs(a - b) === 1 && first.region === second.region) ||
    touching.some((pair) => pair.includes(first.code) && pair.includes(second.code))
  );
};

describe("the palette", () => {
  test.each(vision)("keeps its colours apart for a reader with %s", (_, matrix) => {
    const [right, left] = [segmentPalette, leftSegmentPalette].map((palette) =>
      palette.map((color) => lab(times(matrix, linear(color)))),
    ) as [Triple[], Triple[]];
    const distance = (a: Triple, b: Triple) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
    const pairs = Array.from({ length: 17 }, (_each, a) => Array.from({ length: a }, (_other, b) => [a, b] as const)).flat();
    expect([right.length, left.length]).toEqual([17, 17]);
    for (const side of [right, left]) {
      expect(Math.min(...pairs.map(([a, b]) => distance(side[a]!, side[b]!)))).toBeGreaterThan(20);
      expect(Math.min(...pairs.filter(([a, b]) => isNeighbour(a, b)).map(([a, b]) => distance(side[a]!, side[b]!)))).toBeGreaterThan(35);
    }
    expect(Math.min(...right.map((color, index) => distance(color, left[index]!)))).toBeGreaterThan(35);
    expect(Math.min(...right.flatMap((a) => left.map((b) => distance(a, b))))).toBeGreaterThan(10);
  });

  test("is coloured, and begins again after its end", () => {
    for (const color of [...segmentPalette, ...leftSegmentPalette]) {
      const [, a, b] = lab(linear(color));
      expect(Math.hypot(a, b)).toBeGreaterThan(25);
    }
    expect(colorForSegment(18)).toBe(leftSegmentPalette[0]);
    expect(colorForSegment(35)).toBe(segmentPalette[0]);
  });
});
