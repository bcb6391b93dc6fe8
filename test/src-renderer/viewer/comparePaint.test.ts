import { expect, it } from "vitest";
import { paintComparison, type CompareWay } from "../../../src-renderer/viewer/comparePaint.ts";

const none = Number.NaN;
/** Of a window from 0 to 255 a value is its own grey level. */
const window = { center: 127.5, width: 255 };
const lower = { values: Float32Array.of(0, 100, 200, none), window, isInverted: false };
const upper = { values: Float32Array.of(100, 100, 100, 100), window, isInverted: false };
const paint = (way: CompareWay, top = upper) => {
  const rgba = paintComparison(lower, top, 2, { way, opacity: 0.4, squarePixels: 1 });
  return [0, 1, 2, 3].map((at) => [...rgba.subarray(at * 4, at * 4 + 4)]);
};

it.each([
  ["slider", [100, 100, 100, 255].join()],
  ["blend", [100, 100, 100, 102].join()],
] as const)("%s: the upper image in its window, %s", (way, expected) => {
  expect(paint(way).map(String)).toEqual([expected, expected, expected, expected]);
});

it("colours: the lower image in green, the upper in magenta, grey where they are the same", () => {
  expect(paint("colours").map((pixel) => pixel.slice(0, 3))).toEqual([
    [100, 0, 100],
    [100, 100, 100],
    [100, 200, 100],
    [100, 0, 100],
  ]);
});

it("checkerboard: every second square", () => {
  expect(paint("checkerboard").map((pixel) => pixel[3])).toEqual([0, 255, 255, 0]);
});

it("difference: middle grey where both have one level, lighter where the upper is lighter; black where one of them is not", () => {
  // 127.5 + (100 - 0) / 2, 127.5, 127.5 + (100 - 200) / 2, rounded half to even
  expect(paint("difference").map((pixel) => pixel[0])).toEqual([178, 128, 78, 0]);
});

it("is black, and not seen through, where the upper image ends", () => {
  const cut = { ...upper, values: Float32Array.of(none, none, none, none) };
  expect(paint("slider", cut)[0]).toEqual([0, 0, 0, 255]);
});

it("has each image in its own window, turned over where it is inverted", () => {
  const narrow = { values: Float32Array.of(1, 1, 1, 1), window: { center: 1, width: 2 }, isInverted: false };
  expect(paint("slider", narrow)[0]![0]).toBe(128);
  expect(paint("slider", { ...upper, isInverted: true })[0]![0]).toBe(155);
});
