import type { Vector3 } from "#shared/domain/geometry.ts";
import { gridOf } from "#shared/domain/volume.ts";
import type { ImageViewport } from "./imageViewport.ts";
import { labelsOnScreen, paintLabels, type PixelBox, type ScreenToVoxel, type ShownLabels } from "./labelOverlay.ts";

/** Room around what is drawn, so that a growing stroke seldom needs a larger canvas; pixels of the picture. */
const spare = 48;

/**
 * A label map over a viewport, on a canvas of its own, no larger than the segments on the screen. It is sharp at every zoom and in every orientation, and a stroke
 * of the brush repaints only what it touched, without drawing the image again.
 */
export class LabelLayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #viewport: ImageViewport;
  /** Where the canvas lies on the screen; null while it is hidden. */
  #place: PixelBox | null = null;

  constructor(canvas: HTMLCanvasElement, viewport: ImageViewport) {
    this.#canvas = canvas;
    this.#viewport = viewport;
    canvas.style.display = "none";
  }

  /** Draws the labels as they are now; `dirty`, in pixels of the page, is all that has changed since the last time, where it is known. */
  draw(shown: ShownLabels | null, dirty?: PixelBox): void {
    const ratio = window.devicePixelRatio || 1;
    const width = Math.round(this.#viewport.element.clientWidth * ratio);
    const height = Math.round(this.#viewport.element.clientHeight * ratio);
    const map = shown && this.#mapTo(shown, ratio);
    if (!shown || !map || width === 0 || height === 0) {
      this.#hide();
      return;
    }
    const touched = dirty && this.#place && within(scaled(dirty, ratio), { x: 0, y: 0, width, height });
    if (touched && this.#place && contains(this.#place, touched)) {
      this.#paint(shown, map, touched, this.#place, ratio);
      return;
    }
    const place = this.#boxOf(shown, width, height, ratio);
    if (!place) {
      this.#hide();
      return;
    }
    const canvas = this.#canvas;
    canvas.width = place.width;
    canvas.height = place.height;
    canvas.style.left = `${place.x / ratio}px`;
    canvas.style.top = `${place.y / ratio}px`;
    canvas.style.width = `${place.width / ratio}px`;
    canvas.style.height = `${place.height / ratio}px`;
    canvas.style.display = "";
    this.#place = place;
    this.#paint(shown, map, place, place, ratio);
  }

  #hide(): void {
    if (this.#place) this.#canvas.style.display = "none";
    this.#place = null;
  }

  #paint(shown: ShownLabels, map: ScreenToVoxel, box: PixelBox, place: PixelBox, ratio: number): void {
    // A margin as wide as the outline, so that borders at the edge of the box are seen; only the box itself is put on the canvas.
    const outline = Math.max(1, Math.round(1.5 * ratio));
    const wide = { x: box.x - outline, y: box.y - outline, width: box.width + 2 * outline, height: box.height + 2 * outline };
    const pixels = paintLabels(labelsOnScreen(shown, map, wide), wide.width, wide.height, shown, outline);
    this.#canvas.getContext("2d", { willReadFrequently: true })?.putImageData(
      new ImageData(pixels, wide.width, wide.height), wide.x - place.x, wide.y - place.y, outline, outline, box.width, box.height,
    );
  }

  #mapTo(shown: ShownLabels, ratio: number): ScreenToVoxel | null {
    const { volume } = this.#viewport.state;
    if (!volume || gridOf(volume).size.some((count, axis) => count !== shown.size[axis])) return null;
    const [origin, right, down] = [this.#viewport.canvasToVoxel(0, 0), this.#viewport.canvasToVoxel(1000, 0), this.#viewport.canvasToVoxel(0, 1000)];
    if (!origin || !right || !down) return null;
    const step = (end: Vector3): Vector3 => [(end[0] - origin[0]) / 1000 / ratio, (end[1] - origin[1]) / 1000 / ratio, (end[2] - origin[2]) / 1000 / ratio];
    return { origin, right: step(right), down: step(down) };
  }

  /** The part of the screen that can hold labels: around those of the slice on show; in a reformat, all of it. Null where the slice has none. */
  #boxOf(shown: ShownLabels, width: number, height: number, ratio: number): PixelBox | null {
    const { plane, sliceIndex } = this.#viewport.state;
    const screen = { x: 0, y: 0, width, height };
    if (plane !== "acquisition") return screen;
    const [columns, rows] = shown.size;
    const drawn = boundsOf(shown.labels.subarray(sliceIndex * columns * rows, (sliceIndex + 1) * columns * rows), columns);
    if (!drawn) return null;
    const corners = [drawn.left - 0.5, drawn.right + 0.5]
      .flatMap((i) => [drawn.top - 0.5, drawn.bottom + 0.5].map((j) => this.#viewport.voxelToCanvas([i, j, sliceIndex])))
      .filter((corner) => corner !== null);
    const [xs, ys] = [corners.map(([x]) => x * ratio), corners.map(([, y]) => y * ratio)];
    const [x, y] = [Math.min(...xs) - spare, Math.min(...ys) - spare];
    return within({ x, y, width: Math.max(...xs) + spare - x, height: Math.max(...ys) + spare - y }, screen);
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

function scaled(box: PixelBox, ratio: number): PixelBox {
  return { x: box.x * ratio, y: box.y * ratio, width: box.width * ratio, height: box.height * ratio };
}

/** The whole pixels that a box touches, inside a frame; null where it lies outside. */
function within(box: PixelBox, frame: PixelBox): PixelBox | null {
  const [x, y] = [Math.max(frame.x, Math.floor(box.x)), Math.max(frame.y, Math.floor(box.y))];
  const right = Math.min(frame.x + frame.width, Math.ceil(box.x + box.width));
  const bottom = Math.min(frame.y + frame.height, Math.ceil(box.y + box.height));
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null;
}

function contains(outer: PixelBox, inner: PixelBox): boolean {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
}
