/** How the reader draws and sees segments; the same for every segmentation of the window. */
export interface DrawingSettings {
  readonly brushRadiusMm: number;
  /** Paint on background only. */
  readonly isOnlyOnEmpty: boolean;
  /** Values that the threshold brush takes, both ends included. */
  readonly range: readonly [number, number];
  readonly fillOpacity: number;
  readonly isOutlined: boolean;
}

export const firstSettings: DrawingSettings = { brushRadiusMm: 5, isOnlyOnEmpty: false, range: [0, 1000], fillOpacity: 0.3, isOutlined: true };

const radiiMm = [0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50];

/** The next brush size up or down; the ends stay. */
export function nextRadius(radiusMm: number, step: 1 | -1): number {
  const next = step === 1 ? radiiMm.find((radius) => radius > radiusMm + 1e-9) : radiiMm.findLast((radius) => radius < radiusMm - 1e-9);
  return next ?? radiusMm;
}
