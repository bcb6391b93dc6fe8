import { gridOf } from "#shared/domain/volume.ts";
import type { ImageViewport } from "./imageViewport.ts";
import { labelsOnScreen, paintLabels, type PixelBox, type ScreenToVoxel, type ShownLabels } from "./labelOverlay.ts";

function screenToVoxel(viewport: ImageViewport, ratio: number): ScreenToVoxel | null {
  const origin = viewport.canvasToVoxel(0, 0);
  const right = viewport.canvasToVoxel(1000, 0);
  const down = viewport.canvasToVoxel(0, 1000);
  if (!origin || !right || !down) return null;
  const step = (end: typeof origin) => [0, 1, 2].map((axis) => (end[axis]! - origin[axis]!) / 1000 / ratio) as unknown as typeof origin;
  return { origin, right: step(right), down: step(down) };
}

/**
 * Draws a label map over a viewport, on a canvas of its own: sharp at every zoom, in every orientation, and a stroke of the brush repaints only
 * what it touched, without drawing the image again.
 */
export function drawLabels(canvas: HTMLCanvasElement, viewport: ImageViewport, shown: ShownLabels | null, dirty?: PixelBox): void {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(viewport.element.clientWidth * ratio);
  const height = Math.round(viewport.element.clientHeight * ratio);
  const context = canvas.getContext("2d");
  if (!context || width === 0 || height === 0) return;
  const isResized = canvas.width !== width || canvas.height !== height;
  if (isResized) {
    canvas.width = width;
    canvas.height = height;
  }
  const { volume } = viewport.state;
  const isSameGrid = shown && volume && gridOf(volume).size.every((count, axis) => count === shown.size[axis]);
  const map = isSameGrid ? screenToVoxel(viewport, ratio) : null;
  if (!shown || !map) {
    context.clearRect(0, 0, width, height);
    return;
  }
  const box = isResized || !dirty ? { x: 0, y: 0, width, height } : clip(dirty, ratio, width, height);
  if (box.width <= 0 || box.height <= 0) return;
  // A margin as wide as the outline, so that borders at the edge of the box are seen; only the box itself is put on the canvas.
  const outline = Math.max(1, Math.round(1.5 * ratio));
  const x = Math.max(0, box.x - outline);
  const y = Math.max(0, box.y - outline);
  const wide = { x, y, width: Math.min(width, box.x + box.width + outline) - x, height: Math.min(height, box.y + box.height + outline) - y };
  const pixels = paintLabels(labelsOnScreen(shown, map, wide), wide.width, wide.height, shown, outline);
  context.putImageData(new ImageData(pixels, wide.width, wide.height), x, y, box.x - x, box.y - y, box.width, box.height);
}

function clip(box: PixelBox, ratio: number, width: number, height: number): PixelBox {
  const x = Math.max(0, Math.floor(box.x * ratio));
  const y = Math.max(0, Math.floor(box.y * ratio));
  return {
    x, y,
    width: Math.min(width, Math.ceil((box.x + box.width) * ratio)) - x,
    height: Math.min(height, Math.ceil((box.y + box.height) * ratio)) - y,
  };
}
