import type { Direction, Grid } from "#shared/domain/geometry.ts";
import { makeHead } from "./headModel.ts";
import { headTissues, type HeadPoint } from "./headTissue.ts";
import { noise3, noise3Rough } from "./noise.ts";
import { hashSeed } from "./random.ts";

export type HeadContrast = "t1" | "t2" | "flair";

/** Signal by tissue, in the order of `headTissues`, arbitrary units. */
const signal: Readonly<Record<HeadContrast, readonly number[]>> = {
  t1: [0, 560, 1150, 430, 60, 560, 190, 170, 600, 880, 640, 680, 800, 740, 810, 190, 330, 700, 690, 660, 330, 620],
  t2: [0, 330, 620, 190, 40, 330, 130, 1250, 560, 390, 500, 450, 330, 450, 400, 1230, 1080, 720, 760, 700, 110, 620],
  flair: [0, 330, 560, 210, 40, 300, 140, 75, 520, 400, 490, 460, 370, 450, 410, 90, 420, 900, 830, 810, 120, 560],
};

/** One slice of a head in several contrasts, before coil, noise and rounding; and the truth (FreeSurfer's aseg numbers). */
export interface HeadSlice {
  readonly signals: readonly Float32Array[];
  readonly labels: Uint8Array;
}

/** Draws slices of the head of a seed on a grid (LPS, mm). Along the slice `thicknessSamples` points over `thicknessMm` are averaged. */
export function makeHeadPainter(
  seed: number,
  grid: Grid,
  contrasts: readonly HeadContrast[],
  thicknessMm: number,
  thicknessSamples: number,
): (sliceIndex: number) => HeadSlice {
  const head = makeHead(seed);
  const field = hashSeed(seed, "head texture");
  const [columns, rows] = grid.size;
  const [dx, dy, dz] = grid.spacingMm;
  const d: Direction = grid.direction;
  const point: HeadPoint = { tissue: 0, other: 0, share: 0, label: 0 };
  const tables = contrasts.map((contrast) => signal[contrast]);
  const grainy = headTissues.map((name) =>
    name === "fat" || name === "muscle" || name === "diploe" || name === "gland"
      ? 0.22
      : name === "lesionCore" || name === "oedema"
        ? 0.16
        : 0.035,
  );

  return (sliceIndex) => {
    const signals = contrasts.map(() => new Float32Array(columns * rows));
    const labels = new Uint8Array(columns * rows);
    for (let s = 0; s < thicknessSamples; s++) {
      const k = sliceIndex + ((s + 0.5) / thicknessSamples - 0.5) * (thicknessMm / dz);
      const middle = s === Math.floor(thicknessSamples / 2);
      for (let j = 0; j < rows; j++) {
        for (let i = 0; i < columns; i++) {
          const x = grid.originMm[0] + d[0] * i * dx + d[1] * j * dy + d[2] * k * dz;
          const y = grid.originMm[1] + d[3] * i * dx + d[4] * j * dy + d[5] * k * dz;
          const z = grid.originMm[2] + d[6] * i * dx + d[7] * j * dy + d[8] * k * dz;
          head(x, y, z, point);
          const at = j * columns + i;
          if (middle) labels[at] = point.label;
          if (point.tissue === 0) continue;
          const texture =
            1 +
            grainy[point.tissue]! *
              (point.tissue > 6 && point.tissue < 15 ? noise3(x / 9, y / 9, z / 9, field) : noise3Rough(x / 5, y / 5, z / 5, field));
          const own = ((1 - point.share) * texture) / thicknessSamples,
            beyond = point.share / thicknessSamples;
          for (let c = 0; c < tables.length; c++) signals[c]![at]! += own * tables[c]![point.tissue]! + beyond * tables[c]![point.other]!;
        }
      }
    }
    return { signals, labels };
  };
}
