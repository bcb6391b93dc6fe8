import { describe, expect, it } from "vitest";
import { drawSampleTruth, sampleCondition } from "../../../../src-main/services/sample/index.ts";

// The muscles of a published study of thigh and calf, and where anatomy has them in a cross-section.
const thighMuscles = ["RFEM", "VME", "VIN", "VLA", "SAR", "GR", "AL", "AM", "SMB", "SMT", "HBF"];
const calfMuscles = ["TA", "PER", "TP", "SOL", "GASM", "GASL"];
const numberOf = (code: string, side: "right" | "left") =>
  [...thighMuscles, ...calfMuscles].indexOf(code) + 1 + (side === "left" ? 100 : 0);

const thigh = drawSampleTruth("thigh");
const calf = drawSampleTruth("calf");

function measure({ volumes, labels }: typeof thigh, key: string, number: number) {
  const { voxels, grid } = volumes.find((volume) => volume.key === key)!.image;
  let sum = 0,
    count = 0,
    x = 0,
    y = 0;
  for (let n = 0; n < labels.voxels.length; n++) {
    if (labels.voxels[n] !== number) continue;
    sum += voxels[n]!;
    x += grid.originMm[0] + (n % grid.size[0]) * grid.spacingMm[0];
    y += grid.originMm[1] + (Math.floor(n / grid.size[0]) % grid.size[1]) * grid.spacingMm[1];
    count += 1;
  }
  return { count, mean: sum / count, x: x / count, y: y / count };
}

describe("the truth of the lower limbs", () => {
  it("has 17 muscles on each side, each of a plausible size", () => {
    for (const [region, codes] of [
      [thigh, thighMuscles],
      [calf, calfMuscles],
    ] as const) {
      for (const code of codes) {
        for (const side of ["right", "left"] as const) {
          const { count } = measure(region, region.volumes[0]!.key, numberOf(code, side));
          const pixelMm2 = 1.1875 ** 2;
          const litres = (count * pixelMm2 * 18) / 1e6;
          // Largest: the vasti and the soleus, below a litre. Smallest: parts of a muscle that only begins here.
          expect(litres).toBeGreaterThan(0.02);
          expect(litres).toBeLessThan(1);
        }
      }
      expect(new Set(region.labels.voxels).size).toBe(codes.length * 2 + 1);
      expect(region.segments.map((segment) => segment.number)).toEqual(
        [...new Set(region.labels.voxels)].filter((n) => n > 0).sort((a, b) => a - b),
      );
    }
  });

  it("has the right leg at negative x (LPS), the left at positive x", () => {
    for (const [region, codes] of [
      [thigh, thighMuscles],
      [calf, calfMuscles],
    ] as const) {
      for (const code of codes) {
        expect(measure(region, region.volumes[0]!.key, numberOf(code, "right")).x).toBeLessThan(0);
        expect(measure(region, region.volumes[0]!.key, numberOf(code, "left")).x).toBeGreaterThan(0);
      }
    }
  });

  it("has each muscle on its side of the limb", () => {
    const at = (region: typeof thigh, code: string) => measure(region, region.volumes[0]!.key, numberOf(code, "left"));
    // On the left leg, lateral is larger x; posterior is larger y.
    expect(at(thigh, "VLA").x).toBeGreaterThan(at(thigh, "VIN").x);
    expect(at(thigh, "VIN").x).toBeGreaterThan(at(thigh, "VME").x);
    expect(at(thigh, "RFEM").y).toBeLessThan(at(thigh, "VIN").y);
    expect(at(thigh, "GR").x).toBeLessThan(at(thigh, "AM").x);
    expect(at(thigh, "AL").y).toBeLessThan(at(thigh, "AM").y);
    expect(at(thigh, "SMB").y).toBeGreaterThan(at(thigh, "AM").y);
    expect(at(thigh, "HBF").x).toBeGreaterThan(at(thigh, "SMT").x);
    expect(at(thigh, "SMT").x).toBeGreaterThan(at(thigh, "SMB").x);
    expect(at(calf, "TA").y).toBeLessThan(at(calf, "TP").y);
    expect(at(calf, "TP").y).toBeLessThan(at(calf, "SOL").y);
    expect(at(calf, "SOL").y).toBeLessThan(at(calf, "GASM").y);
    expect(at(calf, "GASM").x).toBeLessThan(at(calf, "GASL").x);
    expect(at(calf, "PER").x).toBeGreaterThan(at(calf, "TA").x);
  });

  it("shows infiltrated muscle brighter on T1 and darker on water-only, oedema brighter on water-only", () => {
    for (const [region, unit, codes] of [
      [thigh, "thigh", thighMuscles],
      [calf, "calf", calfMuscles],
    ] as const) {
      const all = (["right", "left"] as const).flatMap((side) =>
        codes.map((code) => {
          const number = numberOf(code, side);
          return {
            ...sampleCondition(unit, side, code),
            t1: measure(region, `${unit} T1`, number).mean,
            water: measure(region, `${unit} water`, number).mean,
          };
        }),
      );
      const normal = all.filter((muscle) => muscle.grade === 0 && muscle.oedema === 0);
      const heavy = all.filter((muscle) => muscle.grade >= 3 && muscle.oedema === 0);
      const swollen = all.filter((muscle) => muscle.oedema > 0 && muscle.grade < 2);
      expect(normal.length).toBeGreaterThan(0);
      expect(heavy.length).toBeGreaterThan(0);
      expect(swollen.length).toBeGreaterThan(0);
      // Means of the groups: the coil's shading makes single muscles at different places incomparable.
      const mean = (muscles: typeof all, key: "t1" | "water") => muscles.reduce((sum, muscle) => sum + muscle[key], 0) / muscles.length;
      expect(mean(heavy, "t1")).toBeGreaterThan(1.3 * mean(normal, "t1"));
      expect(mean(heavy, "water")).toBeLessThan(0.85 * mean(normal, "water"));
      expect(mean(swollen, "water")).toBeGreaterThan(1.1 * mean(normal, "water"));
    }
  });

  it("is the same in any order of slices, and another for another seed", () => {
    const part = drawSampleTruth("thigh", { firstSlice: 5, slices: 1 });
    const area = 320 * 192;
    expect(part.labels.voxels).toEqual(thigh.labels.voxels.slice(5 * area, 6 * area));
    expect(part.volumes[0]!.image.voxels).toEqual(thigh.volumes[0]!.image.voxels.slice(5 * area, 6 * area));
    expect(part.labels.grid.originMm[2]).toBe(thigh.labels.grid.originMm[2] + 5 * 18);
    const other = drawSampleTruth("thigh", { seed: 1, firstSlice: 5, slices: 1 });
    expect(other.volumes[0]!.image.voxels).not.toEqual(part.volumes[0]!.image.voxels);
  });
});
