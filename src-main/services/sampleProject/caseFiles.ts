import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Grid } from "#shared/domain/geometry.ts";
import { drawLimbSlice, hashSeed, makePainter, sampleUnit, writeInstance, type Leg, type LimbRegion } from "../sample/index.ts";
import { fatAreaOf, type SampleCase } from "./sampleCases.ts";
import type { ProjectParameters } from "./projectParameters.ts";

/** By region and slice, where the muscles are that the study names: 0 and 1. */
export type TrueMuscle = Readonly<Record<LimbRegion, readonly Uint8Array[]>>;

const regions: readonly LimbRegion[] = ["thigh", "calf"];

/** Writes the DICOM files of a case into a folder, which must exist; answers what is true of it. The same bytes for the same seed. */
export function writeCaseFiles(folder: string, parameters: ProjectParameters, seed: number, one: SampleCase): TrueMuscle {
  const name = one.key.replaceAll(" ", "-");
  const written = regions.map((region) => {
    const { paint, grid, thicknessMm } = regionPainter(region, parameters, seed, one);
    return Array.from({ length: grid.size[2] }, (_, sliceIndex) => {
      const { images, labels } = paint(sliceIndex);
      for (const { series, pixels } of images) {
        const bytes = writeInstance({ seed, study: one.study, series, grid, sliceThicknessMm: thicknessMm, sliceIndex, pixels });
        writeFileSync(join(folder, `${name}-${series.number}-${sliceIndex + 1}.dcm`), bytes);
      }
      return labels.map((label) => (label === 0 ? 0 : 1));
    });
  });
  return { thigh: written[0]!, calf: written[1]! };
}

function regionPainter(region: LimbRegion, parameters: ProjectParameters, seed: number, one: SampleCase) {
  const unit = sampleUnit(region);
  if (unit.kind !== "limb") throw new RangeError(`the sample's ${region} is no limb`);
  const { columns, rows, spacingMm, slices, sliceDistanceMm } = parameters;
  const { lowestMm } = parameters.regions[region];
  // The field of view of the sample study, in larger pixels.
  const corner = (axis: 0 | 1) => unit.originMm[axis] + (spacingMm - unit.spacingMm[axis]) / 2;
  const grid: Grid = {
    size: [columns, rows, slices],
    spacingMm: [spacingMm, spacingMm, sliceDistanceMm],
    originMm: [corner(0), corner(1), unit.originMm[2] + lowestMm],
    direction: unit.direction,
  };
  const legs: Leg[] = unit.legs.map(({ side, scale, ...leg }) => ({
    ...leg,
    side,
    scale: scale * one.scale,
    seed: hashSeed(seed, `${one.key}/${side}`),
    conditionOf: (code) => {
      const grade = one.grades[code]?.[side] ?? 0;
      return { grade, oedema: grade >= 3 ? 0.3 : 0, fatArea: fatAreaOf(seed, one.key, `${code}/${side}`, grade) };
    },
  }));
  const slice = { columns, rows, spacingMm, originMm: [grid.originMm[0], grid.originMm[1]] as const };
  const paint = makePainter({
    grid,
    seed,
    series: one.study.series.filter((series) => series.unit === region).toSorted((a, b) => a.channel - b.channel),
    draw: (sliceIndex) => {
      const { t1, water, labels } = drawLimbSlice(region, legs, lowestMm + sliceIndex * sliceDistanceMm, slice);
      return { signals: [t1, water], labels };
    },
  });
  return { paint, grid, thicknessMm: unit.thicknessMm };
}
