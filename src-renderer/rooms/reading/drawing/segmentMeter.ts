import { noVoxels, statisticsOfSums, sumsOfSlice, type VoxelSums } from "#shared/domain/segmentStatistics.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";

/** Size and grey values of one segment. */
export interface SegmentMeasures {
  /** On the slice on show. */
  readonly sliceVoxels: number;
  /** Null where millimetres are unknown. */
  readonly sliceAreaMm2: number | null;
  readonly voxels: number;
  /** Voxels times their volume; null where spacing is uneven or unknown. */
  readonly volumeMl: number | null;
  /** Over all its voxels; null where it has none, or the image is in colour. */
  readonly mean: number | null;
  /** Of the population, as PyRadiomics' StandardDeviation. */
  readonly standardDeviation: number | null;
}

/** Measures the segments of one label map; keeps the sums of slices that have not changed. */
export class SegmentMeter {
  readonly #volume: Volume;
  readonly #slice: (sliceIndex: number) => Uint8Array;
  readonly #voxels: (sliceIndex: number) => Promise<ArrayLike<number>>;
  /** By slice, then by segment. */
  readonly #known = new Map<number, Map<number, VoxelSums>>();

  constructor(volume: Volume, slice: (sliceIndex: number) => Uint8Array, voxels: (sliceIndex: number) => Promise<ArrayLike<number>>) {
    this.#volume = volume;
    this.#slice = slice;
    this.#voxels = voxels;
  }

  /** This slice has changed. */
  forget(sliceIndex: number): void {
    this.#known.delete(sliceIndex);
  }

  /** Measures a segment; voxels of slices it has not seen are fetched. */
  async measure(segment: number, sliceIndex: number): Promise<SegmentMeasures> {
    const slices: VoxelSums[] = [];
    for (let k = 0; k < this.#volume.slices; k++) {
      const known = this.#known.get(k) ?? new Map<number, VoxelSums>();
      this.#known.set(k, known);
      let sums = known.get(segment);
      if (!sums) {
        const isAbsent = !this.#slice(k).includes(segment);
        const grey = isAbsent ? [] : await this.#greyVoxels(k);
        // Summed after the wait: the labels as they are now. A slice that changed meanwhile has another map of known sums.
        sums = isAbsent ? noVoxels : sumsOfSlice(grey, this.#slice(k), segment);
        if (this.#known.get(k) === known) known.set(segment, sums);
      }
      slices.push(sums);
    }
    const { voxels, areaMm2, volumeMl, mean, standardDeviation } = statisticsOfSums(slices, gridOf(this.#volume).spacingMm);
    const { hasPatientGeometry, isRegular, samplesPerPixel } = this.#volume;
    const isGrey = samplesPerPixel === 1;
    return {
      sliceVoxels: slices[sliceIndex]?.count ?? 0,
      sliceAreaMm2: hasPatientGeometry ? (areaMm2[sliceIndex] ?? 0) : null,
      voxels,
      volumeMl: hasPatientGeometry && isRegular ? volumeMl : null,
      mean: isGrey ? mean : null,
      standardDeviation: isGrey ? standardDeviation : null,
    };
  }

  async #greyVoxels(sliceIndex: number): Promise<ArrayLike<number>> {
    return this.#volume.samplesPerPixel === 1 ? this.#voxels(sliceIndex) : new Uint8Array(this.#volume.columns * this.#volume.rows);
  }
}
