import { isPadding, type Volume, voxelsFromBytes } from "#shared/domain/volume.ts";
import { percentile } from "#shared/statistics/percentile.ts";
import { encodePng } from "./encodePng.ts";
import type { FrameVoxels } from "./readVoxels.ts";

const longestSide = 128;

/**
 * A slice as a small PNG, at most 128 pixels wide or high, with square pixels. Grey values from the 1st to the 99th percentile of the slice
 * without its padding; for CT, whose values have a unit, in the file's window. MONOCHROME1 is inverted.
 */
export function drawThumbnail(volume: Volume, { bytes, scalarType, samplesPerPixel }: FrameVoxels, modality: string): Uint8Array {
  const voxels = voxelsFromBytes(scalarType, bytes);
  const [columnMm, rowMm] = volume.spacingMm;
  const scale = longestSide / Math.max(volume.columns * columnMm, volume.rows * rowMm);
  const width = Math.max(1, Math.round(volume.columns * columnMm * scale));
  const height = Math.max(1, Math.round(volume.rows * rowMm * scale));
  const [low, high] = samplesPerPixel === 3 ? [0, 255] : greyRange(volume, voxels, modality);
  const factor = high > low ? 255 / (high - low) : 0;
  const pixels = new Uint8Array(width * height * samplesPerPixel);
  for (let y = 0; y < height; y += 1) {
    const fromRow = Math.floor((y * volume.rows) / height);
    const toRow = Math.max(fromRow + 1, Math.floor(((y + 1) * volume.rows) / height));
    for (let x = 0; x < width; x += 1) {
      const fromColumn = Math.floor((x * volume.columns) / width);
      const toColumn = Math.max(fromColumn + 1, Math.floor(((x + 1) * volume.columns) / width));
      for (let sample = 0; sample < samplesPerPixel; sample += 1) {
        let sum = 0;
        for (let row = fromRow; row < toRow; row += 1)
          for (let column = fromColumn; column < toColumn; column += 1)
            sum += voxels[(row * volume.columns + column) * samplesPerPixel + sample]!;
        const mean = sum / ((toRow - fromRow) * (toColumn - fromColumn));
        const grey = Math.max(0, Math.min(255, Math.round((mean - low) * factor)));
        pixels[(y * width + x) * samplesPerPixel + sample] = volume.invert ? 255 - grey : grey;
      }
    }
  }
  return encodePng(width, height, samplesPerPixel, pixels);
}

function greyRange(volume: Volume, voxels: ArrayLike<number>, modality: string): readonly [number, number] {
  if (modality === "CT" && volume.window)
    return [volume.window.center - volume.window.width / 2, volume.window.center + volume.window.width / 2];
  const step = Math.max(1, Math.floor(voxels.length / 20_000));
  const taken: number[] = [];
  for (let index = 0; index < voxels.length; index += step)
    if (Number.isFinite(voxels[index]!) && !isPadding(volume, voxels[index]!)) taken.push(voxels[index]!);
  const sorted = Float64Array.from(taken).sort();
  return sorted.length === 0 ? [0, 1] : [percentile(sorted, 0.01, "nearest rank"), percentile(sorted, 0.99, "nearest rank")];
}
