import { gridOf } from "#shared/domain/volume.ts";
import type { ProjectionDesk } from "../../../drawing/projectionDesk.ts";
import type { ImageViewport } from "../../../viewer/imageViewport.ts";
import { LabelLayer } from "../../../viewer/labelLayer.ts";

/** The outlines of what was drawn on another volume, over one image, drawn again once a frame where something changed. */
export class ProjectedPicture {
  readonly #viewport: ImageViewport;
  readonly #projections: ProjectionDesk;
  readonly #layer: LabelLayer;
  readonly #isHidden: () => boolean;
  #frame = 0;

  constructor(canvas: HTMLCanvasElement, viewport: ImageViewport, projections: ProjectionDesk, isHidden: () => boolean) {
    this.#viewport = viewport;
    this.#projections = projections;
    this.#isHidden = isHidden;
    this.#layer = new LabelLayer(canvas, viewport);
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
    const projection = volume && this.#projections.shown.value.get(volume.id);
    if (!projection || this.#isHidden()) {
      this.#layer.draw(null);
      return;
    }
    const slices = plane === "acquisition" ? [sliceIndex] : Array.from({ length: volume.slices }, (_, slice) => slice);
    this.#layer.draw({
      size: gridOf(volume).size,
      labels: projection.labelsOn(slices),
      segments: projection.segments,
      hidden: projection.hidden,
      activeSegment: null,
      isOutlined: true,
      isDashed: true,
      fillOpacity: 0,
    });
  }
}
