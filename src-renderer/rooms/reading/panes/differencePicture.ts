import { gridOf } from "#shared/domain/volume.ts";
import { differenceSegments } from "../../../drawing/difference.ts";
import type { DifferenceDesk } from "../../../drawing/differenceDesk.ts";
import type { ImageViewport } from "../../../viewer/imageViewport.ts";
import { LabelLayer } from "../../../viewer/labelLayer.ts";

/** Two segmentations over one image in the colours of their difference, drawn again once a frame where something changed. */
export class DifferencePicture {
  readonly #viewport: ImageViewport;
  readonly #desk: DifferenceDesk;
  readonly #layer: LabelLayer;
  #frame = 0;

  constructor(canvas: HTMLCanvasElement, viewport: ImageViewport, desk: DifferenceDesk) {
    this.#viewport = viewport;
    this.#desk = desk;
    this.#layer = new LabelLayer(canvas, viewport);
  }

  /** True where the difference stands in place of the segments. */
  get isShown(): boolean {
    const { volume } = this.#viewport.state;
    return volume !== null && this.#desk.shown.value?.a.volume.id === volume.id;
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
  }

  redraw(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#frame = 0;
    const { volume, plane, sliceIndex } = this.#viewport.state;
    const difference = this.#desk.shown.value;
    if (!volume || !difference || !this.isShown) {
      this.#layer.draw(null);
      return;
    }
    this.#layer.draw({
      size: gridOf(volume).size,
      labels: difference.labelsOn(plane === "acquisition" ? [sliceIndex] : Array.from({ length: volume.slices }, (_, slice) => slice)),
      segments: differenceSegments,
      hidden: new Set(),
      activeSegment: null,
      isOutlined: true,
      fillOpacity: 0.45,
    });
  }
}
