import { describe, expect, test } from "vitest";
import { theme } from "../../../src-renderer/ui/theme.ts";

/** Relative luminance and contrast ratio as WCAG 2.2 defines them. */
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe("the theme's colours", () => {
  const dark = theme.colors!["dark"]!;
  const accent = theme.colors!["accent"]!;

  test("black on white is 21 to 1", () => expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 6));

  test.each([
    ["text on panels", dark[0], dark[7]],
    ["text on raised ground", dark[0], dark[6]],
    ["quiet text on the ground", dark[2], dark[8]],
    ["quiet text on panels", dark[2], dark[7]],
    ["quiet text and placeholders in fields", dark[2], dark[6]],
    ["the accent on panels", accent[4], dark[7]],
    ["white on a button", "#ffffff", accent[7]],
    ["the warning colour on panels", "#e0b354", dark[7]],
    ["the error colour on panels", "#f08080", dark[7]],
  ])("%s meet WCAG AA (4.5 to 1)", (_, front, back) => expect(contrast(front, back)).toBeGreaterThanOrEqual(4.5));
});
