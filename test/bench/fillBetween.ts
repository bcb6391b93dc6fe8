import { fillBetween } from "../../src-shared/domain/drawing/fillBetween.ts";

/** Filling between 13 slices of 512 x 512 pixels with 22 muscles, of which every second or every fourth slice is drawn. The aim is one second. */
const side = 512;
const slices = 13;

/** Two limbs that run obliquely and get thinner, each with four muscles about a bone and seven around them. */
function muscles(k: number): Uint8Array {
  return Uint8Array.from({ length: side * side }, (_, index) => {
    const column = index % side;
    const limb = column < side / 2 ? 0 : 1;
    const [dx, dy] = [column - (limb === 0 ? 128 : 384) - 1.5 * k, Math.floor(index / side) - 256 + k];
    const [radius, outer] = [Math.hypot(dx, dy), 115 - 2 * k];
    if (radius > outer || radius < 12) return 0;
    const turn = (Math.atan2(dy, dx) + Math.PI) / (2 * Math.PI);
    return 1 + 11 * limb + (radius < outer / 2 ? Math.floor(turn * 3.999) : 4 + Math.floor(turn * 6.999));
  });
}

const truth = Array.from({ length: slices }, (_, k) => muscles(k));
const segments = Array.from({ length: 22 }, (_, at) => at + 1);
for (const every of [2, 4]) {
  const drawn = truth.map((labels, k) => (k % every === 0 ? labels : new Uint8Array(labels.length)));
  const start = performance.now();
  const filled = fillBetween(
    { columns: side, rows: side, spacingMm: [0.8, 0.8], positionsMm: truth.map((_, k) => 8 * k), slice: (k) => drawn[k]! },
    segments,
  );
  let [both, sum] = [0, 0];
  for (const k of filled.segmentsOn.keys()) {
    const labels = filled.labelsOn(k);
    for (const [index, label] of labels.entries()) {
      const own = truth[k]![index]!;
      both += label !== 0 && label === own ? 2 : 0;
      sum += Number(label !== 0) + Number(own !== 0);
    }
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `fill between, every ${every === 2 ? "second" : "fourth"} slice drawn: ${filled.segmentsOn.size} slices of 22 muscles in ${seconds.toFixed(2)} s ` +
      `of the second allowed; Dice over all muscles ${(both / sum).toFixed(3)}`,
  );
}
