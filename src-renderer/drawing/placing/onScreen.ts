import { cross, minus, type Vector3 } from "#shared/domain/geometry.ts";
import type { ImageViewport } from "../../viewer/imageViewport.ts";

type Pixels = readonly [number, number];

/** The radius of the ring that turns an image, pixels. */
export function ringRadius({ element }: Pick<ImageViewport, "element">): number {
  return 0.3 * Math.min(element.clientWidth, element.clientHeight);
}

/** The ring around a place of the screen. */
export function ringPoints(viewport: Pick<ImageViewport, "element">, [x, y]: Pixels): Pixels[] {
  const radius = ringRadius(viewport);
  return Array.from({ length: 72 }, (_, step) => {
    const angle = (2 * Math.PI * step) / 72;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}

/** One pixel of the screen to the right and one down, in patient space, LPS, mm; null where places are unknown. */
function pixelSteps(viewport: Pick<ImageViewport, "positionAt">): readonly [Vector3, Vector3] | null {
  const [origin, right, down] = (
    [
      [0, 0],
      [1, 0],
      [0, 1],
    ] as const
  ).map((point) => viewport.positionAt(point)?.patientMm ?? null);
  return origin && right && down ? [minus(right, origin), minus(down, origin)] : null;
}

/** So many millimetres towards a direction of the screen, in patient space; null where places are unknown. */
export function moveOnScreen(viewport: Pick<ImageViewport, "positionAt">, [x, y]: Pixels, lengthMm: number): Vector3 | null {
  const steps = pixelSteps(viewport);
  if (!steps) return null;
  const [right, down] = steps;
  const along: Vector3 = [right[0] * x + down[0] * y, right[1] * x + down[1] * y, right[2] * x + down[2] * y];
  const factor = lengthMm / Math.hypot(...along);
  return [along[0] * factor, along[1] * factor, along[2] * factor];
}

/** The axis that points away from the reader, of length 1, about which a positive angle turns clockwise on the screen; null where places are unknown. */
export function turnAxis(viewport: Pick<ImageViewport, "positionAt">): Vector3 | null {
  const steps = pixelSteps(viewport);
  if (!steps) return null;
  const axis = cross(steps[0], steps[1]);
  const length = Math.hypot(...axis);
  return [axis[0] / length, axis[1] / length, axis[2] / length];
}
