import { gridOf } from "#shared/domain/volume.ts";
import { drawNames } from "./drawNames.ts";
import type { ImageViewport } from "./imageViewport.ts";
import type { ShownLabels } from "./labelOverlay.ts";
import { OverlayCanvas } from "./overlayCanvas.ts";
import { scaled } from "./pixelBox.ts";
import { screenToVoxel } from "./screenToVoxel.ts";

const fontPixels = 12;

/** The names of the segments over a viewport, on a canvas of their own. */
export class NameLayer {
  readonly #element: HTMLCanvasElement;
  readonly #canvas: OverlayCanvas;
  readonly #viewport: ImageViewport;

  constructor(element: HTMLCanvasElement, viewport: ImageViewport) {
    this.#element = element;
    this.#canvas = new OverlayCanvas(element, viewport);
    this.#viewport = viewport;
  }

  /** Writes the names of the segments that are seen; none where `shown` is null. What else stands over the image is not covered. */
  draw(shown: ShownLabels | null, wordsOf: (segment: ShownLabels["segments"][number]) => string): void {
    const { screen, ratio } = this.#canvas;
    const { volume } = this.#viewport.state;
    const map = screenToVoxel(this.#viewport, ratio);
    const context = this.#element.getContext("2d");
    if (
      !shown ||
      !volume ||
      !map ||
      !context ||
      screen.width === 0 ||
      gridOf(volume).size.some((count, axis) => count !== shown.size[axis])
    ) {
      this.#canvas.hide();
      this.#element.dataset["names"] = "[]";
      return;
    }
    this.#canvas.lay(screen);
    const placed = drawNames({
      context,
      shown,
      map,
      width: screen.width,
      height: screen.height,
      fontPixels: fontPixels * ratio,
      wordsOf,
      taken: this.#furniture().map((box) => scaled(box, ratio)),
    });
    this.#element.dataset["names"] = JSON.stringify(
      placed.map(({ label, lines, box, isBeside }) => ({ label, text: lines.join(" "), box: scaled(box, 1 / ratio), isBeside })),
    );
  }

  /** The boxes of the texts and bars over the image, pixels of the page. */
  #furniture() {
    const origin = this.#viewport.element.getBoundingClientRect();
    return [...(this.#viewport.element.parentElement?.querySelectorAll("[data-furniture]") ?? [])]
      .map((element) => element.getBoundingClientRect())
      .filter(({ width, height }) => width > 0 && height > 0)
      .map(({ x, y, width, height }) => ({ x: x - origin.x, y: y - origin.y, width, height }));
  }
}
