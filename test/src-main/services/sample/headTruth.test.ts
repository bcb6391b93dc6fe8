import { describe, expect, it } from "vitest";
import { drawSampleTruth } from "../../../../src-main/services/sample/index.ts";

// Numbers of FreeSurfer's aseg: left and right.
const structures = {
  whiteMatter: [2, 41],
  cortex: [3, 42],
  ventricle: [4, 43],
  thalamus: [10, 49],
  caudate: [11, 50],
  putamen: [12, 51],
  pallidum: [13, 52],
  hippocampus: [17, 53],
  amygdala: [18, 54],
  ventralDiencephalon: [28, 60],
} as const;
const lesion = 77;

const axial = drawSampleTruth("headAxial");
const mean = (key: string, label: number) => {
  const { voxels } = axial.volumes.find((volume) => volume.key === key)!.image;
  let sum = 0,
    count = 0;
  for (let n = 0; n < voxels.length; n++) {
    if (axial.labels.voxels[n] !== label) continue;
    sum += voxels[n]!;
    count += 1;
  }
  return sum / count;
};

describe("the truth of the head", () => {
  it("has the 22 structures of a FreeSurfer study, left at positive x (LPS), and the lesion", () => {
    // The middle third holds a part of all of them: x from 28 to -28 mm.
    const {
      labels: { voxels, grid },
      segments,
    } = drawSampleTruth("headSagittal", { firstSlice: 44, slices: 48 });
    const sums = new Map<number, { count: number; x: number }>();
    const area = grid.size[0] * grid.size[1];
    for (let n = 0; n < voxels.length; n++) {
      const sum = sums.get(voxels[n]!) ?? { count: 0, x: 0 };
      sum.count += 1;
      sum.x += grid.originMm[0] + grid.direction[2] * Math.floor(n / area) * grid.spacingMm[2];
      sums.set(voxels[n]!, sum);
    }
    for (const [left, right] of Object.values(structures)) {
      expect(sums.get(left)!.x / sums.get(left)!.count).toBeGreaterThan(0);
      expect(sums.get(right)!.x / sums.get(right)!.count).toBeLessThan(0);
    }
    for (const label of [16, 251, 252, 253, 254, 255, lesion]) expect(sums.get(label)!.count).toBeGreaterThan(20);
    const named = segments.map((segment) => segment.number);
    expect([...sums.keys()].filter((label) => label !== 0 && !named.includes(label))).toEqual([]);
  });

  it("has the contrasts of T2 and FLAIR: fluid bright and dark, the lesion bright in both, cortex above white matter", () => {
    expect(mean("head T2", 4)).toBeGreaterThan(2 * mean("head T2", 2));
    expect(mean("head FLAIR", 4)).toBeLessThan(0.5 * mean("head FLAIR", 2));
    for (const key of ["head T2", "head FLAIR"]) {
      expect(mean(key, lesion)).toBeGreaterThan(mean(key, 2));
      expect(mean(key, 3)).toBeGreaterThan(mean(key, 2));
    }
  });

  it("shows the brain on the midline slice at which a viewer opens: cortex on most of its face, corpus callosum white, little fluid", () => {
    const {
      labels: { voxels },
      volumes,
    } = drawSampleTruth("headSagittal", { firstSlice: 68, slices: 1 });
    const { voxels: image, grid } = volumes[0]!.image;
    const of = (...numbers: number[]) => {
      const values = [...image].filter((_, n) => numbers.includes(voxels[n]!));
      return { count: values.length, mean: values.reduce((sum, value) => sum + value, 0) / values.length };
    };
    // Above the corpus callosum there is cerebrum, the fissure where it crosses the slice, sulci and the fluid below the skull.
    const above = [...voxels.subarray(0, Math.floor((grid.originMm[2] - 32) / grid.spacingMm[1]) * grid.size[0])];
    const cerebrum = above.filter((label) => [2, 41, 3, 42].includes(label)).length,
      fluid = above.filter((label) => label === 24).length;
    expect(cerebrum).toBeGreaterThan(2 * fluid);
    expect(of(3, 42).count).toBeGreaterThan(of(2, 41).count);
    const callosum = of(251, 252, 253, 254, 255);
    // A midsagittal corpus callosum covers about 6 cm2 in adults (4 to 9 in published series).
    expect(callosum.count * 0.0144).toBeGreaterThan(4);
    expect(callosum.count * 0.0144).toBeLessThan(9);
    expect(callosum.mean).toBeGreaterThan(1.3 * of(3, 42).mean);
    expect(of(8, 47, 7, 46).count * 0.0144).toBeGreaterThan(6);
    expect(of(16).count * 0.0144).toBeGreaterThan(6);
  });

  it("has T1 and T2 in one space: a label of one grid is found at the same place in the other", () => {
    const sagittal = drawSampleTruth("headSagittal", { firstSlice: 58, slices: 1 });
    const { grid, voxels } = sagittal.labels;
    const x = grid.originMm[0];
    const other = axial.labels.grid;
    let same = 0,
      asked = 0;
    for (let k = 0; k < other.size[2]; k++) {
      for (let j = 0; j < other.size[1]; j++) {
        const i = Math.round((x - other.originMm[0]) / other.spacingMm[0]);
        const y = other.originMm[1] + j * other.spacingMm[1],
          z = other.originMm[2] + k * other.spacingMm[2];
        const column = Math.round((y - grid.originMm[1]) / grid.spacingMm[0]),
          row = Math.round((grid.originMm[2] - z) / grid.spacingMm[1]);
        if (column < 0 || row < 0 || column >= grid.size[0] || row >= grid.size[1]) continue;
        const here = axial.labels.voxels[(k * other.size[1] + j) * other.size[0] + i]!;
        if (here === 0) continue;
        asked += 1;
        if (voxels[row * grid.size[0] + column] === here) same += 1;
      }
    }
    expect(asked).toBeGreaterThan(1000);
    // The rest lies at boundaries: voxels of one grid straddle those of the other.
    expect(same / asked).toBeGreaterThan(0.75);
  });
});
