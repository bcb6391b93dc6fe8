import type { Vector3 } from "#shared/domain/geometry.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { EdgeLetters } from "./orientation.ts";
import type { Plane, PlaneInSpace } from "./planes.ts";
import type { GreyWindow } from "./window.ts";

/** What a viewport shows at this moment; a new object at every change. */
export interface ViewState {
  readonly volume: Volume | null;
  readonly plane: Plane;
  /** From 0; in the acquisition plane it is k. */
  readonly sliceIndex: number;
  readonly sliceCount: number;
  readonly window: GreyWindow | null;
  readonly isInverted: boolean;
  readonly isFlippedHorizontally: boolean;
  readonly isFlippedVertically: boolean;
  readonly rotationDegrees: number;
  /** Relative to the size at which the image just fits. */
  readonly zoom: number;
  /** Null where the orientation is unknown. */
  readonly letters: EdgeLetters | null;
  /** Millimetres of patient a pixel of the screen; null where unknown. */
  readonly mmPerPixel: number | null;
  /** The plane on show, for reference lines and linked scrolling; null where positions are unknown. */
  readonly planeInSpace: PlaneInSpace | null;
  /** Distance of the slices on show, mm. */
  readonly sliceSpacingMm: number;
  /** True once the slice named here is on the screen. */
  readonly isRendered: boolean;
  /** Part of the slices that have arrived, 0 to 1. */
  readonly loaded: number;
  /** Why nothing is shown, in words; null where all is well. */
  readonly problem: string | null;
  /** Of a reformat: slices that could not be read and are black in it, in words. */
  readonly gaps: readonly string[];
}

export const emptyView: ViewState = {
  volume: null,
  plane: "acquisition",
  sliceIndex: 0,
  sliceCount: 0,
  window: null,
  isInverted: false,
  isFlippedHorizontally: false,
  isFlippedVertically: false,
  rotationDegrees: 0,
  zoom: 1,
  letters: null,
  mmPerPixel: null,
  planeInSpace: null,
  sliceSpacingMm: 0,
  isRendered: false,
  loaded: 0,
  problem: null,
  gaps: [],
};

/** Where the mouse is. */
export interface PointerPosition {
  /** Pixels from the viewport's top left. */
  readonly canvas: readonly [number, number];
  /** Continuous voxel coordinates: whole numbers are voxel centres. In the acquisition plane k is the slice on show. */
  readonly voxel: Vector3;
  /** LPS, mm; null where the volume's place in the patient is unknown. */
  readonly patientMm: Vector3 | null;
}
