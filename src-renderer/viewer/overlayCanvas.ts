import type { ImageViewport } from "./imageViewport.ts";
import type { PixelBox } from "./pixelBox.ts";

/** A canvas over a viewport, no larger than what is drawn on it. */
export class OverlayCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #viewport: ImageViewport;
  #place: PixelBox | null = null;

  constructor(canvas: HTMLCanvasElement, viewport: ImageViewport) {
    this.#canvas = canvas;
    this.#viewport = viewport;
    canvas.style.display = "none";
  }

  /** Where the canvas lies on the screen, pixels of the picture; null while it is hidden. */
  get place(): PixelBox | null {
    return this.#place;
  }

  /** Pixels of the picture to one of the page. */
  get ratio(): number {
    return window.devicePixelRatio || 1;
  }

  /** The viewport, in pixels of the picture. */
  get screen(): PixelBox {
    const { clientWidth, clientHeight } = this.#viewport.element;
    return { x: 0, y: 0, width: Math.round(clientWidth * this.ratio), height: Math.round(clientHeight * this.ratio) };
  }

  hide(): void {
    if (this.#place) this.#canvas.style.display = "none";
    this.#place = null;
  }

  /** Lays the canvas, empty, over a part of the screen. */
  lay(place: PixelBox): void {
    const canvas = this.#canvas;
    const { ratio } = this;
    canvas.width = place.width;
    canvas.height = place.height;
    canvas.style.left = `${place.x / ratio}px`;
    canvas.style.top = `${place.y / ratio}px`;
    canvas.style.width = `${place.width / ratio}px`;
    canvas.style.height = `${place.height / ratio}px`;
    canvas.style.display = "";
    this.#place = place;
  }

  /** Puts the pixels (RGBA) of a box of the screen on the canvas, without a margin of so many pixels on every side. */
  put(pixels: Uint8ClampedArray<ArrayBuffer>, box: PixelBox, margin = 0): void {
    if (!this.#place) return;
    this.#canvas
      .getContext("2d", { willReadFrequently: true })
      ?.putImageData(
        new ImageData(pixels, box.width, box.height),
        box.x - this.#place.x,
        box.y - this.#place.y,
        margin,
        margin,
        box.width - 2 * margin,
        box.height - 2 * margin,
      );
  }
}
