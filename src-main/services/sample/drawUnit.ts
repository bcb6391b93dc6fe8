import type { Grid } from "#shared/domain/geometry.ts";
import { makeHeadPainter } from "./headImage.ts";
import { drawLimbSlice, type Leg } from "./limbImage.ts";
import type { MuscleCondition } from "./muscleTexture.ts";
import { createRandom } from "./random.ts";
import { sampleParameters, sampleUnit, type SampleSeries } from "./sampleParameters.ts";
import { coilSensitivity, magnitudeImage, pointSpread } from "./scanner.ts";

/** One slice of a unit as the scanner would give it, one image a series; and the truth. */
export interface UnitSlice {
  readonly images: ReadonlyArray<{ readonly series: SampleSeries; readonly pixels: Uint16Array }>;
  readonly labels: Uint8Array;
}

/** The grid of a unit. */
export function unitGrid(name: string): Grid {
  const { size, spacingMm, originMm, direction } = sampleUnit(name);
  return { size, spacingMm, originMm, direction };
}

/** What ails a muscle of a leg. */
export type ConditionOf = (side: "right" | "left", code: string) => MuscleCondition;

/**
 * Prepares a unit of assets/sample/studies.json: draws any of its slices, the same for the same seed in any order. `conditionOf` takes the
 * place of what ails the sample's muscles.
 */
export function makeUnitPainter(name: string, seed: number, conditionOf?: ConditionOf): (sliceIndex: number) => UnitSlice {
  const grid = unitGrid(name);
  const series = sampleParameters()
    .studies.flatMap((study) => study.series)
    .filter((one) => one.unit === name)
    .sort((a, b) => a.channel - b.channel);
  const draw = makeSignalPainter(name, seed, grid, conditionOf);
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

function makeSignalPainter(
  name: string,
  seed: number,
  grid: Grid,
  conditionOf?: ConditionOf,
): (sliceIndex: number) => { signals: readonly Float32Array[]; labels: Uint8Array } {
  const unit = sampleUnit(name);
  if (unit.kind === "head") return makeHeadPainter(seed, grid, unit.contrasts, unit.thicknessMm, unit.thicknessSamples);
  const legs: Leg[] = unit.legs.map((leg, index) => ({
    ...leg,
    seed: seed + 1 + index,
    conditionOf: (code) => conditionOf?.(leg.side, code) ?? leg.conditions[code] ?? { grade: 0, oedema: 0 },
  }));
  const slice = {
    columns: grid.size[0],
    rows: grid.size[1],
    spacingMm: grid.spacingMm[0],
    originMm: [grid.originMm[0], grid.originMm[1]] as const,
  };
  return (sliceIndex) => {
    const { t1, water, labels } = drawLimbSlice(unit.region, legs, sliceIndex * grid.spacingMm[2], slice);
    return { signals: [t1, water], labels };
  };
}
