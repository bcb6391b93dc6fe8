import { patientToVoxel, voxelToPatient } from "#shared/domain/geometry.ts";
import { labelSampler } from "#shared/domain/labelSampler.ts";
import type { SliceSampler } from "#shared/domain/nearestLabels.ts";
import type { Segment, Segmentation } from "#shared/domain/segment.ts";
import type { Transform } from "#shared/domain/transform/transform.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import type { VoxelBox } from "./brush.ts";
import type { DrawingSession } from "./drawingSession.ts";

/** A label map as it was when it was read. */
export interface ReadLabels {
  readonly segmentation: Segmentation;
  readonly labels: Uint8Array;
}

/**
 * What was drawn on one volume, shown on another of the same space: each voxel there has the label of the nearest voxel drawn; or, through a transform of its
 * points to those of the volume drawn on, see labelsThrough. It cannot be drawn on.
 */
export class Projection {
  readonly drawnOn: Volume;
  readonly segmentationId: string;
  readonly isCarried: boolean;
  readonly #target: Volume;
  readonly #sample: SliceSampler;
  readonly #labels: Uint8Array;
  readonly #stale = new Set<number>();
  readonly #onChange: () => void;
  #source: ReadLabels | DrawingSession;
  #stopSource: () => void = () => {};

  /** @param onChange called where the picture is another one. */
  constructor(drawnOn: Volume, target: Volume, read: ReadLabels, onChange: () => void, transform?: Transform) {
    this.drawnOn = drawnOn;
    this.segmentationId = read.segmentation.id;
    this.#target = target;
    this.isCarried = transform !== undefined;
    this.#sample = labelSampler(drawnOn, target, transform);
    this.#labels = new Uint8Array(target.columns * target.rows * target.slices);
    this.#source = read;
    this.#onChange = onChange;
    this.#changed();
  }

  /** From now on shows what is drawn in a session of this segmentation, as it is drawn. */
  follow(session: DrawingSession): void {
    if (session === this.#source) return;
    this.#stopSource();
    this.#source = session;
    const stops = [
      session.onLabels((slice, box) => this.#changed(this.#slicesOf(slice, box))),
      session.state.subscribe(() => this.#onChange()),
    ];
    this.#stopSource = () => {
      for (const stop of stops) stop();
    };
    this.#changed();
  }

  stop(): void {
    this.#stopSource();
  }

  get segmentation(): Segmentation {
    return "state" in this.#source ? this.#source.state.value.segmentation : this.#source.segmentation;
  }

  get segments(): readonly Segment[] {
    return this.segmentation.segments;
  }

  /** Segments that the reader has hidden where they were drawn. */
  get hidden(): ReadonlySet<number> {
    return "state" in this.#source ? this.#source.state.value.hidden : new Set();
  }

  /** One label a voxel of the target, i fastest; right on these slices. */
  labelsOn(slices: Iterable<number>): Uint8Array {
    const perSlice = this.#target.columns * this.#target.rows;
    for (const slice of slices) {
      if (this.#stale.delete(slice))
        this.#sample(this.#source.labels, slice, this.#labels.subarray(slice * perSlice, (slice + 1) * perSlice));
    }
    return this.#labels;
  }

  /** The revision on show. */
  get revision(): number {
    return "state" in this.#source ? this.#source.revision : this.#source.segmentation.revision;
  }

  #changed([first, last]: readonly [number, number] = [0, this.#target.slices - 1]): void {
    for (let slice = first; slice <= last; slice++) this.#stale.add(slice);
    this.#onChange();
  }

  /** The first and the last slice of the target that a box of voxels of a slice can reach: a stroke must not have the whole volume brought over anew. */
  #slicesOf(slice: number, { firstColumn, lastColumn, firstRow, lastRow }: VoxelBox): readonly [number, number] {
    if (this.isCarried) return [0, this.#target.slices - 1];
    const [source, target] = [gridOf(this.drawnOn), gridOf(this.#target)];
    const places = [firstColumn - 1, lastColumn + 1].flatMap((i) =>
      [firstRow - 1, lastRow + 1].flatMap((j) =>
        [slice - 1, slice + 1].map((k) => patientToVoxel(target, voxelToPatient(source, [i, j, k]))[2]),
      ),
    );
    return [Math.max(0, Math.floor(Math.min(...places))), Math.min(this.#target.slices - 1, Math.ceil(Math.max(...places)))];
  }
}
