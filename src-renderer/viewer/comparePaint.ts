import type { GreyWindow } from "./window.ts";

/** How two images are laid over each other. */
export const compareWays = ["slider", "blend", "colours", "checkerboard", "difference"] as const;
export type CompareWay = (typeof compareWays)[number];

/** One of the two images at the pixels of a box of the screen, row by row; NaN outside it, or while it is on its way. */
export interface SeenImage {
  readonly values: Float32Array;
  readonly window: GreyWindow;
  readonly isInverted: boolean;
}

export interface CompareLook {
  readonly way: CompareWay;
  /** Of a blend: how much is seen of the upper image, 0 to 1. */
  readonly opacity: number;
  /** Of a checkerboard: the side of a square, pixels of the box. */
  readonly squarePixels: number;
}

/** The grey level, 0 to 255, of a value in its window; black where there is none. */
function levelAt({ values, window: { center, width }, isInverted }: SeenImage, at: number): number {
  const value = values[at]!;
  if (Number.isNaN(value)) return 0;
  const level = Math.min(255, Math.max(0, ((value - center) / width + 0.5) * 255));
  return isInverted ? 255 - level : level;
}

/**
 * What is put over the lower image, RGBA, for a box of so many pixels a row. Each image has its own grey window.
 * slider: the upper image, opaque; where the box begins is the slider's place. blend: the upper one, through which the lower is seen. colours: the lower one
 * in green and the upper in magenta, grey where they are the same. checkerboard: the upper image on every second square. difference: grey where both have one
 * level, lighter where the upper is lighter, darker where it is darker. Where the upper image is not, it is black: nothing else would be told from the lower.
 */
export function paintComparison(
  lower: SeenImage | null,
  upper: SeenImage,
  width: number,
  { way, opacity, squarePixels }: CompareLook,
): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(upper.values.length * 4);
  for (let at = 0; at < upper.values.length; at++) {
    if (way === "checkerboard") {
      const [x, y] = [at % width, Math.floor(at / width)];
      if ((Math.floor(x / squarePixels) + Math.floor(y / squarePixels)) % 2 === 0) continue;
    }
    const above = levelAt(upper, at);
    let [red, green] = [above, above];
    if (way === "colours" && lower) green = levelAt(lower, at);
    if (way === "difference" && lower) {
      const isThere = !Number.isNaN(upper.values[at]!) && !Number.isNaN(lower.values[at]!);
      red = isThere ? 127.5 + (above - levelAt(lower, at)) / 2 : 0;
      green = red;
    }
    rgba[at * 4] = red;
    rgba[at * 4 + 1] = green;
    rgba[at * 4 + 2] = red;
    rgba[at * 4 + 3] = way === "blend" ? opacity * 255 : 255;
  }
  return rgba;
}
