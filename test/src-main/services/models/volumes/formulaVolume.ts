import { identityDirection } from "#shared/domain/geometry.ts";
import type { Image } from "#shared/domain/volume.ts";

/** The volume of ../shared/data/onnx/volume-models/expected.json (volume_formula), 128 voxels each way; i, j and k are its axes 0, 1 and 2, i fastest. */
export function formulaVolume(seed: number): Float32Array {
  const length = 128;
  const values = new Float64Array(length ** 3);
  const g = Array.from({ length }, (_, index) => index / 127);
  const sines = g.map((y) => g.map((x) => Math.sin(2 * Math.PI * (x * (1 + seed) + 0.3 * y))));
  let [low, high] = [Infinity, -Infinity];
  let at = 0;
  for (const z of g)
    for (const [j, y] of g.entries()) {
      const cosine = Math.cos(2 * Math.PI * (2 * y + z));
      for (const [i, x] of g.entries()) {
        const bump = Math.exp(-((x - 0.5) ** 2 + (y - 0.45) ** 2 + (z - 0.55) ** 2) * (8 + seed));
        const value = 0.5 + 0.25 * sines[j]![i]! * cosine + 0.25 * bump;
        values[at++] = value;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  return Float32Array.from(values, (value) => (value - low) / (high - low));
}

const whole = [0, 128] as const;
const made = new Map<number, Float32Array>();

/** A box of it: [from, to) along each axis, as an image of 1 mm voxels. */
export function formulaImage(seed: number, box: ReadonlyArray<readonly [number, number]> = [whole, whole, whole]): Image {
  const all = made.get(seed) ?? formulaVolume(seed);
  made.set(seed, all);
  const size = box.map(([from, to]) => to - from) as unknown as [number, number, number];
  const voxels = new Float32Array(size[0] * size[1] * size[2]);
  let at = 0;
  for (let k = box[2]![0]; k < box[2]![1]; k += 1)
    for (let j = box[1]![0]; j < box[1]![1]; j += 1)
      for (let i = box[0]![0]; i < box[0]![1]; i += 1) voxels[at++] = all[(k * 128 + j) * 128 + i]!;
  return { grid: { size, spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: identityDirection }, scalarType: "float32", voxels };
}
