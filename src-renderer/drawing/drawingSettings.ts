import type { SegmentLook } from "#shared/api/segmentation.ts";
import type { PaintOver } from "#shared/domain/drawing/paintRules.ts";
import { firstLook } from "./segmentLook.ts";

/** How the reader draws and sees segments; the same for every segmentation of the window. */
export interface DrawingSettings {
  readonly brushRadiusMm: number;
  /** The brush is a ball that reaches into the slices beside. */
  readonly isBall: boolean;
  /** Over what is painted. */
  readonly over: PaintOver;
  /** Only voxels within the range of values are painted or erased. */
  readonly isRangeOn: boolean;
  /** Of segmentations that are opened for the first time: as the reader chose it last. */
  readonly look: SegmentLook;
  /** The segments' names stand on the image. */
  readonly hasNames: boolean;
}

export const firstSettings: DrawingSettings = {
  brushRadiusMm: 5,
  isBall: false,
  over: "all",
  isRangeOn: false,
  look: firstLook,
  hasNames: false,
};

const radiiMm = [0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50];

/** The next brush size up or down; the ends stay. */
export function nextRadius(radiusMm: number, step: 1 | -1): number {
  const next = step === 1 ? radiiMm.find((radius) => radius > radiusMm + 1e-9) : radiiMm.findLast((radius) => radius < radiusMm - 1e-9);
  return next ?? radiusMm;
}

/** The brush's slider: its last step, and the way between a step and a radius. */
export const sliderSteps = radiiMm.length - 1;

export function radiusOfSlider(step: number): number {
  return radiiMm[step]!;
}

/** The step whose radius is nearest. */
export function sliderOfRadius(radiusMm: number): number {
  return radiiMm.reduce((best, radius, step) => (Math.abs(radius - radiusMm) < Math.abs(radiiMm[best]! - radiusMm) ? step : best), 0);
}
