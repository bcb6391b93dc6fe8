import type { Series } from "#shared/api/study.ts";
import type { Volume } from "#shared/domain/volume.ts";

/** What Cornerstone may ask about a volume. */
export interface ShownVolume {
  readonly volume: Volume;
  readonly modality: string;
}

const shown = new Map<string, ShownVolume>();

/** Makes the volumes of a series known to the viewer's loader and metadata. */
export function registerSeries(series: Series): void {
  for (const volume of series.volumes) shown.set(volume.id, { volume, modality: series.modality });
}

/** A volume made known before. Throws RangeError where it was not. */
export function shownVolume(volumeId: string): ShownVolume {
  const found = shown.get(volumeId);
  if (!found) throw new RangeError(`volume ${volumeId} was not registered with the viewer`);
  return found;
}
