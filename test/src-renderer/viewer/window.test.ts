import { describe, expect, it } from "vitest";
import { dragWindow, windowBetween, windowOfSlice } from "../../../src-renderer/viewer/window.ts";
import { greyLevel } from "../../../src-renderer/viewer/sliceImage.ts";

describe("grey windows", () => {
  it("spans two values", () => {
    expect(windowBetween(-100, 300)).toEqual({ center: 100, width: 400 });
    expect(windowBetween(0, 0).width).toBeGreaterThan(0);
  });

  it("runs through the range of the image in a drag of 500 pixels: sideways the width, down the centre", () => {
    expect(dragWindow({ center: 300, width: 600 }, 50, 0, 1000)).toEqual({ center: 300, width: 700 });
    expect(dragWindow({ center: 300, width: 600 }, 0, -25, 1000)).toEqual({ center: 250, width: 600 });
    // Images of small numbers are windowed as finely.
    expect(dragWindow({ center: 0.5, width: 1 }, 250, 0, 1).width).toBeCloseTo(1.5, 12);
    expect(dragWindow({ center: 0, width: 10 }, -10_000, 0, 1000).width).toBe(1);
  });

  it("takes the 1st and 99th percentile of a slice", () => {
    // 0 to 999, each once: nearest ranks 10 and 990 hold 9 and 989.
    expect(windowOfSlice(Float32Array.from({ length: 1000 }, (_, value) => 999 - value))).toEqual(windowBetween(9, 989));
  });

  it("maps the ends of the window to black and white", () => {
    const window = { center: 100, width: 200 };
    expect([-50, 0, 100, 200, 900].map((value) => greyLevel(value, window, false))).toEqual([0, 0, 128, 255, 255]);
    expect([0, 200].map((value) => greyLevel(value, window, true))).toEqual([255, 0]);
  });
});
