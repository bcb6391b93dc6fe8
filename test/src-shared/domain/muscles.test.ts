import { describe, expect, test } from "vitest";
import { muscles, muscleSegments } from "#shared/domain/muscles.ts";
import { colorForSegment, segmentPalette } from "#shared/domain/segmentPalette.ts";
import { segmentSchema } from "#shared/domain/segment.ts";

describe("muscles", () => {
  test("are the eleven of the thigh and the six of the calf, in the study's order", () => {
    const codes = (region: string) => muscles.filter((muscle) => muscle.region === region).map(({ code }) => code);
    expect(codes("thigh")).toEqual(["RFEM", "VME", "VIN", "VLA", "SAR", "GR", "AL", "AM", "SMB", "SMT", "HBF"]);
    expect(codes("calf")).toEqual(["TA", "PER", "TP", "SOL", "GASM", "GASL"]);
  });

  test("make the segments of both legs: right first, the same colour on both sides", () => {
    const segments = muscleSegments("calf", ["right", "left"], 5);
    expect(segments.map(({ number }) => number)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
    expect(segments[0]).toMatchObject({ name: "TA right", side: "right" });
    expect(segments[6]).toMatchObject({ name: "TA left", side: "left", color: segments[0]!.color });
    for (const segment of segments) expect(segmentSchema.parse(segment)).toEqual(segment);
  });
});

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

const times = (matrix: Matrix, [x, y, z]: Triple): Triple => matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Triple;
/** IEC 61966-2-1. */
const linear = (color: string): Triple => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)) as unknown as Triple;
const toXyz: Matrix = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]];
/** CIE 1976 L*a*b*, D65. */
function lab(rgb: Triple): Triple {
  const [x, y, z] = times(toXyz, rgb.map((value) => Math.min(1, Math.max(0, value))) as unknown as Triple);
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  return [116 * f(y) - 16, 500 * (f(x / 0.95047) - f(y)), 200 * (f(y) - f(z / 1.08883))];
}
/** Machado, Oliveira and Fernandes (2009), table of severity 1.0. */
const vision: readonly (readonly [string, Matrix])[] = [
  ["all cones", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]],
  ["no red cones", [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]],
  ["no green cones", [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]],
];

describe("the palette", () => {
  test.each(vision)("keeps its 17 colours 20 units of CIELAB apart for a reader with %s", (_, matrix) => {
    const seen = segmentPalette.map((color) => lab(times(matrix, linear(color))));
    const distances = seen.flatMap((a, index) => seen.slice(index + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])));
    expect(segmentPalette).toHaveLength(17);
    expect(Math.min(...distances)).toBeGreaterThan(20);
  });

  test("begins again after its end", () => expect(colorForSegment(18)).toBe(segmentPalette[0]));
});
