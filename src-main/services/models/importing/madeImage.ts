import type { VolumeInput } from "#shared/domain/bundle/input.ts";
import type { Direction, Grid } from "#shared/domain/geometry.ts";
import type { Image } from "#shared/domain/volume.ts";
import { tensorAxes } from "../volumes/tensorGrid.ts";

/** Lengths along the tensor's axes, and how much coarser than the network's own spacing it lies; nothing is the same along two axes. */
const lengths = { "3d": [34, 30, 38], "2d": [5, 30, 38], "2.5d": [5, 30, 38] } as const;
const coarser = [1, 1.25, 0.8] as const;

/** x runs to the front, y to the feet, z to the left: every letter of an orientation turns it. */
const direction: Direction = [0, 0, 1, -1, 0, 0, 0, -1, 0];

/**
 * A small image that shows how a bundle is prepared: no two places, axes or ends are alike, its border is 0, and it must be turned and resampled. `channel`
 * is the place of the image in the bundle.
 */
export function madeImage(input: VolumeInput, channel: number): Image {
  const { from } = tensorAxes(direction, input);
  const mm = input.grid.kind === "spacing" ? input.grid.mm.map((each) => each ?? 3) : [1, 1, 1];
  const size: [number, number, number] = [0, 0, 0];
  const spacingMm: [number, number, number] = [0, 0, 0];
  for (const [at, axis] of from.entries()) {
    size[axis] = lengths[input.dims.kind][at]!;
    spacingMm[axis] = mm[at]! * coarser[at]!;
  }
  const grid: Grid = { size, spacingMm, originMm: [-10, 20, 5], direction };
  return { grid, scalarType: "float32", voxels: voxelsOf(size, channel, input) };
}

function voxelsOf([ni, nj, nk]: Grid["size"], channel: number, { images }: VolumeInput): Float32Array {
  const { normalise } = images[channel]!;
  const [low, high] = normalise.kind === "ct" ? [normalise.low, normalise.high] : [0, 1000];
  const voxels = new Float32Array(ni * nj * nk);
  for (let k = 0, at = 0; k < nk; k++)
    for (let j = 0; j < nj; j++)
      for (let i = 0; i < ni; i++, at++) {
        if (i < 2 || j < 1 || k < 1 || i >= ni - 1 || j >= nj - 2) continue;
        const wave = 0.5 + 0.3 * Math.sin(0.31 * i + 0.17 * j + channel) + 0.15 * Math.cos(0.23 * k - 0.11 * i);
        // A little beyond what CT is clipped to.
        voxels[at] = low + (high - low) * (wave * 1.2 - 0.1 + (0.05 * ((i * 7 + j * 13 + k * 29) % 11)) / 11);
      }
  return voxels;
}
