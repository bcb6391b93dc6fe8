import { CONSTANTS, VolumeViewport, utilities, type StackViewport, type Types } from "@cornerstonejs/core";
import { dot, minus, type Vector3 } from "#shared/domain/geometry.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { parseImageId } from "./imageIds.ts";
import { edgeLetters } from "./orientation.ts";
import { slicePlane, type Plane } from "./planes.ts";
import type { ViewState } from "./viewState.ts";
import type { GreyWindow } from "./window.ts";

export function plus(a: Types.Point3, b: Vector3, factor = 1): Types.Point3 {
  return [a[0] + factor * b[0], a[1] + factor * b[1], a[2] + factor * b[2]];
}

function along(normal: Vector3, sign: 1 | -1): Vector3 {
  return [sign * normal[0], sign * normal[1], sign * normal[2]];
}

/** The grey window that Cornerstone shows; null while it has none. */
export function ownWindow(viewport: StackViewport | VolumeViewport): GreyWindow | null {
  const range = viewport.getProperties()?.voiRange;
  return range ? { center: (range.lower + range.upper) / 2, width: range.upper - range.lower } : null;
}

/** Cornerstone counts the slices of a reformat along the camera's normal, which each flip turns round: true where it counts backwards now. */
export function isCountedBackwards(viewport: VolumeViewport, plane: Plane): boolean {
  if (plane === "acquisition") return false;
  const normal = viewport.getCamera().viewPlaneNormal as Vector3;
  return dot(normal, CONSTANTS.MPR_CAMERA_VALUES[plane].viewPlaneNormal as Vector3) < 0;
}

/** The slice of a reformat on show, from 0; flips do not change it. */
export function reformatSlice(viewport: VolumeViewport, plane: Plane): number {
  const index = viewport.getSliceIndex();
  return isCountedBackwards(viewport, plane) ? viewport.getNumberOfSlices() - 1 - index : index;
}

/** The slice whose picture is on the screen; null before the first. */
export function sliceOnScreen(viewport: StackViewport | VolumeViewport, volume: Volume, plane: Plane): number | null {
  if (viewport instanceof VolumeViewport) return reformatSlice(viewport, plane);
  const image = viewport.getCornerstoneImage() as Types.IImage | undefined;
  const shown = image && parseImageId(image.imageId);
  return shown?.volumeId === volume.id ? shown.sliceIndex : null;
}

type Seen = Omit<ViewState, "volume" | "plane" | "isInverted" | "isRendered" | "loaded" | "problem" | "gaps">;

/**
 * What Cornerstone's viewport shows of a volume: slice, window, camera, and where all this is in the patient. Letters and lengths come from
 * the camera itself, so that they follow every flip and turn.
 */
export function seenThrough(viewport: StackViewport | VolumeViewport, volume: Volume, plane: Plane, sliceIndex: number): Seen {
  const camera = viewport.getCamera();
  const origin = viewport.canvasToWorld([0, 0]);
  const right = minus(viewport.canvasToWorld([100, 0]), origin);
  const down = minus(viewport.canvasToWorld([0, 100]), origin);
  const reformat = viewport instanceof VolumeViewport ? utilities.getTargetVolumeAndSpacingInNormalDir(viewport, camera) : null;
  const planeInSpace =
    reformat && viewport instanceof VolumeViewport
      ? {
          pointMm: camera.focalPoint as Vector3,
          normal: along(camera.viewPlaneNormal as Vector3, isCountedBackwards(viewport, plane) ? -1 : 1),
        }
      : slicePlane(volume, sliceIndex);
  return {
    sliceIndex,
    sliceCount: Math.max(1, viewport.getNumberOfSlices()),
    window: volume.samplesPerPixel === 1 ? ownWindow(viewport) : null,
    isFlippedHorizontally: camera.flipHorizontal === true,
    isFlippedVertically: camera.flipVertical === true,
    rotationDegrees: Math.round(viewport.getRotation()) % 360,
    zoom: viewport.getZoom(),
    letters: volume.hasPatientGeometry ? edgeLetters(right, down) : null,
    mmPerPixel: volume.hasPatientGeometry ? Math.hypot(...right) / 100 : null,
    planeInSpace,
    sliceSpacingMm: reformat ? reformat.spacingInNormalDirection : volume.spacingMm[2],
  };
}
