import type { Grid } from "#shared/domain/geometry.ts";
import { makeHeadPainter } from "./headImage.ts";
import { drawLimbSlice, type Leg } from "./limbImage.ts";
import type { MuscleCondition } from "./muscleTexture.ts";
import { makePainter, type PaintedSlice } from "./paintSlices.ts";
import { sampleParameters, sampleUnit } from "./sampleParameters.ts";

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
export function makeUnitPainter(name: string, seed: number, conditionOf?: ConditionOf): (sliceIndex: number) => PaintedSlice {
  const grid = unitGrid(name);
  const series = sampleParameters()
    .studies.flatMap((study) => study.series)
    .filter((one) => one.unit === name)
    .sort((a, b) => a.channel - b.channel);
  return makePainter({ grid, seed, series, draw: makeSignalPainter(name, seed, grid, conditionOf) });
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
