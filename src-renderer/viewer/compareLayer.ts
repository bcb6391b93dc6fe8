import { patientToVoxel, type Vector3 } from "#shared/domain/geometry.ts";
import { mapPoint, type LinearMap } from "#shared/domain/transform/linearMap.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import { paintComparison, type CompareLook } from "./comparePaint.ts";
import type { ImageViewport } from "./imageViewport.ts";
import { interpolatedOnScreen, slicesOnScreen } from "./interpolate.ts";
import type { PixelBox } from "./pixelBox.ts";
import { patientPoint } from "./planes.ts";
import { screenToVoxel } from "./screenToVoxel.ts";
import type { ScreenToVoxel } from "./screenVoxels.ts";
import type { VolumeSlices } from "./volumeSlices.ts";
import type { GreyWindow } from "./window.ts";

/** Another image over the one that a viewport shows. */
export interface ShownComparison extends Omit<CompareLook, "squarePixels"> {
  readonly lower: VolumeSlices;
  readonly upper: VolumeSlices;
  /** The upper image's window; null for that of the lower one. */
  readonly window: GreyWindow | null;
  /** Takes points of the lower image to those of the upper one; null where they lie as their files say. */
  readonly placement: LinearMap | null;
  /** Of a slider: its place, 0 (left) to 1. */
  readonly share: number;
  /** The side of the squares of a checkerboard, pixels of the page. */
  readonly squareSide: number;
}

/** More pixels than this are not computed one by one: each of a coarser picture then covers several. Drawn in a few hundredths of a second. */
const mostPixels = 900_000;

/** The value of the upper image's voxel that is nearest to a place of the lower one's; null outside it, and while it is on its way. */
export function valueOver(shown: ShownComparison, voxel: Vector3): number | null {
  const { columns, rows, slices } = shown.upper.volume;
  const [i, j, k] = upperVoxel(shown, voxel).map((coordinate) => Math.floor(coordinate + 0.5)) as [number, number, number];
  // Written so that a place that is no number is outside too.
  if (!(i >= 0 && j >= 0 && k >= 0 && i < columns && j < rows && k < slices)) return null;
  return shown.upper.known[k]?.[j * columns + i] ?? null;
}

/** Why one image cannot be laid over another, in words; null where it can. */
export function whyNotOver(lower: Volume, upper: Volume): string | null {
  for (const { samplesPerPixel, hasPatientGeometry } of [lower, upper]) {
    if (samplesPerPixel !== 1) return "Images in colour cannot be compared so.";
    if (!hasPatientGeometry) return "One of the two does not say where its slices lie in the patient.";
  }
  return upper.isRegular || isOnGridOf(lower, upper) ? null : "The slices of the upper image are unevenly spaced, tilted or not unique.";
}

/** Two images over each other in one viewport: the upper one, put on the lower one's plane, on a canvas over the whole of it. */
export class CompareLayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #viewport: ImageViewport;

  constructor(canvas: HTMLCanvasElement, viewport: ImageViewport) {
    this.#canvas = canvas;
    this.#viewport = viewport;
    canvas.style.display = "none";
  }

  /** Draws what has come of both images; asks for the slices that it lacks. */
  draw(shown: ShownComparison | null): void {
    const { clientWidth: width, clientHeight: height } = this.#viewport.element;
    const { volume, window: lowerWindow, isInverted } = this.#viewport.state;
    const ratio = Math.min(window.devicePixelRatio || 1, Math.sqrt(mostPixels / Math.max(1, width * height)));
    const toLower = shown && volume?.id === shown.lower.volume.id ? screenToVoxel(this.#viewport, ratio) : null;
    if (!shown || !toLower || !lowerWindow || width === 0 || height === 0) {
      this.#canvas.style.display = "none";
      return;
    }
    const whole: PixelBox = { x: 0, y: 0, width: Math.round(width * ratio), height: Math.round(height * ratio) };
    const left = shown.way === "slider" ? Math.min(whole.width - 1, Math.round(whole.width * shown.share)) : 0;
    const box = { ...whole, x: left, width: whole.width - left };
    const toUpper = toOther(shown, toLower);
    const seen = (slices: VolumeSlices, map: ScreenToVoxel, seenIn: { window: GreyWindow; isInverted: boolean }) => {
      const needed = slicesOnScreen(slices.volume.slices, map, box);
      if (needed) slices.need(needed);
      return { values: interpolatedOnScreen({ size: gridOf(slices.volume).size, slices: slices.known }, map, box), ...seenIn };
    };
    const needsLower = shown.way === "difference" || shown.way === "colours";
    const pixels = paintComparison(
      needsLower ? seen(shown.lower, toLower, { window: lowerWindow, isInverted }) : null,
      seen(shown.upper, toUpper, { window: shown.window ?? lowerWindow, isInverted: shown.upper.volume.invert }),
      box.width,
      { ...shown, squarePixels: Math.max(1, Math.round(shown.squareSide * ratio)) },
    );
    this.#put(pixels, box, ratio);
  }

  #put(pixels: Uint8ClampedArray<ArrayBuffer>, box: PixelBox, ratio: number): void {
    const canvas = this.#canvas;
    canvas.width = box.width;
    canvas.height = box.height;
    Object.assign(canvas.style, {
      left: `${box.x / ratio}px`,
      top: "0px",
      width: `${box.width / ratio}px`,
      height: `${box.height / ratio}px`,
      display: "",
    });
    canvas.getContext("2d", { willReadFrequently: true })?.putImageData(new ImageData(pixels, box.width, box.height), 0, 0);
  }
}

function isOnGridOf(a: Volume, b: Volume): boolean {
  return JSON.stringify(gridOf(a)) === JSON.stringify(gridOf(b));
}

/** Where a place of the lower image lies in the upper one, both in voxels: by its place in the patient. */
function upperVoxel({ lower, upper, placement }: Pick<ShownComparison, "lower" | "upper" | "placement">, voxel: Vector3): Vector3 {
  if (placement === null && isOnGridOf(lower.volume, upper.volume)) return voxel;
  const point = patientPoint(lower.volume, voxel)!;
  return patientToVoxel(gridOf(upper.volume), placement ? mapPoint(placement, point) : point);
}

/** The upper image's voxels over the screen, from the lower one's. */
function toOther(shown: ShownComparison, { origin, right, down }: ScreenToVoxel): ScreenToVoxel {
  // Far enough from each other that rounding of millimetres is nothing.
  const far = 1000;
  const at = (step: Vector3) => upperVoxel(shown, [origin[0] + far * step[0], origin[1] + far * step[1], origin[2] + far * step[2]]);
  const start = at([0, 0, 0]);
  const step = (end: Vector3): Vector3 => [(end[0] - start[0]) / far, (end[1] - start[1]) / far, (end[2] - start[2]) / far];
  return { origin: start, right: step(at(right)), down: step(at(down)) };
}
