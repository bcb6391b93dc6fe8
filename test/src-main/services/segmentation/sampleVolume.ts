import { onTestFinished } from "vitest";
import type { Grid } from "#shared/domain/geometry.ts";
import { createSegmentations, type Segmentations } from "../../../../src-main/services/segmentation/index.ts";
import { openStore, type Store } from "../../../../src-main/services/store/index.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { volumeOn } from "./volumeOn.ts";

/** A small oblique grid, left-handed, as a scanner may give it. */
export const obliqueGrid: Grid = {
  size: [7, 5, 4],
  spacingMm: [0.7, 0.9, 6.5],
  originMm: [-93.125, 41.0625, -512.3],
  direction: [Math.cos(0.3), Math.sin(0.3), 0, Math.sin(0.3), -Math.cos(0.3), 0, 0, 0, 1],
};

/** The service on a data folder of its own, or on one that is there; `close` ends it early. */
export function openSegmentations(
  grid: Grid = obliqueGrid,
  dataFolder: string = temporaryFolder(),
): { segmentations: Segmentations; store: Store; dataFolder: string; close: () => void } {
  const store = openStore(dataFolder);
  let isOpen = true;
  const close = () => {
    if (isOpen) store.close();
    isOpen = false;
  };
  onTestFinished(close);
  const segmentations = createSegmentations({
    store,
    volumes: { describe: (id) => volumeOn(grid, id), describeStudy: () => ({ series: [] }) },
  });
  return { segmentations, store, dataFolder, close };
}

/** A stroke that fills slices with what a function says. */
export function strokeOf(tool: string, grid: Grid, slices: readonly number[], label: (index: number, slice: number) => number) {
  return {
    tool,
    slices: slices.map((sliceIndex) => ({
      sliceIndex,
      labels: Uint8Array.from({ length: grid.size[0] * grid.size[1] }, (_, index) => label(index, sliceIndex)),
    })),
  };
}
