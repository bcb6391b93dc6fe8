import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { drawSectionFigures, muscleCodes } from "../../../../src-main/services/sample/index.ts";

const figures = (["thigh", "calf"] as const).flatMap((region) => drawSectionFigures(region));
const points = (path: string) => [...path.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
const middle = (path: string): readonly [number, number] => {
  const all = points(path);
  const mean = (axis: 0 | 1) => all.reduce((sum, point) => sum + point[axis], 0) / all.length;
  return [mean(0), mean(1)];
};
const at = (level: string, code: string) =>
  middle(figures.flatMap((figure) => (figure.level === level ? figure.muscles : [])).find((muscle) => muscle.code === code)!.path);

test("the figures that come with the program are those drawn, and show every muscle of the studies", () => {
  const kept: unknown = JSON.parse(readFileSync(new URL("../../../../src-renderer/forms/sectionFigures.json", import.meta.url), "utf8"));
  expect(kept).toEqual(figures);
  expect(new Set(figures.flatMap(({ muscles }) => muscles.map(({ code }) => code)).filter((code) => code !== ""))).toEqual(
    new Set(muscleCodes),
  );
});

test("of a right leg, lateral is on the left and anterior above, as textbooks of anatomy have it", () => {
  const bone = middle(figures.find(({ region, level }) => region === "thigh" && level === "middle")!.bones);
  expect(at("middle", "VLA")[0]).toBeLessThan(bone[0]);
  expect(at("middle", "GR")[0]).toBeGreaterThan(bone[0]);
  expect(at("middle", "RFEM")[1]).toBeLessThan(bone[1]);
  expect(at("middle", "HBF")[1]).toBeGreaterThan(bone[1]);
  // Of the hamstrings the biceps is the lateral one; of the gastrocnemius' heads each is on its side; the peroneal muscles are lateral.
  expect(at("middle", "HBF")[0]).toBeLessThan(at("middle", "SMB")[0]);
  expect(at("proximal", "GASL")[0]).toBeLessThan(at("proximal", "GASM")[0]);
  expect(at("proximal", "PER")[0]).toBeLessThan(at("proximal", "TP")[0]);
  expect(at("proximal", "TA")[1]).toBeLessThan(at("proximal", "SOL")[1]);
});
