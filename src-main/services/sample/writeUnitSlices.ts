import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeUnitPainter, unitGrid } from "./drawUnit.ts";
import { sampleParameters, sampleUnit } from "./sampleParameters.ts";
import { writeInstance } from "./writeInstance.ts";

/** A piece of the sample studies for one thread: slices of one unit, from `first` up to but not `end`. */
export interface SlicesTask {
  readonly folder: string;
  readonly unit: string;
  readonly first: number;
  readonly end: number;
  readonly seed: number;
}

/** Draws and writes the DICOM files of a task into its folder; `onSlice` is called after each slice. */
export function writeUnitSlices(task: SlicesTask, onSlice: (files: number) => void): void {
  const { studies } = sampleParameters();
  const grid = unitGrid(task.unit);
  const draw = makeUnitPainter(task.unit, task.seed);
  for (let sliceIndex = task.first; sliceIndex < task.end; sliceIndex++) {
    const { images } = draw(sliceIndex);
    for (const { series, pixels } of images) {
      const study = studies.find((one) => one.series.includes(series))!;
      const bytes = writeInstance({
        seed: task.seed,
        study,
        series,
        grid,
        sliceThicknessMm: sampleUnit(task.unit).thicknessMm,
        sliceIndex,
        pixels,
      });
      writeFileSync(join(task.folder, `${series.key.replace(" ", "-")}-${String(sliceIndex + 1).padStart(3, "0")}.dcm`), bytes);
    }
    onSlice(images.length);
  }
}
