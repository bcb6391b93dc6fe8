import { gridOf } from "#shared/domain/volume.ts";
import type { ImageViewport } from "./imageViewport.ts";
import { paintValues, transformed, valuesOnScreen, voxelTransform, type ShownMap } from "./mapOverlay.ts";
import { OverlayCanvas } from "./overlayCanvas.ts";
import { boxAround, within, type PixelBox } from "./pixelBox.ts";
import { screenToVoxel } from "./screenToVoxel.ts";

/** A map of numbers over a viewport, in colours: voxel by voxel at every zoom and in every orientation, on a canvas no larger than the map on the screen. */
export class MapLayer {
  readonly #canvas: OverlayCanvas;
  readonly #viewport: ImageViewport;

  constructor(canvas: HTMLCanvasElement, viewport: ImageViewport) {
    this.#canvas = new OverlayCanvas(canvas, viewport);
    this.#viewport = viewport;
  }

  /** Draws the map where the image on show is in the patient. */
  draw(shown: ShownMap | null): void {
    const { volume } = this.#viewport.state;
    const screen = screenToVoxel(this.#viewport, this.#canvas.ratio);
    const place = shown && volume && screen && this.#boxOf(shown);
    if (!place) {
      this.#canvas.hide();
      return;
    }
    this.#canvas.lay(place);
    this.#canvas.put(paintValues(valuesOnScreen(shown, voxelTransform(gridOf(volume), shown.grid), screen, place), shown), place);
  }

  /** The part of the screen in front of the map's box. */
  #boxOf({ grid }: ShownMap): PixelBox | null {
    const toImage = voxelTransform(grid, gridOf(this.#viewport.state.volume!));
    const ends = ([0, 1, 2] as const).map((axis) => [-0.5, grid.size[axis] - 0.5]) as [number[], number[], number[]];
    const corners = ends[0]
      .flatMap((i) => ends[1].flatMap((j) => ends[2].map((k) => this.#viewport.voxelToCanvas(transformed(toImage, [i, j, k])))))
      .filter((corner) => corner !== null);
    const { ratio, screen } = this.#canvas;
    return within(
      boxAround(
        corners.map(([x, y]) => [x * ratio, y * ratio] as const),
        1,
      ),
      screen,
    );
  }
}
