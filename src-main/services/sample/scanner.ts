import { noise3 } from "./noise.ts";
import { hashSeed, type Random } from "./random.ts";

/** A smooth coil sensitivity over patient space, about 1: multiplies the signal. Points are LPS, mm. */
export function coilSensitivity(seed: number, strength: number): (x: number, y: number, z: number) => number {
  const field = hashSeed(seed, "coil");
  return (x, y, z) => 1 + strength * (noise3(x / 170, y / 170, z / 300, field) + 0.00002 * (x * x + y * y) - 0.12);
}

/** Blurs rows and columns by a small kernel [edge, 1 - 2 edge, edge]: the point spread of a scanner that samples a limited k-space. */
export function pointSpread(image: Float32Array, columns: number, rows: number, edge: number): Float32Array {
  const middle = 1 - 2 * edge;
  const across = new Float32Array(image.length);
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const at = j * columns + i;
      across[at] = middle * image[at]! + edge * ((i > 0 ? image[at - 1]! : 0) + (i < columns - 1 ? image[at + 1]! : 0));
    }
  }
  const down = new Float32Array(image.length);
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const at = j * columns + i;
      down[at] = middle * across[at]! + edge * ((j > 0 ? across[at - columns]! : 0) + (j < rows - 1 ? across[at + columns]! : 0));
    }
  }
  return down;
}

/** Noise of a magnitude image (Rician: the length of a complex signal with normal noise in both parts), then whole numbers from 0 to 4095. */
export function magnitudeImage(signal: Float32Array, noiseDeviation: number, random: Random): Uint16Array {
  const image = new Uint16Array(signal.length);
  for (let n = 0; n < signal.length; n++) {
    const real = signal[n]! + noiseDeviation * random.normal();
    const imaginary = noiseDeviation * random.normal();
    image[n] = Math.min(4095, Math.round(Math.sqrt(real * real + imaginary * imaginary)));
  }
  return image;
}
