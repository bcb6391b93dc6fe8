import { gridOf, type Volume } from "#shared/domain/volume.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import { drawNames } from "./drawNames.ts";
import { labelsOnScreen, paintLabels, type ShownLabels } from "./labelOverlay.ts";
import { edgeLetters } from "./orientation.ts";
import { axisOf } from "#shared/domain/geometry.ts";
import type { VoxelFrame } from "./pictureFrame.ts";
import { scaleBar } from "./scaleBar.ts";
import { sliceImage } from "./sliceImage.ts";
import type { GreyWindow } from "./window.ts";

export interface PictureOptions {
  readonly volume: Volume;
  readonly sliceIndex: number;
  /** The slice's voxels; RGB interleaved where the volume is in colour. */
  readonly voxels: ArrayLike<number>;
  readonly window: GreyWindow | null;
  readonly isInverted: boolean;
  readonly labels: ShownLabels | null;
  /** The part of the slice that is shown. */
  readonly frame: VoxelFrame;
  /** How the segments' names are written into the picture; null for none. */
  readonly wordsOf: ((segment: ShownLabels["segments"][number]) => string) | null;
  /** What the line below the picture says, besides the notice. */
  readonly caption: string;
}

/** The longer side of the picture, pixels. */
const longSide = 1000;
const captionHeight = 26;

/**
 * Part of a slice as it was acquired, with its segments, letters, a scale bar and the research-use notice; as PNG. It holds no patient data
 * besides the image.
 */
export async function drawPicture({
  volume,
  sliceIndex,
  voxels,
  window,
  isInverted,
  labels,
  frame,
  wordsOf,
  caption,
}: PictureOptions): Promise<Blob> {
  const { columns, rows, spacingMm } = volume;
  const grey = sliceImage(volume, voxels, window, isInverted);
  const small = new OffscreenCanvas(columns, rows);
  small.getContext("2d")!.putImageData(grey, 0, 0);

  const pixelsPerMm = longSide / Math.max(frame.columns * spacingMm[0], frame.rows * spacingMm[1]);
  const width = Math.max(1, Math.round(frame.columns * spacingMm[0] * pixelsPerMm));
  const height = Math.max(1, Math.round(frame.rows * spacingMm[1] * pixelsPerMm));
  const canvas = new OffscreenCanvas(width, height + captionHeight);
  const context = canvas.getContext("2d")!;
  context.fillStyle = "#000";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(small, frame.column, frame.row, frame.columns, frame.rows, 0, 0, width, height);

  if (labels) {
    const map = {
      origin: [frame.column - 0.5, frame.row - 0.5, sliceIndex] as const,
      right: [frame.columns / width, 0, 0] as const,
      down: [0, frame.rows / height, 0] as const,
    };
    const pixels = paintLabels(labelsOnScreen(labels, map, { x: 0, y: 0, width, height }), width, height, labels, 2);
    const over = new OffscreenCanvas(width, height);
    over.getContext("2d")!.putImageData(new ImageData(pixels, width, height), 0, 0);
    context.drawImage(over, 0, 0);
    // Letters and the scale bar keep the edges.
    const edge = 48;
    const taken = [
      { x: 0, y: 0, width, height: 28 },
      { x: 0, y: height - edge, width, height: edge },
      { x: 0, y: 0, width: 28, height },
      { x: width - 28, y: 0, width: 28, height },
    ];
    if (wordsOf) drawNames({ context, shown: labels, map, width, height, fontPixels: 16, wordsOf, taken });
  }

  context.font = "600 18px sans-serif";
  context.fillStyle = "#fff";
  context.strokeStyle = "#000";
  context.lineWidth = 3;
  const write = (text: string, x: number, y: number, align: CanvasTextAlign) => {
    context.textAlign = align;
    context.textBaseline = "middle";
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  };
  if (volume.hasPatientGeometry) {
    const { direction } = gridOf(volume);
    const letters = edgeLetters(axisOf(direction, 0), axisOf(direction, 1));
    write(letters.top, width / 2, 14, "center");
    write(letters.bottom, width / 2, height - 14, "center");
    write(letters.left, 8, height / 2, "left");
    write(letters.right, width - 8, height / 2, "right");
    const bar = scaleBar((width * 0.25) / pixelsPerMm);
    if (bar) {
      const length = bar.lengthMm * pixelsPerMm;
      context.fillRect(width - 16 - length, height - 18, length, 3);
      write(bar.label, width - 16 - length / 2, height - 34, "center");
    }
  }
  context.font = "13px sans-serif";
  context.fillStyle = "#c8d0d9";
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillText(caption, 8, height + captionHeight / 2);
  context.textAlign = "right";
  context.fillText(researchUseNotice, width - 8, height + captionHeight / 2);
  return canvas.convertToBlob({ type: "image/png" });
}
