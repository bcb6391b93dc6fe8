import { fillHoles } from "../../fillHoles.ts";
import type { FillBetween, LabelSlices } from "../fillBetween.ts";
import { piecesOf, rectsOf } from "../pieces.ts";
import { movedRect, type PixelRect } from "../pixelRect.ts";
import { signedDistance } from "../signedDistance.ts";
import type { SliceMotion, SliceMotions } from "./sliceMotions.ts";
import { gaussianWeights, smoothPlane, valueAt, type Plane } from "./smoothPlane.ts";
import { valueModel, type ValueModel } from "./valueModel.ts";

/** The images of the slices, and how far contours may be moved. */
export interface FitImages {
  readonly motions: SliceMotions;
  /** The values of a slice, columns * rows. Asked only of slices that `motions` has. */
  readonly values: (sliceIndex: number) => ArrayLike<number>;
  /** No border comes to lie farther than this from where the shape alone puts it, mm. */
  readonly bandMm: number;
}

/** Segments between drawn slices, at the edges of the image. */
export interface FittedBetween extends FillBetween {
  /**
   * By segment of a slice, the area, mm2, on which the two drawn slices differ once the image carries each there; without segments that no image says
   * this of.
   */
  readonly doubtOn: (sliceIndex: number) => ReadonlyMap<number, number>;
}

/**
 * A value's log share counts as so many mm of distance. This and what follows were chosen on seeds of the sample's generator that no test or bench
 * measures.
 */
const valueMm = 0.8;
/** A mean square difference of the images that counts as half, of values from 0 to 1. */
const halfDifference = 0.05 ** 2;
/** Background is learnt within this distance of segments, mm. */
const nearMm = 4;
/** Distances are smoothed by this before they are compared, pixels: a hand's tremor on the drawn slices goes. */
const tremor = gaussianWeights(0.7);
/** Signed distances are known so far around a drawn segment, mm. */
const aroundMm = 20;

interface Distances extends Plane {
  readonly rect: PixelRect;
}

/**
 * Moves what fillBetween proposes to the edges of the image. The signed distances of both drawn slices are carried to each slice between them by the motion
 * of the images (SliceMotions), slice by slice, and weighted by how near each slice is and by how little its image differs there, as in multi-atlas
 * segmentation with local weights (Artaechevarria, Munoz-Barrutia & Ortiz-de-Solorzano 2009). To these distances is added what the value of each pixel says
 * for each segment and for the background, by histograms of the drawn slices. A pixel goes to what is largest. Where the image has no edge the distances of
 * the shape alone stand: a constant image gives just the shape's fill. No border is moved farther than the band, pieces that lie apart from the shape's fill
 * are left out, and holes that it has not are closed. Only background is given away, as by fillBetween.
 * @param filled by the shape alone, of the same slices
 */
export function fitBetween(slices: LabelSlices, filled: FillBetween, images: FitImages): FittedBetween {
  const { columns, rows, spacingMm } = slices;
  const { motions, values, bandMm } = images;
  const model = learned(slices, filled, images);
  const fields = new Map<string, Distances>();
  const fieldOf = (k: number, segment: number): Distances => {
    const key = `${k} ${segment}`;
    const known =
      fields.get(key) ??
      distancesOf(slices.slice(k), columns, segment, rectsOf(slices.slice(k), columns).get(segment)!, spacingMm, aroundMm);
    fields.set(key, known);
    return known;
  };
  const motionOf = new Map<string, SliceMotion>();
  const moved = (k: number, to: number): SliceMotion => {
    const key = `${k} ${to}`;
    const known = motionOf.get(key) ?? motions.from(k, to);
    motionOf.set(key, known);
    return known;
  };
  const made = new Map<number, { readonly labels: Uint8Array; readonly doubt: ReadonlyMap<number, number> }>();

  const make = (k: number) => {
    const shape = filled.labelsOn(k);
    const own = slices.slice(k);
    const rects = rectsOf(shape, columns);
    const segments = filled.segmentsOn.get(k)!.filter((segment) => rects.has(segment));
    const trust = motions.has(k, k) ? motions.trust(k) : new Float32Array(shape.length);
    const bins = model && motions.has(k, k) ? model.binsOf(values(k)) : null;
    const doubt = new Map<number, number>();
    const best = new Float32Array(shape.length).fill(-Infinity);
    /** The largest distance of any segment: the background's is its opposite. */
    const nearest = new Float32Array(shape.length).fill(-Infinity);
    const winner = new Uint8Array(shape.length);
    for (const segment of segments) {
      const shapes = distancesOf(shape, columns, segment, rects.get(segment)!, spacingMm, bandMm);
      const fit = carriedTo(k, segment, shapes);
      if (fit) doubt.set(segment, fit.doubtMm2);
      const shares = bins && fit ? model!.logShares(segment) : null;
      eachPixel(shapes.rect, columns, rows, (at, index) => {
        const known = shapes.values[at]!;
        if (known < -bandMm) return;
        const far = fit ? trust[index]! * (fit.distances[at]! - known) : 0;
        const distance = known + Math.max(-bandMm, Math.min(bandMm, far));
        if (distance > nearest[index]!) nearest[index] = distance;
        const score = known > bandMm ? Infinity : distance + (shares ? trust[index]! * valueMm * shares[bins![index]!]! : 0);
        if (score <= best[index]!) return;
        best[index] = score;
        winner[index] = segment;
      });
    }
    const shares = bins && doubt.size > 0 ? model!.logShares(0) : null;
    const labels = own.slice();
    for (let index = 0; index < labels.length; index++) {
      if (labels[index] !== 0 || winner[index] === 0) continue;
      const background = -nearest[index]! + (shares ? trust[index]! * valueMm * shares[bins![index]!]! : 0);
      if (best[index]! > background) labels[index] = winner[index]!;
    }
    tidy(labels, own, shape, columns, segments);
    return { labels, doubt };
  };

  /** The signed distances of both drawn slices as the images carry them to slice k, over the rectangle of the shape's; null where an image is missing. */
  const carriedTo = (k: number, segment: number, { rect }: Distances) => {
    const [before, after] = gapOf(filled, segment, k);
    if (!motions.has(before, after)) return null;
    const [first, second] = [fieldOf(before, segment), fieldOf(after, segment)];
    const [back, forth] = [moved(k, before), moved(k, after)];
    const [from, to, at] = [before, after, k].map((each) => slices.positionsMm[each]!) as [number, number, number];
    const fraction = (at - from) / (to - from);
    const distances = new Float32Array(rect.columns * rect.rows).fill(-aroundMm);
    let [both, one] = [0, 0];
    eachPixel(rect, columns, rows, (place, index, column, row) => {
      const a = valueAt(first, column + back.x[index]! - first.rect.firstColumn, row + back.y[index]! - first.rect.firstRow);
      const b = valueAt(second, column + forth.x[index]! - second.rect.firstColumn, row + forth.y[index]! - second.rect.firstRow);
      const near = (1 - fraction) / (back.difference[index]! + halfDifference);
      const far = fraction / (forth.difference[index]! + halfDifference);
      distances[place] = (near * a + far * b) / (near + far);
      if (a > 0 && b > 0) both += 2;
      if (a > 0) one++;
      if (b > 0) one++;
    });
    smoothPlane(distances, rect.columns, rect.rows, tremor, new Float32Array(distances.length));
    return { distances, doubtMm2: (one - both) * spacingMm[0] * spacingMm[1] };
  };

  const known = (k: number) => {
    const found = made.get(k) ?? make(k);
    made.set(k, found);
    return found;
  };
  return {
    segmentsOn: filled.segmentsOn,
    labelsOn: (k) => known(k).labels.slice(),
    doubtOn: (k) => known(k).doubt,
  };
}

