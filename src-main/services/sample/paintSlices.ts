import type { Grid } from "#shared/domain/geometry.ts";
import { createRandom } from "./random.ts";
import type { SampleSeries } from "./sampleParameters.ts";
import { coilSensitivity, magnitudeImage, pointSpread } from "./scanner.ts";

/** One slice as the scanner would give it, one image a series; and the truth. */
export interface PaintedSlice {
  readonly images: ReadonlyArray<{ readonly series: SampleSeries; readonly pixels: Uint16Array }>;
  readonly labels: Uint8Array;
}

/** What is painted: series on one grid, from signals without coil, noise and rounding, one for each of the series' channels. */
export interface Scene {
  readonly grid: Grid;
  readonly seed: number;
  readonly series: readonly SampleSeries[];
  readonly draw: (sliceIndex: number) => { readonly signals: readonly Float32Array[]; readonly labels: Uint8Array };
}

/** Prepares a scene: paints any of its slices, the same for the same seed in any order. */
export function makePainter({ grid, seed, series, draw }: Scene): (sliceIndex: number) => PaintedSlice {
  const coil = coilSensitivity(seed, 1);
  const [columns, rows] = grid.size;
  const [dx, dy, dz] = grid.spacingMm;
  const d = grid.direction;
  return (sliceIndex) => {
    const { signals, labels } = draw(sliceIndex);
    const shading = new Float32Array(columns * rows);
    for (let j = 0, at = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, at++) {
        shading[at] =
          coil(
            grid.originMm[0] + d[0] * i * dx + d[1] * j * dy + d[2] * sliceIndex * dz,
            grid.originMm[1] + d[3] * i * dx + d[4] * j * dy + d[5] * sliceIndex * dz,
            grid.originMm[2] + d[6] * i * dx + d[7] * j * dy + d[8] * sliceIndex * dz,
          ) - 1;
      }
    }
    const images = series.map((one) => {
      const signal = pointSpread(signals[one.channel]!, columns, rows, 0.1);
      for (let at = 0; at < signal.length; at++) signal[at]! *= 1 + one.coil * shading[at]!;
      return { series: one, pixels: magnitudeImage(signal, one.noise, createRandom(seed, `noise/${one.key}/${sliceIndex}`)) };
    });
    return { images, labels };
  };
}
