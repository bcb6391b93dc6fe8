import { edgeFeatures } from "../../src-shared/domain/drawing/edgeFeatures.ts";
import { growSeeds, noSeed } from "../../src-shared/domain/drawing/growSeeds.ts";
import { LivewirePaths, untrained } from "../../src-shared/domain/drawing/livewire.ts";

/** Livewire and growing from seeds on a slice of 512 x 512 pixels. The aim for livewire is 16 ms for a path, which is found at every move of the mouse. */
const side = 512;
let state = 1;
const noise = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32 - 0.5;
};
const values = Float32Array.from({ length: side * side }, (_, index) => {
  const [dx, dy] = [(index % side) - 256, Math.floor(index / side) - 256];
  const radius = Math.hypot(dx, dy);
  const isFat = radius > 150 || Math.sin(3 * Math.atan2(dy, dx) + radius / 60) > 0.96;
  return (radius > 190 ? 0 : isFat ? 800 : 300) + 120 * noise();
});

/** The middle of several times, ms. */
function median(act: () => void, times = 9): number {
  return Array.from({ length: times }, () => {
    const start = performance.now();
    act();
    return performance.now() - start;
  }).toSorted((a, b) => a - b)[Math.floor(times / 2)]!;
}

const features = edgeFeatures(values, side, side, [0.8, 0.8]);
const wide = side + 1;
const seed = 256 * wide + 106;
console.log(`livewire, features of the first seed on a slice: ${median(() => edgeFeatures(values, side, side, [0.8, 0.8])).toFixed(1)} ms`);
console.log(
  `livewire, a seed (cheapest paths within 128 pixels): ${median(() => new LivewirePaths(features, untrained, seed)).toFixed(1)} ms`,
);
const paths = new LivewirePaths(features, untrained, seed);
const far = (256 - 149) * wide + 256;
console.log(
  `livewire, a path of ${paths.pathTo(far).length} corners: ${median(() => paths.pathTo(far), 99).toFixed(3)} ms of the 16 ms allowed`,
);

/** Growing from a stroke in each of 22 classes; the aim is 300 ms. The peer finds the same paths with a binary heap. */
const seeds = new Int16Array(side * side).fill(noSeed);
for (let own = 0; own < 22; own++) {
  const turn = (2 * Math.PI * own) / 22;
  for (let away = own === 0 ? 200 : 40; away < (own === 0 ? 240 : 140); away++)
    seeds[Math.round(256 + away * Math.sin(turn)) * side + Math.round(256 + away * Math.cos(turn))] = own;
}
const none = new Uint8Array(side * side);
console.log(
  `seeds, a slice grown from 22 classes: ${median(() => growSeeds(seeds, none, values, side, [0.8, 0.8])).toFixed(0)} ms of the 300 ms allowed`,
);
console.log(`seeds, the same paths with a binary heap: ${median(withHeap, 3).toFixed(0)} ms`);

/** Dijkstra's algorithm as in textbooks: a heap of costs and voxels, entries that are out of date skipped. */
function withHeap(): Int16Array {
  const classes = seeds.slice();
  const costs = Float64Array.from(seeds, (seed) => (seed === noSeed ? Infinity : 0));
  const heap: Array<readonly [number, number]> = [];
  const push = (cost: number, voxel: number) => {
    let at = heap.push([cost, voxel]) - 1;
    for (let above = (at - 1) >> 1; at > 0 && heap[above]![0] > cost; above = (at - 1) >> 1) {
      [heap[at], heap[above]] = [heap[above]!, heap[at]!];
      at = above;
    }
  };
  const pop = () => {
    const top = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return top;
    heap[0] = last;
    for (let at = 0; ;) {
      const right = 2 * at + 2;
      const below = right < heap.length && heap[right]![0] < heap[right - 1]![0] ? right : right - 1;
      if (below >= heap.length || heap[below]![0] >= last[0]) return top;
      [heap[at], heap[below]] = [heap[below]!, heap[at]!];
      at = below;
    }
  };
  for (const [at, seed] of seeds.entries()) if (seed !== noSeed) push(0, at);
  while (heap.length > 0) {
    const [cost, at] = pop();
    if (cost > costs[at]!) continue;
    for (const to of [at % side > 0 ? at - 1 : -1, at % side < side - 1 ? at + 1 : -1, at - side, at + side]) {
      if (to < 0 || to >= costs.length) continue;
      const next = cost + 1 + Math.round(Math.abs(values[at]! - values[to]!));
      if (next >= costs[to]!) continue;
      costs[to] = next;
      classes[to] = classes[at]!;
      push(next, to);
    }
  }
  return classes;
}
