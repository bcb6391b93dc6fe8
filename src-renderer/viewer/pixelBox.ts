/** Part of the screen, in pixels of the picture. */
export interface PixelBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function scaled(box: PixelBox, ratio: number): PixelBox {
  return { x: box.x * ratio, y: box.y * ratio, width: box.width * ratio, height: box.height * ratio };
}

/** The whole pixels that a box touches, inside a frame; null where it lies outside. */
export function within(box: PixelBox, frame: PixelBox): PixelBox | null {
  const [x, y] = [Math.max(frame.x, Math.floor(box.x)), Math.max(frame.y, Math.floor(box.y))];
  const right = Math.min(frame.x + frame.width, Math.ceil(box.x + box.width));
  const bottom = Math.min(frame.y + frame.height, Math.ceil(box.y + box.height));
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null;
}

export function contains(outer: PixelBox, inner: PixelBox): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** The smallest box around points, with a margin. */
export function boxAround(points: ReadonlyArray<readonly [number, number]>, margin: number): PixelBox {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs) - margin, Math.min(...ys) - margin];
  return { x, y, width: Math.max(...xs) + margin - x, height: Math.max(...ys) + margin - y };
}
