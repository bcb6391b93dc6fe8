import { compareVolumes, type VolumeFit } from "#shared/domain/volumeFit.ts";
import type { Volume } from "#shared/domain/volume.ts";

/** Whether what was drawn on one volume can be measured on another one, and where their grids differ, by how much. */
export function compareGrids(drawnOn: Volume, measured: Volume): VolumeFit {
  if (measured.samplesPerPixel !== 1)
    return { volumeId: measured.id, fit: "no", differences: [], reason: "It is in colour; features are defined on grey values only." };
  return compareVolumes(drawnOn, measured);
}
