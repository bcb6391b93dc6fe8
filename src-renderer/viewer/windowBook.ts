import type { KeptWindow } from "#shared/api/arrangement.ts";
import type { Series } from "#shared/api/study.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { windowOfKept } from "./keptWindow.ts";
import { loadSliceVoxels } from "./sliceVoxels.ts";
import { windowBetween, windowOfSlice, type GreyWindow } from "./window.ts";
import { volumeStatistics, type GreyStatistics } from "../client/volumeStatistics.ts";

export interface WindowPreset {
  readonly name: string;
  readonly window: GreyWindow;
}

/** Windows for Hounsfield units, as OHIF offers them. */
const hounsfield: readonly WindowPreset[] = [
  { name: "Soft tissue", window: { center: 40, width: 400 } },
  { name: "Lung", window: { center: -600, width: 1500 } },
  { name: "Liver", window: { center: 90, width: 150 } },
  { name: "Bone", window: { center: 480, width: 2500 } },
  { name: "Brain", window: { center: 40, width: 80 } },
];

/** How much longer than for its slice the first picture waits for the volume's percentiles, before it makes do with those of the slice. */
const patienceMs = 150;

/** The grey windows of the volumes on the desk: the first one, and those to choose from. */
export class WindowBook {
  readonly #statistics = new Map<string, Promise<GreyStatistics | null>>();
  readonly #known = new Map<string, GreyStatistics>();
  readonly #initial = new Map<string, Promise<GreyWindow | null>>();
  readonly #first = new Map<string, GreyWindow>();

  /** The volume's percentiles where they are known by now. */
  known(volumeId: string): GreyStatistics | null {
    return this.#known.get(volumeId) ?? null;
  }

  statistics(volumeId: string): Promise<GreyStatistics | null> {
    const asked = this.#statistics.get(volumeId) ?? this.#ask(volumeId);
    this.#statistics.set(volumeId, asked);
    return asked;
  }

  /**
   * The window in which a volume appears: from its 1st to its 99th percentile, right for MR, where grey values have no unit. Where those are not
   * known in time, from the middle slice's. Always the same while the study is open, so that a reset shows what was shown first. Null where the slice cannot be
   * had: the viewer then says why.
   */
  initial(volume: Volume, series: Series): Promise<GreyWindow | null> {
    const known = this.#initial.get(volume.id) ?? this.#findInitial(volume, series);
    this.#initial.set(volume.id, known);
    void known.then((window) => window && this.#first.set(volume.id, window));
    return known;
  }

  /** The window in which a volume appeared; null before it did. */
  first(volumeId: string): GreyWindow | null {
    return this.#first.get(volumeId) ?? null;
  }

  /** A remembered window in the values of a volume; null where its percentiles cannot be had. */
  async ofKept(volumeId: string, kept: KeptWindow): Promise<GreyWindow | null> {
    return windowOfKept(kept, kept.unit === "share" ? await this.statistics(volumeId) : null);
  }

  /** The windows to choose from. The first nine have the keys 1 to 9. */
  presets(volume: Volume, series: Series): WindowPreset[] {
    const statistics = this.#known.get(volume.id);
    return [
      ...(statistics
        ? [
            { name: "1st to 99th percentile", window: windowBetween(statistics.low, statistics.high) },
            { name: "Darkest to brightest", window: windowBetween(statistics.minimum, statistics.maximum) },
          ]
        : []),
      ...(volume.window ? [{ name: "From the file", window: volume.window }] : []),
      ...(series.modality === "CT" ? hounsfield : []),
    ];
  }

  async #findInitial(volume: Volume, series: Series): Promise<GreyWindow | null> {
    if (series.modality === "CT") return volume.window ?? hounsfield[0]!.window;
    const slice = loadSliceVoxels(volume.id, Math.floor(volume.slices / 2)).catch(() => null);
    // A middle slice that cannot be had says nothing: the others do, however long that takes.
    const statistics = await Promise.race([
      this.statistics(volume.id),
      slice.then((voxels) => (voxels ? pause(patienceMs) : this.statistics(volume.id))),
    ]);
    if (statistics) return windowBetween(statistics.low, statistics.high);
    const voxels = await slice;
    if (!voxels) this.#initial.delete(volume.id);
    return voxels && windowOfSlice(voxels, volume);
  }

  async #ask(volumeId: string): Promise<GreyStatistics | null> {
    try {
      const found = await volumeStatistics(volumeId);
      this.#known.set(volumeId, found);
      return found;
    } catch {
      // Without them the windows come from single slices.
      return null;
    }
  }
}

function pause(milliseconds: number): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), milliseconds);
  });
}
