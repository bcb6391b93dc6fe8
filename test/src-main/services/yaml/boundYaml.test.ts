import { expect, test, vi } from "vitest";
import { Alias, parseDocument } from "yaml";
import { parseSettings } from "../../../../src-main/services/radiomics/parseSettings.ts";
import { boundYaml } from "../../../../src-main/services/yaml/boundYaml.ts";

const lines = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join("\n");

const bombs = {
  // The "billion laughs": 9 to the power of 9 values.
  "lists that repeat lists": `a0: &a0 [x]\n${lines(9, (i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(", ")}]`)}`,
  "a long chain of lists": `a0: &a0 [x]\n${lines(3000, (i) => `a${i + 1}: &a${i + 1} [*a${i}]`)}`,
  "maps that take in the map before": `a0: &a0 {k: 1}\n${lines(2500, (i) => `a${i + 1}: &a${i + 1} {<<: *a${i}, k${i}: 1}`)}`,
  "one large map taken in again and again": `a: &a {${Array.from({ length: 5000 }, (_, i) => `k${i}: 1`).join(", ")}}\n${lines(90, (i) => `b${i}: {<<: *a}`)}`,
  "a list of aliases": `s: &s 1.0\nimageType: {LoG: {sigma: [${Array(20_000).fill("*s").join(", ")}]}}`,
  "one anchor named again and again": lines(3000, (i) => `a${i}: &a [${i === 0 ? "1" : "*a, *a"}]`),
};

test.each(Object.entries(bombs))("%s are refused before an alias is followed, in words", (_name, text) => {
  const resolve = vi.spyOn(Alias.prototype, "resolve");
  expect(() => parseSettings(text)).toThrow(
    /^The settings are not read: the file has more than [\d]+ (aliases \(\*\)|values, aliases \(\*\) followed)\. Write them out plainly/,
  );
  expect(resolve).not.toHaveBeenCalled();
  resolve.mockRestore();
});

test("lists within lists without end are refused", () => {
  expect(() => parseSettings(`a: ${"[".repeat(60)}${"]".repeat(60)}`)).toThrow(/more than 50 deep/);
  expect(() => parseSettings("[".repeat(40_000))).toThrow(/^The settings are not/);
});

test("anchors that people write are read", () => {
  const { binWidth, imageType } = parseSettings(
    "setting: {binWidth: &width 5}\nimageType:\n  Original: &own {binWidth: *width}\n  LoG: {<<: *own, sigma: [1.0, 3.0]}\n",
  );
  expect(binWidth).toBe(5);
  expect(imageType).toMatchObject({ Original: { binWidth: 5 }, LoG: { binWidth: 5, sigma: ["1.0", "3.0"] } });
});

test("an alias counts as what it stands for", () => {
  const items = (count: number) => Array(count).fill("1").join(", ");
  // 1 map, 2 keys, twice a list of n: 3 + 2 (n + 1) nodes.
  expect(() => boundYaml(parseDocument(`a: &a [${items(9997)}]\nb: *a`))).not.toThrow();
  expect(() => boundYaml(parseDocument(`a: &a [${items(9999)}]\nb: *a`))).toThrow(/more than 20000 values/);
});
