import { piecesOf, rectsOf } from "./pieces.ts";
import type { PixelRect } from "./pixelRect.ts";
import { shapesBetween, type ObjectBetween } from "./shapeBetween.ts";

/** Parallel slices of labels, in their order. */
export interface LabelSlices {
  readonly columns: number;
  readonly rows: number;
  /** Between columns and between rows. */
  readonly spacingMm: readonly [number, number];
  /** Where each slice lies along the normal; ascending or descending. */
  readonly positionsMm: readonly number[];
  /** columns * rows labels of a slice, row by row. */
  readonly slice: (sliceIndex: number) => Uint8Array;
  /** By slice, the rectangle around each label on it; found from the slices where it is left out. */
  readonly rects?: ReadonlyArray<ReadonlyMap<number, PixelRect>>;
}

/** What segments would be on the slices between those on which they are drawn. */
export interface FillBetween {
  /** The segments that get something, by slice; ascending. */
  readonly segmentsOn: ReadonlyMap<number, readonly number[]>;
  /** The labels of one slice as it would be: what it holds, and on its background what is proposed. Computed when it is asked for. */
  readonly labelsOn: (sliceIndex: number) => Uint8Array;
}

/** Two slices on which a segment is drawn, with at least one between them on which it is not. */
interface Gap {
  readonly segment: number;
  readonly before: number;
  readonly after: number;
}

/**
 * Fills segments between the slices on which they are drawn, each between its own ones, by shape-based interpolation of signed distances (shapesBetween), by
 * where the slices lie. A voxel goes to the segment whose signed distance is largest there, so that none overlap, and to none where all are outside. Only
 * background is given away: slices on which a segment is drawn, and what other segments hold, stay as they are.
 * @param segments those to be filled
 */
export function fillBetween(slices: LabelSlices, segments: readonly number[]): FillBetween {
  const rects = slices.rects ?? slices.positionsMm.map((_, k) => rectsOf(slices.slice(k), slices.columns));
  const gaps = segments.flatMap((segment) => gapsOf(rects, segment));
  const objects = new Map<Gap, readonly ObjectBetween[]>();
  const objectsIn = (gap: Gap): readonly ObjectBetween[] => {
    const known = objects.get(gap);
    if (known) return known;
    const pieces = [gap.before, gap.after].map((k) => piecesOf(slices.slice(k), slices.columns, gap.segment, rects[k]!.get(gap.segment)!));
    const made = shapesBetween(pieces[0]!, pieces[1]!, slices.columns, slices.spacingMm);
    objects.set(gap, made);
    return made;
  };
  const over = (k: number) => gaps.filter(({ before, after }) => before < k && k < after);
  return {
    segmentsOn: new Map(
      slices.positionsMm.map((_, k) => [k, over(k).map(({ segment }) => segment)] as const).filter(([, those]) => those.length > 0),
    ),
    labelsOn: (k) => {
      const labels = slices.slice(k).slice();
      const nearest = new Float32Array(labels.length);
      const winner = new Uint8Array(labels.length);
      for (const gap of over(k).toSorted((one, other) => one.segment - other.segment)) {
        const [from, to, here] = [gap.before, gap.after, k].map((each) => slices.positionsMm[each]!) as [number, number, number];
        for (const object of objectsIn(gap)) {
          const { rect, distances } = object((here - from) / (to - from));
          claim({ nearest, winner }, slices, gap.segment, rect, distances);
        }
      }
      for (let index = 0; index < labels.length; index++) if (labels[index] === 0) labels[index] = winner[index]!;
      return labels;
    },
  };
}

function gapsOf(rects: ReadonlyArray<ReadonlyMap<number, PixelRect>>, segment: number): Gap[] {
  const drawn = [...rects.keys()].filter((k) => rects[k]!.has(segment));
  return drawn.slice(1).flatMap((after, at) => (after - drawn[at]! > 1 ? [{ segment, before: drawn[at]!, after }] : []));
}

/** Distances that differ by less than this part of a pixel are equal: the rounding of arithmetic decides nothing. */
const steps = 1 << 14;

/** Gives a segment the pixels where it is inside, and further inside than those before it. */
function claim(
  { nearest, winner }: { nearest: Float32Array; winner: Uint8Array },
  { columns, rows, spacingMm }: LabelSlices,
  segment: number,
  rect: PixelRect,
  distances: Float32Array,
): void {
  const [left, right] = [Math.max(0, rect.firstColumn), Math.min(columns, rect.firstColumn + rect.columns)];
  const [top, bottom] = [Math.max(0, rect.firstRow), Math.min(rows, rect.firstRow + rect.rows)];
  const scale = steps / Math.min(...spacingMm);
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const depth = Math.round(distances[(row - rect.firstRow) * rect.columns + column - rect.firstColumn]! * scale);
      const index = row * columns + column;
      if (depth <= nearest[index]!) continue;
      nearest[index] = depth;
      winner[index] = segment;
    }
  }
}
