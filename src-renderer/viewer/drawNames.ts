import { shortMuscleName } from "#shared/domain/muscles.ts";
import { labelsOnScreen, type ShownLabels } from "./labelOverlay.ts";
import type { PixelBox } from "./pixelBox.ts";
import { placeNames, waysToWrite, type PlacedName } from "./placeNames.ts";
import type { ScreenToVoxel } from "./screenVoxels.ts";

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export interface NamesToDraw {
  readonly context: Context;
  readonly shown: ShownLabels;
  /** Of the context's pixels. */
  readonly map: ScreenToVoxel;
  readonly width: number;
  readonly height: number;
  readonly fontPixels: number;
  readonly wordsOf: (segment: ShownLabels["segments"][number]) => string;
  /** What no name may cover. */
  readonly taken: readonly PixelBox[];
}

/** Pixels of the picture to one cell in which places are looked for. */
const cell = 4;

/** Writes the names of the segments on show into their regions, none over another; answers where they stand. */
export function drawNames({ context, shown, map, width, height, fontPixels, wordsOf, taken }: NamesToDraw): PlacedName[] {
  const [columns, rows] = [Math.floor(width / cell), Math.floor(height / cell)];
  if (columns === 0 || rows === 0) return [];
  const coarse = { origin: map.origin, right: times(map.right, cell), down: times(map.down, cell) };
  const labels = labelsOnScreen(shown, coarse, { x: 0, y: 0, width: columns, height: rows });
  const segments = shown.segments.filter(({ number }) => !shown.hidden.has(number));
  const seen = new Map(segments.map((segment) => [segment.number, segment]));
  for (let at = 0; at < labels.length; at++) if (!seen.has(labels[at]!)) labels[at] = 0;

  context.font = `600 ${fontPixels}px system-ui, sans-serif`;
  const lineHeight = Math.round(fontPixels * 1.2);
  const placed = placeNames({
    labels,
    columns,
    rows,
    cell,
    taken,
    names: segments.map((segment) => {
      const name = wordsOf(segment);
      return { label: segment.number, ways: waysToWrite(name, shortMuscleName(name)) };
    }),
    measure: (lines) => ({
      width: Math.max(...lines.map((line) => context.measureText(line).width)) + 4,
      height: lines.length * lineHeight,
    }),
  });
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const { label, lines, box, anchor, isBeside } of placed) {
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    if (isBeside) lead(context, anchor, box, fontPixels);
    context.lineWidth = Math.max(3, fontPixels / 4);
    context.strokeStyle = "rgb(0 0 0 / 85%)";
    context.fillStyle = lightened(seen.get(label)!.color);
    for (const [at, line] of lines.entries()) {
      const middle = y + (at - (lines.length - 1) / 2) * lineHeight;
      context.strokeText(line, x, middle);
      context.fillText(line, x, middle);
    }
  }
  return placed;
}

function times([i, j, k]: ScreenToVoxel["right"], factor: number): ScreenToVoxel["right"] {
  return [i * factor, j * factor, k * factor];
}

/** A line from a region to its name beside it, with a dot where it begins. */
function lead(context: Context, { x, y }: PlacedName["anchor"], box: PixelBox, fontPixels: number): void {
  const [endX, endY] = [Math.min(Math.max(x, box.x), box.x + box.width), Math.min(Math.max(y, box.y), box.y + box.height)];
  for (const [style, width] of [
    ["rgb(0 0 0 / 70%)", 3],
    ["#fff", 1],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = (width * fontPixels) / 12;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(endX, endY);
    context.stroke();
  }
  context.fillStyle = "#fff";
  context.beginPath();
  context.arc(x, y, fontPixels / 6, 0, 2 * Math.PI);
  context.fill();
}

/** A colour halfway to white: of the segment's hue, and light enough to be read on black. */
function lightened(color: string): string {
  const channels = [1, 3, 5].map((at) => Math.round((Number.parseInt(color.slice(at, at + 2), 16) + 255) / 2));
  return `rgb(${channels.join(" ")})`;
}
