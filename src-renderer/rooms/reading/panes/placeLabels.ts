import type { PixelBox } from "../../../viewer/pixelBox.ts";

type Spot = readonly [number, number];

/** A label to be placed beside what it tells of. */
export interface LabelToPlace {
  /** The outline of what it tells of, pixels. */
  readonly outline: readonly Spot[];
  /** A place of it beside which the label stands rather than beside the whole: of a line its end; null for none. */
  readonly end: Spot | null;
  readonly width: number;
  readonly height: number;
}

/** Between a label and what it tells of, pixels. */
const gap = 12;

/** What a label costs for each square pixel by which it leaves the screen, covers an outline, another label or furniture. */
const [costOutside, costOutline, costTaken] = [50, 20, 10];

/**
 * Where labels stand: each beside its own outline and never over it, where it covers least of the other outlines, labels and what is taken
 * already; of equal places the first of right, left, below, above and the corners, of the end before the whole. Where an outline leaves no room
 * beside it, its label stands within the screen all the same.
 */
export function placeLabels(labels: readonly LabelToPlace[], screen: PixelBox, taken: readonly PixelBox[]): PixelBox[] {
  const placed: PixelBox[] = [];
  const outlines = labels.map(({ outline }) => outline);
  for (const label of labels) {
    const cost = (box: PixelBox): number =>
      (box.width * box.height - overlap(box, screen)) * costOutside +
      outlines.reduce((sum, outline) => sum + covered(box, outline), 0) * costOutline +
      [...taken, ...placed].reduce((sum, other) => sum + overlap(box, other), 0) * costTaken;
    const costs = candidates(label).map((box) => ({ box, cost: cost(box) }));
    const best = costs.reduce((least, each) => (each.cost < least.cost ? each : least));
    placed.push(inside(best.box, screen));
  }
  return placed;
}

function candidates({ outline, end, width, height }: LabelToPlace): PixelBox[] {
  return [...(end ? beside([end], width, height) : []), ...beside(outline, width, height)];
}

function beside(outline: readonly Spot[], width: number, height: number): PixelBox[] {
  const [xs, ys] = [outline.map(([x]) => x), outline.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [middleX, middleY] = [(left + right - width) / 2, (top + bottom - height) / 2];
  const [before, after, above, below] = [left - gap - width, right + gap, top - gap - height, bottom + gap];
  const places: readonly Spot[] = [
    [after, middleY],
    [before, middleY],
    [middleX, below],
    [middleX, above],
    [after, above],
    [after, below],
    [before, above],
    [before, below],
  ];
  return places.map(([x, y]) => ({ x, y, width, height }));
}

function overlap(a: PixelBox, b: PixelBox): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** How much of an outline a box covers: pixels of its length. */
function covered(box: PixelBox, outline: readonly Spot[]): number {
  const isIn = ([x, y]: Spot) => x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height;
  let length = outline.filter(isIn).length;
  for (let at = 1; at < outline.length; at++) {
    const [from, to] = [outline[at - 1]!, outline[at]!];
    const steps = Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / 4);
    for (let step = 0; step < steps; step++) {
      const t = (step + 0.5) / steps;
      if (isIn([from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])])) length += 4;
    }
  }
  return length;
}

function inside({ x, y, width, height }: PixelBox, screen: PixelBox): PixelBox {
  const within = (at: number, from: number, size: number, own: number) => Math.max(from, Math.min(at, from + size - own));
  return { x: within(x, screen.x, screen.width, width), y: within(y, screen.y, screen.height, height), width, height };
}
