import type { Levels } from "./limbParameters.ts";

/** A chain of discs at one height: the region that a disc sweeps along the line. Distances are mm, positive inside. */
export interface Chain {
  /** Four numbers a disc: lateral, posterior, radius, unused. */
  readonly discs: Float64Array;
  /** A disc that holds the whole chain. */
  readonly centre: readonly [number, number];
  readonly reach: number;
  /** Direction from the first disc to the last, a unit vector. */
  readonly along: readonly [number, number];
}

/** Radii below this, mm, are no longer drawn: the shape has not begun or has ended. */
const vanishing = 0.35;

/** The chain at a height, cubic between the levels; undefined where the shape is absent there. `grow` multiplies the radii. */
export function chainAt(levels: Levels, levelsMm: readonly number[], heightMm: number, grow = 1): Chain | undefined {
  const count = Math.max(...levels.map((chain) => chain.length));
  const discs = new Float64Array(count * 4);
  let widest = 0;
  for (let n = 0; n < count; n++) {
    const q = count === 1 ? 0 : n / (count - 1);
    for (let axis = 0; axis < 3; axis++) {
      const value = interpolate(
        levelsMm,
        levels.map((chain) => alongChain(chain, q, axis)),
        heightMm,
      );
      discs[n * 4 + axis] = axis === 2 ? Math.max(0.05, value) * grow : value;
    }
    widest = Math.max(widest, discs[n * 4 + 2]!);
  }
  if (widest < vanishing) return undefined;
  let [left, right, front, back] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let n = 0; n < count; n++) {
    left = Math.min(left, discs[n * 4]!);
    right = Math.max(right, discs[n * 4]!);
    front = Math.min(front, discs[n * 4 + 1]!);
    back = Math.max(back, discs[n * 4 + 1]!);
  }
  const width = right - left,
    height = back - front;
  const dx = discs[(count - 1) * 4]! - discs[0]!,
    dy = discs[(count - 1) * 4 + 1]! - discs[1]!;
  const length = Math.sqrt(dx * dx + dy * dy);
  return {
    discs,
    centre: [(left + right) / 2, (front + back) / 2],
    reach: Math.sqrt(width * width + height * height) / 2 + widest,
    along: length > 0.5 ? [dx / length, dy / length] : [1, 0],
  };
}

/** Distance of a point to the edge of the chain, mm, positive inside. */
export function insideChain(chain: Chain, x: number, y: number): number {
  const { discs } = chain;
  let best = -Infinity;
  for (let n = 0; n + 4 < discs.length; n += 4) {
    const ax = discs[n]!,
      ay = discs[n + 1]!;
    const bx = discs[n + 4]! - ax,
      by = discs[n + 5]! - ay;
    const px = x - ax,
      py = y - ay;
    const length2 = bx * bx + by * by;
    let t = length2 > 0 ? (px * bx + py * by) / length2 : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    const ex = px - t * bx,
      ey = py - t * by;
    const inside = discs[n + 2]! + t * (discs[n + 6]! - discs[n + 2]!) - Math.sqrt(ex * ex + ey * ey);
    if (inside > best) best = inside;
  }
  if (discs.length === 4) {
    const ex = x - discs[0]!,
      ey = y - discs[1]!;
    best = discs[2]! - Math.sqrt(ex * ex + ey * ey);
  }
  return best;
}

/** The value of one coordinate at a fraction of a chain, its discs taken as evenly spaced. */
function alongChain(chain: Levels[number], q: number, axis: number): number {
  const at = q * (chain.length - 1);
  const i = Math.min(Math.floor(at), Math.max(0, chain.length - 2));
  const a = chain[i]![axis]!;
  const b = chain[Math.min(i + 1, chain.length - 1)]![axis]!;
  return a + (at - i) * (b - a);
}

/** Catmull-Rom interpolation between unevenly spaced levels; held at the ends. */
export function interpolate(positions: readonly number[], values: readonly number[], at: number): number {
  const last = positions.length - 1;
  if (at <= positions[0]!) return values[0]!;
  if (at >= positions[last]!) return values[last]!;
  let i = 0;
  while (positions[i + 1]! < at) i++;
  const slope = (k: number) => (k === 0 || k === last ? 0 : (values[k + 1]! - values[k - 1]!) / (positions[k + 1]! - positions[k - 1]!));
  const h = positions[i + 1]! - positions[i]!;
  const t = (at - positions[i]!) / h;
  const a = values[i]!,
    b = values[i + 1]!;
  const t2 = t * t,
    t3 = t2 * t;
  return (2 * t3 - 3 * t2 + 1) * a + (t3 - 2 * t2 + t) * h * slope(i) + (-2 * t3 + 3 * t2) * b + (t3 - t2) * h * slope(i + 1);
}
