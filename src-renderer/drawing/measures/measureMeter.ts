import type { MeasurePlace } from "#shared/domain/measure/measure.ts";
import { measureValues, slicesOfMeasure, type MeasureValues } from "#shared/domain/measure/measureValues.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { Observable } from "../../ui/observable.ts";
import { knownSliceVoxels, loadSliceVoxels } from "../../viewer/sliceVoxels.ts";

/** What measures say, as soon as the voxels they ask for have come. */
export class MeasureMeter {
  /** Counts up when voxels have come that something asked for. */
  readonly arrivals = new Observable(0);
  /** By the place itself: a measure that moves is a new one. */
  readonly #known = new WeakMap<MeasurePlace, MeasureValues>();
  readonly #asked = new Set<string>();

  /** Without its grey values while these are on their way, and where they cannot be had. */
  valuesOf(volume: Volume, modality: string, place: MeasurePlace): MeasureValues {
    const known = this.#known.get(place);
    if (known) return known;
    const slices = slicesOfMeasure(volume, place);
    const missing = slices.filter((k) => knownSliceVoxels(volume.id, k) === null);
    const values = measureValues(volume, modality, place, (k) => knownSliceVoxels(volume.id, k));
    if (missing.length === 0) this.#known.set(place, values);
    for (const k of missing) void this.#ask(volume.id, k);
    return values;
  }

  async #ask(volumeId: string, sliceIndex: number): Promise<void> {
    const key = `${volumeId}/${sliceIndex}`;
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    try {
      await loadSliceVoxels(volumeId, sliceIndex);
      this.#asked.delete(key);
    } catch {
      // The viewport says why the slice cannot be had; it is not asked for again.
    }
    this.arrivals.set(this.arrivals.value + 1);
  }
}
