import { contoursOf, type Contour } from "../../src-shared/domain/drawing/contours.ts";
import { fitBetween } from "../../src-shared/domain/drawing/fit/fitBetween.ts";
import { SliceMotions } from "../../src-shared/domain/drawing/fit/sliceMotions.ts";
import { fillBetween } from "../../src-shared/domain/drawing/fillBetween.ts";
import { rasterisePolygon } from "../../src-shared/domain/rasterisePolygon.ts";
import { drawSampleTruth } from "../../src-main/services/sample/index.ts";

/**
 * A scripted reader draws the 22 muscles of the sample thigh on 13 slices: freehand on every slice, and freehand on some with the others filled between, by shape
 * alone and fitted to the T1-weighted image. What fits was chosen on other seeds of the generator and on the calf (test/bench/fitTuning.ts). An action is a press with its release, or a key; choosing a segment or the next slice is one too. Printed: actions, the pointer's path on the image, and Dice
 * with the truth. The aim is a third of the actions (of drags: 286 by hand) at a Dice of 0.95.
 */
const { labels: map, segments, volumes } = drawSampleTruth("thigh");
const [columns, rows, slices] = map.grid.size;
const [columnMm, rowMm, sliceMm] = map.grid.spacingMm;
const perSlice = columns * rows;
const muscles = segments.map(({ number }) => number);
const truth = Array.from({ length: slices }, (_, k) => Uint8Array.from(map.voxels.subarray(k * perSlice, (k + 1) * perSlice)));

const t1 = volumes.find(({ key }) => key === "thigh T1")!.image.voxels as Uint16Array;
const images = new Map(truth.map((_, k) => [k, t1.subarray(k * perSlice, (k + 1) * perSlice)]));
const plane = { columns, rows, spacingMm: [columnMm, rowMm] as const };
/** The band that the tool begins with, mm. */
const bandMm = 12;

/** How far a hand strays from the border, standard deviation, mm, and over how many points of the contour a deviation lasts. */
const [strayMm, lasting] = [0.5, 6];
let state = 7;
const uniform = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return (state + 0.5) / 2 ** 32;
};
const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());

/** A contour as a hand that strays draws it: deviations of a moving average, with the variance that one alone has. */
function byHand(contour: Contour): Contour {
  const strays = contour.map(() => [normal(), normal()] as const);
  const stray = (at: number, axis: 0 | 1) =>
    Array.from({ length: lasting }, (_, back) => strays[(at + back) % strays.length]![axis]).reduce((sum, each) => sum + each, 0) /
    Math.sqrt(lasting);
  return contour.map(([x, y], at) => [x + (stray(at, 0) * strayMm) / columnMm, y + (stray(at, 1) * strayMm) / rowMm] as const);
}

/** Pieces smaller than this, and holes, are left as they are by any hand, mm2. */
const leastMm2 = 20;

interface Work {
  readonly drawn: readonly Uint8Array[];
  drags: number;
  keys: number;
  pathMm: number;
}

const nothingDrawn = (): Work => ({ drawn: truth.map(() => new Uint8Array(perSlice)), drags: 0, keys: 1, pathMm: 0 });

/** The area inside a contour; negative of a hole. */
const areaMm2 = (contour: Contour) =>
  (columnMm *
    rowMm *
    contour.reduce((sum, [x, y], at) => sum + x * contour[(at + 1) % contour.length]![1] - contour[(at + 1) % contour.length]![0] * y, 0)) /
  2;
const lengthMm = (contour: Contour) =>
  contour.reduce((sum, [x, y], at) => {
    const [x0, y0] = contour[(at || contour.length) - 1]!;
    return sum + Math.hypot((x - x0) * columnMm, (y - y0) * rowMm);
  }, 0);

/** Draws a muscle freehand on a slice, on what is still background. */
function draw(work: Work, k: number, muscle: number): void {
  for (const contour of contoursOf(truth[k]!, columns, muscle)) {
    if (areaMm2(contour) < leastMm2) continue;
    const drawn = byHand(contour);
    work.drags += 1;
    work.pathMm += lengthMm(drawn);
    const labels = work.drawn[k]!;
    for (const [index, isInside] of rasterisePolygon(drawn, columns, rows).entries())
      if (isInside && labels[index] === 0) labels[index] = muscle;
  }
}

/** Draws all muscles of these slices, slice after slice. */
function drawSlices(drawnSlices: readonly number[]): Work {
  const work = nothingDrawn();
  for (const k of drawnSlices) {
    for (const muscle of muscles) {
      draw(work, k, muscle);
      // The next segment.
      work.keys += 1;
    }
  }
  // From the first to the last slice, a key a slice.
  work.keys += slices - 1;
  return work;
}

/** What is proposed between drawn slices, by shape alone. */
function proposals(drawn: readonly Uint8Array[]) {
  const slices = { ...plane, positionsMm: drawn.map((_, k) => k * sliceMm), slice: (k: number) => drawn[k]! };
  return { slices, filled: fillBetween(slices, muscles) };
}

/** What would be on each slice if all that is proposed between drawn slices were kept. */
function filled(drawn: readonly Uint8Array[]): Uint8Array[] {
  const { segmentsOn, labelsOn } = proposals(drawn).filled;
  return drawn.map((labels, k) => (segmentsOn.has(k) ? labelsOn(k) : labels));
}

const motions = new SliceMotions(images, plane);

