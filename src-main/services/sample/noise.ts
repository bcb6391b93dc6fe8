/** Scrambles three lattice coordinates and a seed to 32 bits (multiply and xorshift, as in MurmurHash3's finaliser). */
function scramble(x: number, y: number, z: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(z, 0x9e3779b1) ^ seed;
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** The twelve gradients, four of them twice (Perlin, "Improving noise", 2002). */
const gradientX = new Float64Array([1, -1, 1, -1, 1, -1, 1, -1, 0, 0, 0, 0, 1, 0, -1, 0]);
const gradientY = new Float64Array([1, 1, -1, -1, 0, 0, 0, 0, 1, -1, 1, -1, 1, -1, 1, -1]);
const gradientZ = new Float64Array([0, 0, 0, 0, 1, 1, -1, -1, 1, 1, -1, -1, 0, 1, 0, -1]);

/** The product of an offset with the gradient that a hash chooses. */
function gradient(hash: number, x: number, y: number, z: number): number {
  const n = hash & 15;
  return gradientX[n]! * x + gradientY[n]! * y + gradientZ[n]! * z;
}

/** Smooth noise at a point in three dimensions (Perlin's gradient noise): about -0.9 to 0.9, mean 0, one hill or hollow a unit. */
export function noise3(x: number, y: number, z: number, seed: number): number {
  const i = Math.floor(x),
    j = Math.floor(y),
    k = Math.floor(z);
  const fx = x - i,
    fy = y - j,
    fz = z - k;
  const u = fx * fx * fx * (fx * (fx * 6 - 15) + 10);
  const v = fy * fy * fy * (fy * (fy * 6 - 15) + 10);
  const w = fz * fz * fz * (fz * (fz * 6 - 15) + 10);
  const a = gradient(scramble(i, j, k, seed), fx, fy, fz);
  const b = gradient(scramble(i + 1, j, k, seed), fx - 1, fy, fz);
  const c = gradient(scramble(i, j + 1, k, seed), fx, fy - 1, fz);
  const d = gradient(scramble(i + 1, j + 1, k, seed), fx - 1, fy - 1, fz);
  const e = gradient(scramble(i, j, k + 1, seed), fx, fy, fz - 1);
  const f = gradient(scramble(i + 1, j, k + 1, seed), fx - 1, fy, fz - 1);
  const g = gradient(scramble(i, j + 1, k + 1, seed), fx, fy - 1, fz - 1);
  const h = gradient(scramble(i + 1, j + 1, k + 1, seed), fx - 1, fy - 1, fz - 1);
  const near = a + u * (b - a) + v * (c - a + u * (a - b - c + d));
  const far = e + u * (f - e) + v * (g - e + u * (e - f - g + h));
  return near + w * (far - near);
}

/** Two octaves of noise3: the second half as wide and half as high. */
export function noise3Rough(x: number, y: number, z: number, seed: number): number {
  return (noise3(x, y, z, seed) + 0.5 * noise3(2 * x, 2 * y, 2 * z, seed ^ 0x5bd1e995)) / 1.2;
}

/** 0 below `low`, 1 above `high`, a smooth cubic between. */
export function smoothStep(low: number, high: number, value: number): number {
  const t = value <= low ? 0 : value >= high ? 1 : (value - low) / (high - low);
  return t * t * (3 - 2 * t);
}
