import type { KeptWay } from "#shared/api/segmentationCopy.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { compareVolumes, type VolumeFit } from "#shared/domain/volumeFit.ts";

/**
 * Whether what was drawn on one volume can be brought onto another one, by the way that registrations lead there, or by how both lie in the patient where
 * there is none. A registration that a reader accepted tells more than that both were measured in one frame of reference.
 */
export function fitThrough(drawnOn: Volume, volume: Volume, way: KeptWay | null): VolumeFit {
  if (!way) return compareVolumes(drawnOn, volume);
  // What was drawn is resampled; of slices that are not evenly spaced a grid does not tell the places.
  const isEven = drawnOn.isRegular && volume.isRegular;
  const reason = isEven ? "" : "A registration is kept, but the slices of one of both series are not evenly spaced.";
  return { volumeId: volume.id, fit: isEven ? "resample" : "no", differences: [], reason };
}
