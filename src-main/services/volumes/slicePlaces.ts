import { commonGrid } from "./commonGrid.ts";
import { pixelEdge } from "./lattice.ts";
import type { SeriesFrame } from "./seriesFrame.ts";

/** Distances closer than this, mm, are always one place. */
const samePlaceMm = 0.01;
/** Share of the smallest pixel edge, and of the usual step between slices, within which rounding in the files may set two slices of one place apart. */
const ofPixel = 0.05;
const ofStep = 0.1;

/** Where slices of one grid lie along its normal. */
export interface SlicePlaces {
  /** Slices of one place share a number; counted along the normal. All 0 where the files do not say where they lie. */
  readonly numbers: ReadonlyMap<SeriesFrame, number>;
  /** Along the normal, mm; null where the files do not say. */
  readonly distancesMm: ReadonlyMap<SeriesFrame, number> | null;
  /** Steps up to this, mm, lead to no other place. */
  readonly toleranceMm: number;
}

/** Numbers the places of slices that lie on one grid (see separateGeometries). */
export function findPlaces(frames: readonly SeriesFrame[]): SlicePlaces {
  const grid = commonGrid(frames);
  if (!grid) return { numbers: new Map(frames.map((slice) => [slice, 0])), distancesMm: null, toleranceMm: samePlaceMm };
  const placed = frames.map((slice, index) => ({ slice, distance: grid.places[index]![2] })).sort((a, b) => a.distance - b.distance);
  const toleranceMm = toleranceOf(
    placed.map(({ distance }) => distance),
    pixelEdge(grid.lattice),
  );
  let number = 0;
  return {
    numbers: new Map(
      placed.map(({ slice, distance }, index) => {
        if (index > 0 && distance - placed[index - 1]!.distance > toleranceMm) number += 1;
        return [slice, number];
      }),
    ),
    distancesMm: new Map(placed.map(({ slice, distance }) => [slice, distance])),
    toleranceMm,
  };
}

/** Steps of rounding are told from those of slices by being far smaller than these. */
function toleranceOf(sorted: readonly number[], edgeMm: number): number {
  const steps = sorted.slice(1).map((distance, index) => distance - sorted[index]!);
  const real = steps.filter((step) => step > Math.max(samePlaceMm, edgeMm * ofPixel)).sort((a, b) => a - b);
  const usual = real[Math.floor((real.length - 1) / 2)];
  return usual === undefined ? samePlaceMm : Math.max(samePlaceMm, Math.min(edgeMm * ofPixel, usual * ofStep));
}

/** Whether slices at these distances, in order, follow each other evenly: within a hundredth of the usual step. Two always do. */
export function isEven(sortedMm: readonly number[]): boolean {
  const steps = sortedMm.slice(1).map((distance, index) => distance - sortedMm[index]!);
  const usual = usualStep(steps);
  return steps.every((step) => Math.abs(step - usual) <= Math.max(samePlaceMm, usual * 0.01));
}

/** The median step. */
export function usualStep(steps: readonly number[]): number {
  return steps.toSorted((a, b) => a - b)[Math.floor((steps.length - 1) / 2)] ?? 0;
}
