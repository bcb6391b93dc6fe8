import { voxelOnCut } from "#shared/domain/drawing/cut.ts";
import { gridOf } from "#shared/domain/volume.ts";
import type { ImageViewport } from "./imageViewport.ts";
import { labelsOnScreen, paintLabels, type ShownLabels } from "./labelOverlay.ts";
import { OverlayCanvas } from "./overlayCanvas.ts";
import { boxAround, contains, scaled, within, type PixelBox } from "./pixelBox.ts";
import { screenToVoxel } from "./screenToVoxel.ts";
import type { ScreenToVoxel } from "./screenVoxels.ts";

/** Room around what is drawn, so that a growing stroke seldom needs a larger canvas; pixels of the picture. */
const spare = 48;

/**
 * A label map over a viewport, on a canvas of its own, no larger than the segments on the screen. It is sharp at every zoom and in every
 * orientation, and a stroke
 * of the brush repaints only what it touched, without drawing the image again.
 */
export class LabelLayer {
  readonly #canvas: OverlayCanvas;
  readonly #viewport: ImageViewport;

  constructor(canvas: HTMLCanvasElement, viewport: ImageViewport) {
    this.#canvas = new OverlayCanvas(canvas, viewport);
    this.#viewport = viewport;
  }

  /** Draws the labels as they are now; `dirty`, in pixels of the page, is all that has changed since the last time, where it is known. */
  draw(shown: ShownLabels | null, dirty?: PixelBox): void {
    const canvas = this.#canvas;
    const { screen } = canvas;
    const map = shown && this.#mapTo(shown);
    if (!shown || !map || screen.width === 0 || screen.height === 0) {
      canvas.hide();
      return;
    }
    const touched = dirty && canvas.place && within(scaled(dirty, canvas.ratio), screen);
    if (touched && canvas.place && contains(canvas.place, touched)) {
      this.#paint(shown, map, touched);
      return;
    }
    const place = this.#boxOf(shown, screen);
    if (!place) {
      canvas.hide();
      return;
    }
    canvas.lay(place);
    this.#paint(shown, map, place);
  }

  #paint(shown: ShownLabels, map: ScreenToVoxel, box: PixelBox): void {
    // A margin as wide as the outline, so that borders at the edge of the box are seen; only the box itself is put on the canvas.
    const outline = Math.max(1, Math.round(1.5 * this.#canvas.ratio));
    const wide = { x: box.x - outline, y: box.y - outline, width: box.width + 2 * outline, height: box.height + 2 * outline };
    this.#canvas.put(paintLabels(labelsOnScreen(shown, map, wide), wide.width, wide.height, shown, outline), wide, outline);
  }

  #mapTo(shown: ShownLabels): ScreenToVoxel | null {
    const { volume } = this.#viewport.state;
    if (!volume || gridOf(volume).size.some((count, axis) => count !== shown.size[axis])) return null;
    return screenToVoxel(this.#viewport, this.#canvas.ratio);
  }

  /**
   * The part of the screen that can hold labels: around those of the slice or cut on show; in a reformat whose labels are those of the whole volume, all
   * of it. Null where there are none.
   */
  #boxOf(shown: ShownLabels, screen: PixelBox): PixelBox | null {
    const { plane, sliceIndex } = this.#viewport.state;
    const { labels, sliceAlone, cut } = shown;
    if (plane !== "acquisition" && !cut) return screen;
    const [columns, rows] = cut ? [cut.columns, cut.rows] : shown.size;
    const isAlone = cut !== undefined || sliceAlone !== undefined;
    const drawn = boundsOf(isAlone ? labels : labels.subarray(sliceIndex * columns * rows, (sliceIndex + 1) * columns * rows), columns);
    if (!drawn) return null;
    const corners = [drawn.left - 0.5, drawn.right + 0.5]
      .flatMap((i) => [drawn.top - 0.5, drawn.bottom + 0.5].map((j) => [i, j] as const))
      .map(([i, j]) => this.#viewport.voxelToCanvas(cut ? voxelOnCut(cut, [i, j]) : [i, j, sliceIndex]))
      .filter((corner) => corner !== null);
    const { ratio } = this.#canvas;
    return within(
      boxAround(
        corners.map(([x, y]) => [x * ratio, y * ratio] as const),
        spare,
      ),
      screen,
    );
  }
}

/** The columns and rows that hold labels, first and last; null where none does. */
function boundsOf(labels: Uint8Array, columns: number): { left: number; right: number; top: number; bottom: number } | null {
  let bounds: { left: number; right: number; top: number; bottom: number } | null = null;
  for (let index = 0; index < labels.length; index++) {
    if (labels[index] === 0) continue;
    const column = index % columns;
    const row = (index - column) / columns;
    if (!bounds) bounds = { left: column, right: column, top: row, bottom: row };
    else bounds = { left: Math.min(bounds.left, column), right: Math.max(bounds.right, column), top: bounds.top, bottom: row };
  }
  return bounds;
}
