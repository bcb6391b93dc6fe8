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

interface SliceSums {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared differences from the slice's mean. */
  readonly squares: number;
}

/** Count, mean and sum of squared differences of one segment's voxels on one slice. Two passes, so that large values lose nothing. */
export function sumSlice(labels: Uint8Array, voxels: ArrayLike<number>, segment: number): SliceSums {
  let count = 0;
  let sum = 0;
  for (let index = 0; index < labels.length; index++) {
    if (labels[index] !== segment) continue;
    count++;
    sum += voxels[index]!;
  }
  const mean = count === 0 ? 0 : sum / count;
  let squares = 0;
  for (let index = 0; index < labels.length; index++) if (labels[index] === segment) squares += (voxels[index]! - mean) ** 2;
  return { count, mean, squares };
}

/** The sums of two sets of voxels together (Chan, Golub and LeVeque, 1979). */
export function joinSums(a: SliceSums, b: SliceSums): SliceSums {
  const count = a.count + b.count;
  if (count === 0) return a;
  const distance = b.mean - a.mean;
  return { count, mean: a.mean + (distance * b.count) / count, squares: a.squares + b.squares + (distance ** 2 * a.count * b.count) / count };
}

/** Measures the segments of one label map; keeps the sums of slices that have not changed. */
export class SegmentMeter {
  readonly #volume: Volume;
  readonly #slice: (sliceIndex: number) => Uint8Array;
  readonly #voxels: (sliceIndex: number) => Promise<ArrayLike<number>>;
  /** By slice, then by segment. */
  readonly #known = new Map<number, Map<number, SliceSums>>();

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
    let sums: SliceSums = { count: 0, mean: 0, squares: 0 };
    let onSlice = 0;
    for (let k = 0; k < this.#volume.slices; k++) {
      const known = this.#known.get(k) ?? new Map<number, SliceSums>();
      this.#known.set(k, known);
      let slice = known.get(segment);
      if (!slice) {
        const isAbsent = !this.#slice(k).includes(segment);
        const grey = isAbsent ? [] : await this.#greyVoxels(k);
        // Summed after the wait: the labels as they are now. A slice that changed meanwhile has another map of known sums.
        slice = isAbsent ? { count: 0, mean: 0, squares: 0 } : sumSlice(this.#slice(k), grey, segment);
        if (this.#known.get(k) === known) known.set(segment, slice);
      }
      if (k === sliceIndex) onSlice = slice.count;
      sums = joinSums(sums, slice);
    }
    const { spacingMm } = gridOf(this.#volume);
    const { hasPatientGeometry, isRegular, samplesPerPixel } = this.#volume;
    const hasGrey = samplesPerPixel === 1 && sums.count > 0;
    return {
      sliceVoxels: onSlice,
      sliceAreaMm2: hasPatientGeometry ? onSlice * spacingMm[0] * spacingMm[1] : null,
      voxels: sums.count,
      volumeMl: hasPatientGeometry && isRegular ? (sums.count * spacingMm[0] * spacingMm[1] * spacingMm[2]) / 1000 : null,
      mean: hasGrey ? sums.mean : null,
      standardDeviation: hasGrey ? Math.sqrt(sums.squares / sums.count) : null,
    };
  }

  async #greyVoxels(sliceIndex: number): Promise<ArrayLike<number>> {
    return this.#volume.samplesPerPixel === 1 ? this.#voxels(sliceIndex) : new Uint8Array(this.#volume.columns * this.#volume.rows);
  }
}
