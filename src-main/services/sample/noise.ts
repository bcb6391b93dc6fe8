/** Scrambles three lattice coordinates and a seed to 32 bits (multiply and xorshift, as in MurmurHash3's finaliser). */
function scramble(x: number, y: number, z: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(z, 0x9e3779b1) ^ seed;
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** The product of an offset with one of twelve gradients (Perlin, "Improving noise", 2002). */
function gradient(hash: number, x: number, y: number, z: number): number {
  switch (hash & 15) {
    case 0: case 12: return x + y;
    case 1: case 13: return y - x;
    case 2: return x - y;
    case 3: return -x - y;
    case 4: return x + z;
    case 5: return z - x;
    case 6: return x - z;
    case 7: return -x - z;
    case 8: return y + z;
    case 9: case 14: return z - y;
    case 10: return y - z;
    default: return -y - z;
  }
}

/** Smooth noise at a point in three dimensions (Perlin's gradient noise): about -0.9 to 0.9, mean 0, one hill or hollow a unit. */
export function noise3(x: number, y: number, z: number, seed: number): number {
  const i = Math.floor(x), j = Math.floor(y), k = Math.floor(z);
  const fx = x - i, fy = y - j, fz = z - k;
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