/** The same, fitted to the image, and the muscle on the slice that the tool calls least certain. */
function fitted(drawn: readonly Uint8Array[]): { readonly slices: Uint8Array[]; readonly leastCertain: readonly [number, number] } {
  const { slices, filled: shape } = proposals(drawn);
  const fit = fitBetween(slices, shape, { motions, values: (k) => images.get(k)!, bandMm });
  const [least] = [...fit.segmentsOn.keys()]
    .flatMap((k) => [...fit.doubtOn(k)].map(([muscle, doubtMm2]) => ({ place: [k, muscle] as const, doubtMm2 })))
    .toSorted((one, other) => other.doubtMm2 - one.doubtMm2);
  return { slices: drawn.map((labels, k) => (fit.segmentsOn.has(k) ? fit.labelsOn(k) : labels)), leastCertain: least!.place };
}

/** Dice over all muscles, and the smallest and the median of the muscles' own, over all slices. */
function dice(drawn: readonly Uint8Array[]) {
  const [both, sum] = [new Float64Array(256), new Float64Array(256)];
  for (const [k, own] of truth.entries())
    for (let index = 0; index < perSlice; index++) {
      const [is, should] = [drawn[k]![index]!, own[index]!];
      sum[is]! += 1;
      sum[should]! += 1;
      if (is === should) both[is]! += 2;
    }
  const each = muscles.map((muscle) => both[muscle]! / sum[muscle]!).toSorted((a, b) => a - b);
  const total = (values: Float64Array) => muscles.reduce((all, muscle) => all + values[muscle]!, 0);
  return { all: total(both) / total(sum), least: each[0]!, median: each[Math.floor(each.length / 2)]! };
}

/** Where what is proposed misses the truth by most, as voxels of a muscle on a slice that is not drawn there. */
function worst(work: Work, proposed: readonly Uint8Array[]): readonly [number, number] | null {
  let found: readonly [number, number] | null = null;
  let most = 0;
  for (const [k, own] of truth.entries()) {
    const missed = new Float64Array(256);
    const isDrawn = new Set(work.drawn[k]);
    for (let index = 0; index < perSlice; index++) {
      const [is, should] = [proposed[k]![index]!, own[index]!];
      if (is === should) continue;
      missed[is]! += 1;
      missed[should]! += 1;
    }
    for (const muscle of muscles) if (missed[muscle]! > most && !isDrawn.has(muscle)) [most, found] = [missed[muscle]!, [k, muscle]];
  }
  return found;
}

/** Draws, after some slices, what the tool calls least certain, a muscle on a slice at a time, as often as so many drags allow; then keeps all. */
function drawWhereUncertain(work: Work, drags: number): Work {
  while (work.drags < drags) {
    // The button that goes there; the muscle is active then.
    work.keys += 1;
    draw(work, ...fitted(work.drawn).leastCertain);
  }
  return { ...work, drawn: fitted(work.drawn).slices };
}

/** Draws where it is worst, a muscle on a slice at a time, while the proposals are shown, until the Dice is reached; then keeps them all. */
function drawWhereWorst(work: Work, reached: number): Work {
  for (;;) {
    const proposed = filled(work.drawn);
    const place = dice(proposed).all >= reached ? null : worst(work, proposed);
    if (!place) return { ...work, drawn: proposed };
    // The segment, and once more its slice: a click in the image and some steps.
    work.keys += 2;
    draw(work, ...place);
  }
}

function print(name: string, { drags, keys, pathMm, drawn }: Work, peer?: Work): void {
  const { all, least, median } = dice(drawn);
  const share = peer
    ? ` (${(drags / peer.drags).toFixed(2)} of the drags, ${((drags + keys) / (peer.drags + peer.keys)).toFixed(2)} of the actions and ` +
      `${(pathMm / peer.pathMm).toFixed(2)} of the path by hand)`
    : "";
  console.log(
    `${name}: ${drags} drags and ${keys} keys, path ${(pathMm / 1000).toFixed(1)} m${share}; ` +
      `Dice ${all.toFixed(3)}, median of muscles ${median.toFixed(3)}, least ${least.toFixed(3)}`,
  );
}

const freehand = drawSlices(truth.map((_, k) => k));
print("freehand on every slice", freehand);
for (const chosen of [
  [0, 4, 8, 12],
  [0, 3, 6, 9, 12],
  [0, 2, 4, 6, 8, 10, 12],
]) {
  const work = drawSlices(chosen);
  // The tool, and all that it proposes kept.
  print(`freehand on ${chosen.length} slices, filled between`, { ...work, keys: work.keys + 2, drawn: filled(work.drawn) }, freehand);
  // The fit turned on.
  const fit = { ...work, keys: work.keys + 3, drawn: fitted(work.drawn).slices };
  print(`freehand on ${chosen.length} slices, filled between, fitted to the image`, fit, freehand);
}
const four = drawSlices([0, 4, 8, 12]);
print(
  "freehand on 4 slices and where the fit is least certain, up to a third of the drags, fitted to the image",
  drawWhereUncertain({ ...four, keys: four.keys + 3 }, Math.floor(freehand.drags / 3)),
  freehand,
);
const onFour = drawSlices([0, 4, 8, 12]).drawn;
const start = performance.now();
const timed = new SliceMotions(images, plane);
for (let k = 0; k < slices - 1; k++) timed.prepare(k);
const matched = performance.now();
fitted(onFour);
console.log(
  `fit to the image: 13 slices of 22 muscles in ${((performance.now() - start) / 1000).toFixed(2)} s of the second allowed, ` +
    `${((matched - start) / 1000).toFixed(2)} s of it once for the images`,
);
const first = drawSlices([0, 6, 12]);
print(
  "freehand on 3 slices, and where what is proposed is worst until 0.95",
  drawWhereWorst({ ...first, keys: first.keys + 2 }, 0.95),
  freehand,
);
