import type { Bundle2 } from "#shared/domain/bundle/bundle2.ts";
import type { Grid } from "#shared/domain/geometry.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { VoxelArray } from "#shared/domain/volume.ts";
import { rangeOf } from "./normaliseImage.ts";
import { spacingOf, tensorAxes, turnedGrid } from "./tensorGrid.ts";

/** What is said of a case that lies outside of what a network was trained on. */
export interface RangeNotes {
  spacing(grid: Grid): void;
  intensity(name: string, voxels: VoxelArray): void;
  row(row: Readonly<Record<string, number>>): void;
  readonly notes: readonly string[];
}

/** Collects it, in sentences. Throws PlainError instead where the bundle refuses such cases, and where an image is the same everywhere. */
export function rangeNotes(bundle: Bundle2): RangeNotes {
  const { ranges } = bundle.provenance;
  const notes: string[] = [];
  const tell = (words: string) => {
    if (ranges.outside === "refuse")
      throw new PlainError(`${words} ${bundle.name} ${bundle.version} refuses such cases (provenance.ranges); nothing was computed.`);
    notes.push(words);
  };
  const number = (value: number) => Number(value.toPrecision(4));
  return {
    notes,
    spacing: (grid) => {
      if (ranges.spacingMm === null || bundle.kind === "table" || !bundle.input) return;
      const spacing = spacingOf(turnedGrid(grid, tensorAxes(grid.direction, bundle.input)));
      for (const [axis, [low, high]] of ranges.spacingMm.entries())
        if (spacing[axis]! < low || spacing[axis]! > high)
          tell(
            `The spacing along the tensor's axis ${axis} is ${number(spacing[axis]!)} mm, outside of the ${number(low)} to ${number(high)} mm of the training data.`,
          );
    },
    intensity: (name, voxels) => {
      const [low, high] = rangeOf(voxels);
      if (low === high)
        throw new PlainError(
          `The image ${name} is ${number(low)} everywhere: there is nothing on it. Check the file; nothing was computed.`,
        );
      const range = ranges.intensity[name];
      if (!range) return;
      if (low < range[0] || high > range[1])
        tell(
          `The intensities of ${name} reach from ${number(low)} to ${number(high)}, outside of the ${number(range[0])} to ${number(range[1])} of the training data.`,
        );
    },
    row: (row) => {
      const columns = bundle.kind === "table" || bundle.kind === "ensemble" ? (bundle.table?.columns ?? []) : [];
      for (const { name, min, max } of columns)
        if (row[name]! < min || row[name]! > max)
          tell(`${name} is ${number(row[name]!)}, outside of the ${number(min)} to ${number(max)} of the training data.`);
    },
  };
}
