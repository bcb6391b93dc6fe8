/** Distances to the surface of simple solids, mm, positive inside. */

type Vector = readonly [number, number, number];

/** First-order distance to an ellipsoid. */
export function insideEllipsoid(x: number, y: number, z: number, centre: Vector, axes: Vector): number {
  const a = (x - centre[0]) / axes[0],
    b = (y - centre[1]) / axes[1],
    c = (z - centre[2]) / axes[2];
  const f = Math.sqrt(a * a + b * b + c * c);
  if (f < 0.15) return Math.min(axes[0], axes[1], axes[2]) * (1 - f);
  const da = a / axes[0],
    db = b / axes[1],
    dc = c / axes[2];
  return ((1 - f) * f) / Math.sqrt(da * da + db * db + dc * dc);
}

/** A chain of balls: the region that a ball sweeps along the line, drawn out by half of `wide` to both sides and of `tall` up and down. */
export interface Tube {
  readonly balls: ReadonlyArray<readonly [number, number, number, number]>;
  readonly wide: number;
  readonly tall: number;
  readonly centre: Vector;
  readonly reach: number;
}

/** Prepares a chain of balls. */
export function tube(balls: Tube["balls"], wide = 0, tall = 0): Tube {
  const mean = (axis: 0 | 1 | 2) => (Math.min(...balls.map((ball) => ball[axis])) + Math.max(...balls.map((ball) => ball[axis]))) / 2;
  const centre: Vector = [mean(0), mean(1), mean(2)];
  const reach =
    Math.max(...balls.map(([x, y, z, r]) => Math.sqrt((x - centre[0]) ** 2 + (y - centre[1]) ** 2 + (z - centre[2]) ** 2) + r)) +
    wide +
    tall;
  return { balls, wide, tall, centre, reach };
}

/** Distance to a tube; -Infinity where it is farther than `near` from the ball that holds it. */
export function insideTube(tube: Tube, x: number, y: number, z: number, near: number): number {
  const rx = x - tube.centre[0],
    ry = y - tube.centre[1],
    rz = z - tube.centre[2];
  const far = tube.reach + near;
  if (rx * rx + ry * ry + rz * rz > far * far) return -Infinity;
  const { balls } = tube;
  let best = -Infinity;
  for (let n = 0; n + 1 < balls.length; n++) {
    const a = balls[n]!,
      b = balls[n + 1]!;
    const ux = b[0] - a[0],
      uy = b[1] - a[1],
      uz = b[2] - a[2];
    let px = x - a[0],
      pz = z - a[2];
    const py = y - a[1];
    px = px > tube.wide ? px - tube.wide : px < -tube.wide ? px + tube.wide : 0;
    pz = pz > tube.tall ? pz - tube.tall : pz < -tube.tall ? pz + tube.tall : tube.tall > 0 ? 0 : pz;
    if (tube.wide === 0) px = x - a[0];
    let t = (px * ux + py * uy + pz * uz) / (ux * ux + uy * uy + uz * uz);
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    const ex = px - t * ux,
      ey = py - t * uy,
      ez = pz - t * uz;
    const inside = a[3] + t * (b[3] - a[3]) - Math.sqrt(ex * ex + ey * ey + ez * ez);
    if (inside > best) best = inside;
  }
  return best;
}

/** The larger of two distances, rounded where they are within `k` of each other: the union of two solids without a crease. */
export function blendUnion(a: number, b: number, k: number): number {
  const h = Math.max(0, 1 - Math.abs(a - b) / k);
  return Math.max(a, b) + k * h * h * 0.25;
}

/** The smaller of two distances, rounded: what two solids share. */
export function blendCommon(a: number, b: number, k: number): number {
  return -blendUnion(-a, -b, k);
}
