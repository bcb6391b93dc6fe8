import { firstOrderOfSorted, type FirstOrder, type FirstOrderSettings } from "#shared/statistics/firstOrder.ts";
import { mergeSorted } from "#shared/statistics/mergeSorted.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";

/** How an extraction bins and shifts grey values. */
export type MeterSettings = Omit<FirstOrderSettings, "voxelVolumeMm3">;

/** Size and grey values of one segment. */
export interface SegmentMeasures {
  /** On the slice on show. */
  readonly sliceVoxels: number;
  /** Null where millimetres are unknown. */
  readonly sliceAreaMm2: number | null;
  readonly voxels: number;
  /** Voxels times their volume; null where spacing is uneven or unknown. */
  readonly volumeMl: number | null;
  /** It has no voxels on a slice between two that have some: its volume is that of the drawn slices alone. */
  readonly hasGaps: boolean;
  /** Over all its voxels; null where it has none, or the image is in colour. */
  readonly firstOrder: FirstOrder | null;
}

/** What is known of one segment: its values slice by slice, and all those outside the slice that changed last. */
interface KnownSegment {
  /** Ascending; by slice. */
  readonly slices: Map<number, Float64Array>;
  rest: { readonly without: number; readonly values: Float64Array } | null;
}

const nothing = new Float64Array(0);

/**
 * Measures the segments of one label map. Values are kept in order, slice by slice, so that a stroke costs the ordering of one slice and one pass over the
 * segment's voxels: it keeps up with the brush.
 */
export class SegmentMeter {
  readonly #volume: Volume;
  readonly #slice: (sliceIndex: number) => Uint8Array;
  readonly #voxels: (sliceIndex: number) => Promise<ArrayLike<number>>;
  readonly #known = new Map<number, KnownSegment>();
  /** By slice, the segments on it. */
  readonly #present = new Map<number, ReadonlySet<number>>();
  #lastChanged = 0;

  constructor(volume: Volume, slice: (sliceIndex: number) => Uint8Array, voxels: (sliceIndex: number) => Promise<ArrayLike<number>>) {
    this.#volume = volume;
    this.#slice = slice;
    this.#voxels = voxels;
  }

  /** This slice has changed. */
  forget(sliceIndex: number): void {
    this.#lastChanged = sliceIndex;
    this.#present.delete(sliceIndex);
    for (const known of this.#known.values()) {
      known.slices.delete(sliceIndex);
      if (known.rest?.without !== sliceIndex) known.rest = null;
    }
  }

  /** The segments that have voxels. */
  drawnSegments(): ReadonlySet<number> {
    const drawn = new Set<number>();
    for (let k = 0; k < this.#volume.slices; k++) {
      let present = this.#present.get(k);
      if (!present) {
        present = labelsOn(this.#slice(k));
        this.#present.set(k, present);
      }
      for (const segment of present) drawn.add(segment);
    }
    return drawn;
  }

  /** Measures a segment, with the bins and the shift of an extraction; voxels of slices it has not seen are fetched. */
  async measure(segment: number, sliceIndex: number, settings: MeterSettings): Promise<SegmentMeasures> {
    const known = this.#known.get(segment) ?? { slices: new Map<number, Float64Array>(), rest: null };
    this.#known.set(segment, known);
    // A slice may change while another is fetched: until all are known.
    while (known.slices.size < this.#volume.slices) await this.#readSlices(segment, known);
    const values = this.#all(known);
    const { hasPatientGeometry, isRegular, samplesPerPixel } = this.#volume;
    const [x, y, z] = gridOf(this.#volume).spacingMm;
    const sliceVoxels = known.slices.get(sliceIndex)?.length ?? 0;
    return {
      sliceVoxels,
      sliceAreaMm2: hasPatientGeometry ? sliceVoxels * x * y : null,
      voxels: values.length,
      volumeMl: hasPatientGeometry && isRegular ? (values.length * x * y * z) / 1000 : null,
      hasGaps: hasGaps(known.slices),
      firstOrder:
        samplesPerPixel === 1
          ? firstOrderOfSorted(values, { ...settings, voxelVolumeMm3: hasPatientGeometry && isRegular ? x * y * z : null })
          : null,
    };
  }

  async #readSlices(segment: number, { slices }: KnownSegment): Promise<void> {
    for (let k = 0; k < this.#volume.slices; k++) {
      if (slices.has(k)) continue;
      const isAbsent = !this.#slice(k).includes(segment);
      const grey = isAbsent ? nothing : await this.#greyVoxels(k);
      // Taken after the wait: the labels as they are now.
      slices.set(k, valuesOf(grey, this.#slice(k), segment));
    }
  }

  #all(known: KnownSegment): Float64Array {
    const without = this.#lastChanged;
    known.rest ??= { without, values: mergeSorted([...known.slices].filter(([k]) => k !== without).map(([, values]) => values)) };
    return mergeSorted([known.rest.values, known.slices.get(known.rest.without) ?? nothing]);
  }

  async #greyVoxels(sliceIndex: number): Promise<ArrayLike<number>> {
    return this.#volume.samplesPerPixel === 1 ? this.#voxels(sliceIndex) : new Uint8Array(this.#volume.columns * this.#volume.rows);
  }
}

function hasGaps(slices: KnownSegment["slices"]): boolean {
  const drawn = [...slices].filter(([, values]) => values.length > 0).map(([k]) => k);
  return drawn.length > 0 && Math.max(...drawn) - Math.min(...drawn) + 1 > drawn.length;
}

/** The segments that have voxels on a slice. */
function labelsOn(labels: Uint8Array): ReadonlySet<number> {
  const isThere = new Uint8Array(256);
  for (let index = 0; index < labels.length; index++) isThere[labels[index]!] = 1;
  return new Set(Array.from(isThere.keys()).filter((label) => label > 0 && isThere[label] === 1));
}

/** The values of the voxels of a segment on a slice, ascending. */
function valuesOf(grey: ArrayLike<number>, labels: Uint8Array, segment: number): Float64Array {
  let count = 0;
  const first = labels.indexOf(segment);
  if (first < 0) return nothing;
  for (let index = first; index < labels.length; index++) if (labels[index] === segment) count++;
  const values = new Float64Array(count);
  let at = 0;
  for (let index = first; index < labels.length; index++) if (labels[index] === segment) values[at++] = grey[index]!;
  return values.sort();
}
