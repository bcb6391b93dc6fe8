import { segmentInWords } from "#shared/domain/segmentInWords.ts";
import { gridOf } from "#shared/domain/volume.ts";
import { joinBoxes, type VoxelBox } from "../../../drawing/brush.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import type { DrawingSettings } from "../../../drawing/drawingSettings.ts";
import { paintedLooks } from "../../../drawing/segmentLook.ts";
import type { ToolPreview } from "../../../drawing/toolPreview.ts";
import type { ImageViewport } from "../../../viewer/imageViewport.ts";
import { LabelLayer } from "../../../viewer/labelLayer.ts";
import { NameLayer } from "../../../viewer/nameLayer.ts";

interface Options {
  readonly viewport: ImageViewport;
  readonly labels: HTMLCanvasElement;
  readonly names: HTMLCanvasElement;
  readonly session: () => DrawingSession | null;
  readonly settings: () => DrawingSettings;
  /** What a tool shows; null for nothing. */
  readonly preview: () => ToolPreview | null;
  /** The segment that stands out; null where none does. */
  readonly highlighted: () => number | null;
  /** Without the segments' fill: a segment's colour over a map's would be read as another value. */
  readonly isOutlineOnly: () => boolean;
  readonly onDraw: () => void;
}

const namesDelayMs = 150;

/** The picture of the segments over one image, drawn again once a frame where something changed. */
export class LabelPicture {
  readonly #options: Options;
  readonly #layer: LabelLayer;
  readonly #names: NameLayer;
  #frame = 0;
  #namesTimer = 0;
  #dirty: VoxelBox | "all" | null = null;

  constructor(options: Options) {
    this.#options = options;
    this.#layer = new LabelLayer(options.labels, options.viewport);
    this.#names = new NameLayer(options.names, options.viewport);
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    window.clearTimeout(this.#namesTimer);
  }

  /** Draws again what lies in a box of voxels of the slice on show, or all. */
  redraw(box: VoxelBox | "all"): void {
    this.#dirty = box === "all" || this.#dirty === "all" ? "all" : joinBoxes(this.#dirty, box);
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#frame = 0;
    const dirty = this.#dirty;
    this.#dirty = null;
    this.#options.onDraw();
    const session = this.#options.session();
    const { volume, sliceIndex, plane } = this.#options.viewport.state;
    const preview = this.#options.preview();
    const isPreviewed = preview?.labels !== undefined && plane === "acquisition" && preview.sliceIndex === sliceIndex;
    const { hasNames } = this.#options.settings();
    const shown =
      session && volume
        ? {
            size: gridOf(volume).size,
            labels: session.labels,
            ...(isPreviewed && { labels: preview.labels, sliceAlone: sliceIndex, dashed: preview.proposed }),
            segments: session.state.value.segmentation.segments,
            hidden: session.state.value.hidden,
            activeSegment: session.state.value.activeSegment,
            highlighted: this.#options.highlighted(),
            ...paintedLooks(session.state.value, this.#options.isOutlineOnly()),
          }
        : null;
    this.#layer.draw(shown, dirty === "all" || dirty === null ? undefined : this.#onScreen(dirty, sliceIndex));
    // While a stroke grows, the names stay where they are.
    window.clearTimeout(this.#namesTimer);
    const drawNames = () => this.#names.draw(hasNames ? shown : null, segmentInWords);
    if (dirty === "all") drawNames();
    else this.#namesTimer = window.setTimeout(drawNames, namesDelayMs);
  }

  /** The box of the screen that holds a box of voxels, with a margin for outlines. */
  #onScreen(box: VoxelBox, sliceIndex: number) {
    const corners = [box.firstColumn - 1, box.lastColumn + 1]
      .flatMap((column) =>
        [box.firstRow - 1, box.lastRow + 1].map((row) => this.#options.viewport.voxelToCanvas([column, row, sliceIndex])),
      )
      .filter((point) => point !== null);
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    const [x, y] = [Math.min(...xs) - 3, Math.min(...ys) - 3];
    return { x, y, width: Math.max(...xs) + 3 - x, height: Math.max(...ys) + 3 - y };
  }
}
