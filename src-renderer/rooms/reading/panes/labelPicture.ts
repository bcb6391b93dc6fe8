import { gathered } from "#shared/domain/drawing/cut.ts";
import { segmentInWords } from "#shared/domain/segmentInWords.ts";
import { gridOf } from "#shared/domain/volume.ts";
import { joinBoxes, type VoxelBox } from "../../../drawing/brush.ts";
import type { DrawingSession } from "../../../drawing/drawingSession.ts";
import type { DrawingSettings } from "../../../drawing/drawingSettings.ts";
import { isSameSheet, voxelAt, type Sheet } from "../../../drawing/sheet.ts";
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
  /** The slice or cut on show. */
  readonly sheet: () => Sheet | null;
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
  /** The labels of the cut that was drawn last, and of what they are. */
  #onCut: { readonly sheet: Sheet; readonly of: Uint8Array; readonly labels: Uint8Array } | null = null;

  constructor(options: Options) {
    this.#options = options;
    this.#layer = new LabelLayer(options.labels, options.viewport);
    this.#names = new NameLayer(options.names, options.viewport);
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    window.clearTimeout(this.#namesTimer);
  }

  /** Draws again what lies in a box of voxels of the slice, or of cells of the cut, on show, or all. */
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
    const { volume } = this.#options.viewport.state;
    const sheet = this.#options.sheet();
    const preview = this.#options.preview();
    const previewed = preview?.labels !== undefined && isSameSheet(preview.sheet, sheet) ? preview : null;
    const { hasNames } = this.#options.settings();
    const shown =
      session && volume && sheet
        ? {
            size: gridOf(volume).size,
            labels: previewed?.labels ?? (sheet.cut ? this.#labelsOn(sheet, session.labels, dirty ?? "all") : session.labels),
            ...(sheet.cut ? { cut: sheet.cut } : previewed && { sliceAlone: sheet.sliceIndex }),
            ...(previewed?.proposed && { dashed: previewed.proposed }),
            segments: session.state.value.segmentation.segments,
            hidden: session.state.value.hidden,
            activeSegment: session.state.value.activeSegment,
            highlighted: this.#options.highlighted(),
            ...paintedLooks(session.state.value, this.#options.isOutlineOnly()),
          }
        : null;
    this.#layer.draw(shown, dirty === "all" || dirty === null || !sheet ? undefined : this.#onScreen(dirty, sheet));
    // While a stroke grows, the names stay where they are.
    window.clearTimeout(this.#namesTimer);
    const drawNames = () => this.#names.draw(hasNames ? shown : null, segmentInWords);
    if (dirty === "all") drawNames();
    else this.#namesTimer = window.setTimeout(drawNames, namesDelayMs);
  }

  /** The labels of a cut, taken anew from the volume's where they may have changed. */
  #labelsOn(sheet: Sheet, of: Uint8Array, dirty: VoxelBox | "all"): Uint8Array {
    const cut = sheet.cut!;
    const known = this.#onCut?.of === of && isSameSheet(this.#onCut.sheet, sheet) ? this.#onCut.labels : null;
    if (known && dirty !== "all") return gathered(cut, of, known, dirty);
    const labels = gathered(cut, of, known ?? new Uint8Array(cut.voxels.length));
    this.#onCut = { sheet, of, labels };
    return labels;
  }

  /** The box of the screen that holds a box of voxels or cells, with a margin for outlines. */
  #onScreen(box: VoxelBox, sheet: Sheet) {
    const corners = [box.firstColumn - 1, box.lastColumn + 1]
      .flatMap((column) =>
        [box.firstRow - 1, box.lastRow + 1].map((row) => this.#options.viewport.voxelToCanvas(voxelAt(sheet, [column, row]))),
      )
      .filter((point) => point !== null);
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    const [x, y] = [Math.min(...xs) - 3, Math.min(...ys) - 3];
    return { x, y, width: Math.max(...xs) + 3 - x, height: Math.max(...ys) + 3 - y };
  }
}
