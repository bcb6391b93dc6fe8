import type { Cut } from "#shared/domain/drawing/cut.ts";
import type { Segment } from "#shared/domain/segment.ts";
import type { PixelBox } from "./pixelBox.ts";
import { sampleOnScreen, type ScreenToVoxel } from "./screenVoxels.ts";

/** A label map to be shown over an image. */
export interface ShownLabels {
  /** Voxels along i, j, k. */
  readonly size: readonly [number, number, number];
  /** One label a voxel, i fastest. */
  readonly labels: Uint8Array;
  /** Where `labels` are those of one slice alone: which. */
  readonly sliceAlone?: number;
  /** Where `labels` are those of the cells of a cut alone, row by row: which. Each cell is shown whole, as what is drawn there is. */
  readonly cut?: Cut;
  readonly segments: readonly Segment[];
  /** Numbers of the segments that are not shown. */
  readonly hidden: ReadonlySet<number>;
  /** Opacity of the inside, 0 to 1. */
  readonly fillOpacity: number;
  readonly isOutlined: boolean;
  /** Segments that are seen otherwise. */
  readonly looks?: ReadonlyMap<number, { readonly fillOpacity: number; readonly isOutlined: boolean }>;
  /** The outline is broken: what is shown was drawn on another volume. */
  readonly isDashed?: boolean;
  /** Segments whose outline alone is broken: they are proposed, not drawn. */
  readonly dashed?: ReadonlySet<number>;
  /** The segment that stands out by its fill; null or left out where none does. */
  readonly highlighted?: number | null;
  /** The segment being drawn: its outline is opaque, those of others are softer. */
  readonly activeSegment: number | null;
}

/** For each pixel of a box of the screen, row by row: the label of the voxel whose centre is nearest; 0 outside the grid. */
export function labelsOnScreen(
  { size, labels, sliceAlone, cut }: Pick<ShownLabels, "size" | "labels" | "sliceAlone" | "cut">,
  map: ScreenToVoxel,
  box: PixelBox,
): Uint8Array {
  const result = new Uint8Array(box.width * box.height);
  if (cut) return sampleOnScreen([cut.columns, cut.rows, 1], labels, mapOnto(cut, map), box, result);
  if (sliceAlone === undefined) return sampleOnScreen(size, labels, map, box, result);
  const [i, j, k] = map.origin;
  return sampleOnScreen([size[0], size[1], 1], labels, { ...map, origin: [i, j, k - sliceAlone] }, box, result);
}

/** Columns and rows of a cut over the screen. */
function mapOnto({ axes: [u, v] }: Cut, { origin, right, down }: ScreenToVoxel): ScreenToVoxel {
  return { origin: [origin[u], origin[v], 0], right: [right[u], right[v], 0], down: [down[u], down[v], 0] };
}

/** Opacity of the inside of a segment that stands out, of 255. */
const highlightFill = 150;
/** So much of their fill the others keep beside it. */
const besideHighlight = 0.4;

/** Of a broken outline: eight pixels of it, eight without. */
const dash = 8;

/** The colours over the picture, RGBA: the segments' colours, filled as asked, with an outline one or two pixels wide inside each segment's border. */
export function paintLabels(
  onScreen: Uint8Array,
  width: number,
  height: number,
  shown: Omit<ShownLabels, "size" | "labels" | "sliceAlone" | "cut">,
  outlinePixels: number,
): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(width * height * 4);
  const colours = new Uint32Array(256);
  for (const { number, color } of shown.segments)
    colours[number] = shown.hidden.has(number) ? 0 : Number.parseInt(color.slice(1), 16) | 0x1_00_00_00;
  const isOneHighlighted = shown.highlighted !== undefined && shown.highlighted !== null;
  const fills = new Uint8Array(256);
  const outlined = new Uint8Array(256);
  for (const { number } of shown.segments) {
    const { fillOpacity, isOutlined } = shown.looks?.get(number) ?? shown;
    const fill = Math.round(fillOpacity * 255);
    fills[number] =
      number === shown.highlighted ? Math.max(fill, highlightFill) : isOneHighlighted ? Math.round(fill * besideHighlight) : fill;
    outlined[number] = isOutlined ? 1 : 0;
  }
  const d = outlinePixels;
  for (let y = 0; y < height; y++) {
    for (let x = 0, at = y * width; x < width; x++, at++) {
      const label = onScreen[at]!;
      const colour = label && colours[label]!;
      if (!colour) continue;
      const inside = fills[label]!;
      let alpha = inside;
      if (
        outlined[label] === 1 &&
        ((x >= d && onScreen[at - d] !== label) ||
          (x + d < width && onScreen[at + d] !== label) ||
          (y >= d && onScreen[at - d * width] !== label) ||
          (y + d < height && onScreen[at + d * width] !== label))
      )
        alpha = (shown.isDashed || shown.dashed?.has(label)) && ((x + y) & dash) === 0 ? inside : label === shown.activeSegment ? 255 : 190;
      rgba[at * 4] = (colour >> 16) & 255;
      rgba[at * 4 + 1] = (colour >> 8) & 255;
      rgba[at * 4 + 2] = colour & 255;
      rgba[at * 4 + 3] = alpha;
    }
  }
  return rgba;
}
