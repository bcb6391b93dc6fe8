import type { PixelBox } from "./pixelBox.ts";

/** A name to be placed: the ways in which it may be written, the best first, each as lines. */
export interface NameToPlace {
  readonly label: number;
  readonly ways: ReadonlyArray<readonly string[]>;
}

export interface PlacedName {
  readonly label: number;
  readonly lines: readonly string[];
  readonly box: PixelBox;
  /** The place in the region that is farthest from its border. */
  readonly anchor: { readonly x: number; readonly y: number };
  /** True where the name stands beside its region for want of room; a line leads to the anchor. */
  readonly isBeside: boolean;
}

export interface PlacementOptions {
  /** One label a cell of the screen, row by row. */
  readonly labels: Uint8Array;
  readonly columns: number;
  readonly rows: number;
  /** Pixels of a cell's side. */
  readonly cell: number;
  readonly names: readonly NameToPlace[];
  /** Width and height of lines of text, pixels. */
  readonly measure: (lines: readonly string[]) => { readonly width: number; readonly height: number };
  /** What no name may cover. */
  readonly taken: readonly PixelBox[];
}

/** Pixels between two names. */
const gap = 2;
/** How much larger than its region a name may be; where it is larger, a shorter way of writing it is taken. */
const mostOverRegion = 2;

/**
 * Distance of each cell from the nearest cell of another label or from the edge, in cells: two passes with the chamfer weights 3 and 4
 * (Borgefors, 1986), divided by 3.
 */
export function distanceInside(labels: Uint8Array, columns: number, rows: number): Float32Array {
  const distance = new Float32Array(labels.length);
  const near = (at: number, x: number, y: number, dx: number, dy: number): number => {
    const [nx, ny] = [x + dx, y + dy];
    const step = dx !== 0 && dy !== 0 ? 4 : 3;
    if (nx < 0 || ny < 0 || nx >= columns || ny >= rows) return step;
    const other = ny * columns + nx;
    return labels[other] === labels[at] ? distance[other]! + step : step;
  };
  distance.fill(Number.MAX_SAFE_INTEGER);
  for (let y = 0, at = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++, at++)
      distance[at] =
        labels[at] === 0 ? 0 : Math.min(near(at, x, y, -1, 0), near(at, x, y, 0, -1), near(at, x, y, -1, -1), near(at, x, y, 1, -1));
  }
  for (let y = rows - 1, at = labels.length - 1; y >= 0; y--) {
    for (let x = columns - 1; x >= 0; x--, at--) {
      if (labels[at] !== 0)
        distance[at] = Math.min(distance[at]!, near(at, x, y, 1, 0), near(at, x, y, 0, 1), near(at, x, y, 1, 1), near(at, x, y, -1, 1));
    }
  }
  return distance.map((value) => value / 3);
}

function overlap(a: PixelBox, b: PixelBox): boolean {
  return a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;
}

/**
 * Places names over the regions of a label image so that none covers another. Each stands with its middle in its own region: where the
 * region is deepest, or else
 * at the next deepest place that is free; only where no such place is free does it stand beside, with a line to lead to it. Regions that are seen largest are
 * served last: they have the most places to choose from.
 */
export function placeNames({ labels, columns, rows, cell, names, measure, taken }: PlacementOptions): PlacedName[] {
  const depth = distanceInside(labels, columns, rows);
  const cells = new Map<number, number[]>();
  for (let at = 0; at < labels.length; at++) {
    const label = labels[at]!;
    if (label === 0) continue;
    const own = cells.get(label);
    if (own) own.push(at);
    else cells.set(label, [at]);
  }
  const screen = { x: 0, y: 0, width: columns * cell, height: rows * cell };
  const full = [...taken];
  const isFree = (box: PixelBox) =>
    box.x >= screen.x &&
    box.y >= screen.y &&
    box.x + box.width <= screen.width &&
    box.y + box.height <= screen.height &&
    !full.some((other) => overlap(box, other));
  const centre = (at: number) => ({ x: ((at % columns) + 0.5) * cell, y: (Math.floor(at / columns) + 0.5) * cell });

  const placed: PlacedName[] = [];
  const waiting = names.filter(({ label }) => cells.has(label)).sort((a, b) => cells.get(a.label)!.length - cells.get(b.label)!.length);
  for (const { label, ways } of waiting) {
    const own = cells.get(label)!.sort((a, b) => depth[b]! - depth[a]!);
    const anchor = centre(own[0]!);
    const fitting = ways.filter((lines, way) => {
      const { width, height } = measure(lines);
      return way === ways.length - 1 || width * height <= mostOverRegion * own.length * cell ** 2;
    });
    const found = inside(own) ?? beside(anchor);
    if (!found) continue;
    full.push(found.box);
    placed.push({ label, anchor, ...found });

    function inside(places: readonly number[]) {
      // The deepest places come first; a few hundred are enough to find a free one if there is any.
      const stride = Math.max(1, Math.floor(places.length / 200));
      for (const lines of fitting) {
        const { width, height } = measure(lines);
        for (let index = 0; index < places.length; index += stride) {
          const { x, y } = centre(places[index]!);
          const box = { x: x - width / 2, y: y - height / 2, width, height };
          if (isFree(box)) return { lines, box, isBeside: false };
        }
      }
      return null;
    }

    function beside({ x, y }: { x: number; y: number }) {
      for (const lines of fitting) {
        const { width, height } = measure(lines);
        for (let radius = 12; radius < Math.max(screen.width, screen.height); radius += 8) {
          for (let turn = 0; turn < 16; turn++) {
            const angle = (turn / 16) * 2 * Math.PI;
            const box = { x: x + radius * Math.cos(angle) - width / 2, y: y + radius * Math.sin(angle) - height / 2, width, height };
            if (isFree(box)) return { lines, box, isBeside: true };
          }
        }
      }
      return null;
    }
  }
  return placed;
}

/** The ways to write a name: in one line, broken between its words into two and three lines of nearly the same length, and then the short name. */
export function waysToWrite(name: string, short: string): string[][] {
  const words = name.split(/\s+/).filter(Boolean);
  const ways = [[name]];
  for (const count of [2, 3]) if (words.length >= count) ways.push(broken(words, count));
  if (short !== name) ways.push([short]);
  return ways;
}

/** Words in so many lines, the longest as short as may be. */
function broken(words: readonly string[], count: number): string[] {
  if (count === 1 || words.length === 1) return [words.join(" ")];
  let best: string[] | null = null;
  const longest = (lines: readonly string[]) => Math.max(...lines.map(({ length }) => length));
  for (let first = 1; first <= words.length - count + 1; first++) {
    const lines = [words.slice(0, first).join(" "), ...broken(words.slice(first), count - 1)];
    if (!best || longest(lines) < longest(best)) best = lines;
  }
  return best!;
}
