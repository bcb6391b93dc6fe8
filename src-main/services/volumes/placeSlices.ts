import { identityDirection, type Direction, type Grid, type Vector3 } from "#shared/domain/geometry.ts";
import type { VolumeWarning } from "#shared/domain/volume.ts";
import { type CommonGrid, commonGrid } from "./commonGrid.ts";
import { worthTelling } from "./lattice.ts";
import type { Plane } from "./planes.ts";
import { isUnsplitMosaic, type SeriesFrame } from "./seriesFrame.ts";
import { findPlaces } from "./slicePlaces.ts";
import { millimetres, slicesWords } from "./warningWords.ts";

/** Slices in order, on their grid, with what is to be said of it. */
export interface PlacedSlices {
  readonly frames: readonly SeriesFrame[];
  readonly grid: Grid;
  /** See Volume.slicePositionsMm. */
  readonly slicePositionsMm: readonly number[] | null;
  readonly hasPatientGeometry: boolean;
  readonly isRegular: boolean;
  readonly warnings: readonly VolumeWarning[];
}

/**
 * Sorts slices along their normal (right-handed: i, j, k) and gives them one grid in patient space, LPS, mm. Even spacing is last minus
 * first position by the number
 * of steps; where it is uneven, the grid has the median step and `isRegular` is false. A single slice is as thick as Spacing Between
 * Slices, else Slice Thickness, says.
 * Slices that are turned, scaled or shifted by less than a tenth of a pixel against each other get the grid in their middle.
 */
export function placeSlices(unsorted: readonly SeriesFrame[]): PlacedSlices {
  const { distancesMm, toleranceMm } = findPlaces(unsorted);
  if (!distancesMm) return placeWithoutGeometry(unsorted);
  const placed = unsorted.map((slice) => ({ slice, distance: distancesMm.get(slice)! }));
  // A stable sort: slices at one position stay in the order of their instances.
  placed.sort((a, b) => (Math.abs(a.distance - b.distance) < toleranceMm ? 0 : a.distance - b.distance));
  const frames = placed.map(({ slice }) => slice);
  return placeInPatient(
    frames,
    placed.map(({ distance }) => distance),
    commonGrid(frames)!,
    toleranceMm,
  );
}

function placeWithoutGeometry(frames: readonly SeriesFrame[]): PlacedSlices {
  const { frame, columns, rows } = frames[0]!;
  const [rowSpacing, columnSpacing] = frame.pixelSpacing ?? [1, 1];
  const isMosaic = isUnsplitMosaic(frames[0]!);
  const warnings: VolumeWarning[] = [
    {
      code: "no-geometry",
      message: isMosaic
        ? "Each picture holds many slices side by side (a mosaic), and the file does not say where they lie: they are shown as flat pictures."
        : "The files do not say where these images lie in the patient: directions, reformats and volumes are unknown.",
    },
  ];
  return {
    frames,
    grid: {
      size: [columns, rows, frames.length],
      spacingMm: [columnSpacing, rowSpacing, statedSpacing(frames[0]!) ?? 1],
      originMm: [0, 0, 0],
      direction: identityDirection,
    },
    slicePositionsMm: null,
    hasPatientGeometry: false,
    isRegular: false,
    warnings,
  };
}

function placeInPatient(
  frames: readonly SeriesFrame[],
  distances: readonly number[],
  common: CommonGrid,
  toleranceMm: number,
): PlacedSlices {
  const first = frames[0]!;
  const { lattice, tiltDegrees } = common;
  const [rowSpacing, columnSpacing] = lattice.pixelSpacing;
  const spacing = spacingOf(distances, statedSpacing(first), toleranceMm);
  const isRegular = spacing.warnings.length === 0 && tiltDegrees === 0;
  return {
    frames,
    grid: {
      size: [first.columns, first.rows, frames.length],
      spacingMm: [columnSpacing, rowSpacing, spacing.spacingMm],
      originMm: originOf(common),
      direction: directionOf(lattice),
    },
    slicePositionsMm:
      tiltDegrees > 0 ? null : distances.map((distance, index) => (isRegular ? index * spacing.spacingMm : distance - distances[0]!)),
    hasPatientGeometry: true,
    isRegular,
    warnings: [...spacing.warnings, ...latticeWarnings(common)],
  };
}