/** The drawn slices before and after a slice on which a segment is proposed. */
export function gapOf({ segmentsOn }: FillBetween, segment: number, sliceIndex: number): readonly [number, number] {
  const nextDrawn = (step: 1 | -1) => {
    for (let k = sliceIndex + step; ; k += step) if (!(segmentsOn.get(k)?.includes(segment) ?? false)) return k;
  };
  return [nextDrawn(-1), nextDrawn(1)];
}

/** What the drawn slices whose images are there say of values; null where there are none. */
function learned({ columns, spacingMm, slice }: LabelSlices, filled: FillBetween, { motions, values }: FitImages): ValueModel | null {
  const drawn = new Set<number>();
  for (const [k, segments] of filled.segmentsOn)
    for (const segment of segments) for (const each of gapOf(filled, segment, k)) drawn.add(each);
  const slices = [...drawn].filter((k) => motions.has(k, k)).map((k) => ({ values: values(k), labels: slice(k) }));
  return slices.length === 0 ? null : valueModel(slices, columns, [Math.ceil(nearMm / spacingMm[0]), Math.ceil(nearMm / spacingMm[1])]);
}

/** The signed distances of a segment on a slice, over its rectangle and so far around it. */
function distancesOf(
  labels: Uint8Array,
  columns: number,
  segment: number,
  own: PixelRect,
  spacingMm: readonly [number, number],
  marginMm: number,
): Distances {
  const rect = movedRect(own, [0, 0], Math.ceil(marginMm / Math.min(...spacingMm)) + 1);
  const mask = new Uint8Array(rect.columns * rect.rows);
  eachPixel(rect, columns, labels.length / columns, (at, index) => {
    if (labels[index] === segment) mask[at] = 1;
  });
  return { rect, columns: rect.columns, rows: rect.rows, values: signedDistance(mask, rect.columns, rect.rows, spacingMm) };
}

/** The pixels of a rectangle that lie on the slice: by their index in the rectangle, their index in the slice, column and row. */
function eachPixel(
  rect: PixelRect,
  columns: number,
  rows: number,
  visit: (at: number, index: number, column: number, row: number) => void,
): void {
  const [left, right] = [Math.max(0, rect.firstColumn), Math.min(columns, rect.firstColumn + rect.columns)];
  const [top, bottom] = [Math.max(0, rect.firstRow), Math.min(rows, rect.firstRow + rect.rows)];
  for (let row = top; row < bottom; row++) {
    const start = (row - rect.firstRow) * rect.columns - rect.firstColumn;
    for (let column = left; column < right; column++) visit(start + column, row * columns + column, column, row);
  }
}

/** Takes away what was given to a segment apart from its fill by shape, and closes holes that this has not. */
function tidy(labels: Uint8Array, own: Uint8Array, shape: Uint8Array, columns: number, segments: readonly number[]): void {
  const rects = rectsOf(labels, columns);
  for (const segment of segments) {
    const rect = rects.get(segment);
    if (!rect) continue;
    for (const { pixels } of piecesOf(labels, columns, segment, rect)) {
      if (pixels.some((pixel) => shape[pixel] === segment)) continue;
      for (const pixel of pixels) if (own[pixel] === 0) labels[pixel] = 0;
    }
    const around = movedRect(rect, [0, 0], 1);
    const part = new Uint8Array(around.columns * around.rows);
    eachPixel(around, columns, labels.length / columns, (at, index) => (part[at] = labels[index]!));
    const closed = fillHoles(part, around.columns, around.rows, segment);
    eachPixel(around, columns, labels.length / columns, (at, index) => {
      if (labels[index] === 0 && closed[at] === segment && shape[index] === segment) labels[index] = segment;
    });
  }
}
