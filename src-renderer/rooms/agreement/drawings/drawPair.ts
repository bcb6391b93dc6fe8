import type { ReadingPair } from "#shared/api/agreement.ts";
import { scalarTypes, voxelsFromBytes, type ScalarType, type VoxelArray } from "#shared/domain/volume.ts";
import { percentile } from "#shared/statistics/percentile.ts";
import { outlineOf, type SliceFrame } from "./outline.ts";

interface DrawnPair {
  readonly volume: ReadingPair["volume"];
  /** One slice, as the door gives it. */
  readonly bytes: ArrayBuffer;
  readonly scalarType: string | null;
  readonly around: SliceFrame;
  /** The labels of the slice by reading, then of the consensus; null of what is hidden. */
  readonly labels: readonly (Uint8Array | null)[];
}

/** Of both readings, and of their consensus. */
const colours = ["#5aa9e6", "#f2a541", "#e86fc5"] as const;
/** Pixels of the longer side. */
const longerSide = 640;

/** Draws a part of a slice with the outlines of two readings, and of a consensus where there is one, in the shape that it has in the patient. */
export function drawPair(canvas: HTMLCanvasElement, { volume, bytes, scalarType, around, labels }: DrawnPair): void {
  const { columns, rows, spacingMm } = volume;
  const [width, height] = [around.columns * spacingMm[0], around.rows * spacingMm[1]];
  const perMm = longerSide / Math.max(width, height);
  canvas.width = Math.round(width * perMm);
  canvas.height = Math.round(height * perMm);
  const context = canvas.getContext("2d");
  const type = scalarTypes.find((each) => each === scalarType);
  if (!context || !type) return;
  const whole = document.createElement("canvas");
  whole.width = columns;
  whole.height = rows;
  whole.getContext("2d")?.putImageData(greyPicture(volume, type, bytes), 0, 0);
  context.drawImage(whole, around.column, around.row, around.columns, around.rows, 0, 0, canvas.width, canvas.height);
  const [x, y] = [spacingMm[0] * perMm, spacingMm[1] * perMm];
  context.lineWidth = 2;
  labels.forEach((own, reading) => {
    if (!own) return;
    context.strokeStyle = colours[reading] ?? colours[0];
    // Dashed: the outlines of the readings run along the same edges.
    context.setLineDash(reading === 2 ? [7, 6] : []);
    context.beginPath();
    for (const [x1, y1, x2, y2] of outlineOf(own, columns, rows)) {
      context.moveTo((x1 - around.column) * x, (y1 - around.row) * y);
      context.lineTo((x2 - around.column) * x, (y2 - around.row) * y);
    }
    context.stroke();
  });
}

function greyPicture(
  { columns, rows, samplesPerPixel, invert, window }: DrawnPair["volume"],
  type: ScalarType,
  bytes: ArrayBuffer,
): ImageData {
  const voxels = voxelsFromBytes(type, new Uint8Array(bytes));
  const picture = new ImageData(columns, rows);
  const { low, high } = window ? { low: window.center - window.width / 2, high: window.center + window.width / 2 } : rangeOf(voxels);
  const scale = 255 / Math.max(high - low, 1e-9);
  for (let at = 0; at < columns * rows; at++) {
    for (let channel = 0; channel < 3; channel++) {
      const value = samplesPerPixel === 3 ? voxels[3 * at + channel]! : (voxels[at]! - low) * scale;
      picture.data[4 * at + channel] = invert ? 255 - value : value;
    }
    picture.data[4 * at + 3] = 255;
  }
  return picture;
}

/** From the 1st to the 99th percentile. */
function rangeOf(voxels: VoxelArray): { readonly low: number; readonly high: number } {
  const sorted = Float64Array.from(voxels).sort();
  return { low: percentile(sorted, 0.01, "nearest rank"), high: percentile(sorted, 0.99, "nearest rank") };
}