/** The first slice's corner, moved onto the grid. Sums keep the file's own numbers where nothing has to be moved. */
function originOf({ lattice, places, corners, sideways }: CommonGrid): Vector3 {
  const [across, down, distance] = places[0]!;
  const [toAcross, toDown] = sideways(distance);
  return [0, 1, 2].map(
    (axis) => corners[0]![axis]! + lattice.row[axis]! * (toAcross - across) + lattice.column[axis]! * (toDown - down),
  ) as unknown as Vector3;
}

function latticeWarnings({ off, tiltDegrees }: CommonGrid): VolumeWarning[] {
  const warnings: VolumeWarning[] = [];
  if (tiltDegrees > 0) {
    warnings.push({
      code: "gantry-tilt",
      message: `The gantry was tilted by ${tiltDegrees.toFixed(1)}°: the slices do not lie straight behind each other, so reformats are slanted.`,
    });
  }
  if (off >= worthTelling) {
    warnings.push({
      code: "other",
      message:
        `The slices are turned, scaled or shifted against each other: pixels lie up to ${Math.round(off * 100)} % of a pixel ` +
        `beside the grid of this volume.`,
    });
  }
  return warnings;
}

function directionOf({ row, column, normal }: Plane): Direction {
  const axes = [row[0], column[0], normal[0], row[1], column[1], normal[1], row[2], column[2], normal[2]];
  // No negative zeros: they would show in files and lists.
  return axes.map((value) => value + 0) as unknown as Direction;
}

function statedSpacing({ frame }: SeriesFrame): number | null {
  return frame.spacingBetweenSlices ?? frame.sliceThickness;
}

function spacingOf(
  distances: readonly number[],
  stated: number | null,
  toleranceMm: number,
): { spacingMm: number; warnings: VolumeWarning[] } {
  const steps = distances.slice(1).map((distance, index) => distance - distances[index]!);
  if (steps.length === 0) {
    return stated !== null
      ? { spacingMm: stated, warnings: [] }
      : {
          spacingMm: 1,
          warnings: [
            { code: "other", message: "The file does not say how thick this slice is; 1 mm is assumed, so volumes in ml mean nothing." },
          ],
        };
  }
  const realSteps = steps.filter((step) => step > toleranceMm).sort((a, b) => a - b);
  const repeated = steps.length - realSteps.length;
  if (realSteps.length === 0) {
    return {
      spacingMm: stated ?? 1,
      warnings: [
        {
          code: "single-position",
          message: `All ${distances.length} images lie at one position: they follow each other in time or repeat, and are no volume.`,
        },
      ],
    };
  }
  const median = realSteps[Math.floor((realSteps.length - 1) / 2)]!;
  const tolerance = Math.max(toleranceMm, median * 0.01);
  const warnings: VolumeWarning[] = [];
  if (repeated > 0) {
    warnings.push({
      code: "duplicate-positions",
      message: `${slicesWords(repeated)} at the position of another, and nothing tells them apart: the slices are not one even stack.`,
    });
  }
  if (realSteps.every((step) => Math.abs(step - median) <= tolerance)) {
    const spacingMm = repeated === 0 ? (distances.at(-1)! - distances[0]!) / steps.length : median;
    return { spacingMm, warnings };
  }
  const isMultiple = realSteps.every(
    (step) =>
      Math.abs(step - Math.round(step / median) * median) <= tolerance * Math.max(1, Math.round(step / median)) &&
      Math.round(step / median) >= 1,
  );
  if (isMultiple) {
    const missing = realSteps.reduce((sum, step) => sum + Math.round(step / median) - 1, 0);
    const gap = steps.findIndex((step) => Math.round(step / median) > 1);
    warnings.push({
      code: "missing-slices",
      message:
        `${missing === 1 ? "1 slice is" : `${missing} slices are`} missing (the first gap is behind slice ${gap + 1}): the slices ` +
        `lie ${millimetres(median)} apart, but up to ${millimetres(realSteps.at(-1)!)} there.`,
    });
  } else {
    warnings.push({
      code: "uneven-spacing",
      message:
        `The slices lie unevenly, from ${millimetres(realSteps[0]!)} to ${millimetres(realSteps.at(-1)!)} apart: reformats and ` +
        `volumes in ml are not exact.`,
    });
  }
  return { spacingMm: median, warnings };
}
