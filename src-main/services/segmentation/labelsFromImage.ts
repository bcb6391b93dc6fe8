import type { Grid } from "#shared/domain/geometry.ts";
import { gridToleranceMm, matchGrids, reorderVoxels } from "#shared/domain/gridMatch.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { colorForSegment } from "#shared/domain/segmentPalette.ts";
import type { Segment } from "#shared/domain/segment.ts";
import { inChunks, type ImageFile } from "../imagefiles/index.ts";

/**
 * The labels of a file on the grid of a volume, and a segment for each label above 0: named, coloured and sided as the file says, else "Label 3".
 * A file whose axes run in another order or direction but through the same voxels is put in the volume's order. Throws PlainError where the grids differ
 * (with by how much) or where a value is no label.
 */
export async function labelsFromImage(fileName: string, { image, labels: named }: ImageFile, grid: Grid): Promise<{ labels: Uint8Array; segments: Segment[] }> {
  const match = matchGrids(grid, image.grid, gridToleranceMm);
  if ("mismatch" in match) {
    throw new PlainError(`${fileName}: does not lie on the grid of this image: ${match.mismatch}. Export the label map on the image's own grid, or choose the series it was drawn on.`);
  }
  const labels = new Uint8Array(image.voxels.length);
  const occurs = new Uint8Array(256);
  await inChunks(labels.length, (from, to) => {
    for (let at = from; at < to; at++) {
      const value = image.voxels[at]!;
      if (!Number.isInteger(value) || value < 0 || value > 255) {
        throw new PlainError(`${fileName}: holds the value ${value}, which is no label: labels are whole numbers from 0 to 255.`);
      }
      labels[at] = value;
      occurs[value] = 1;
    }
  });
  const segments: Segment[] = [];
  for (let number = 1; number <= 255; number++) {
    const label = named.find(({ value }) => value === number);
    if (occurs[number] === 0 && !label) continue;
    segments.push({ number, name: (label?.name ?? `Label ${number}`).slice(0, 120), color: label?.color ?? colorForSegment(number), side: label?.side ?? "none" });
  }
  const perSlice = grid.size[0] * grid.size[1];
  const ordered = new Uint8Array(labels.length);
  // Slice by slice, in between which the door answers others.
  await inChunks(labels.length, (from, to) => {
    const [first, end] = [Math.ceil(from / perSlice), Math.ceil(to / perSlice)];
    ordered.set(reorderVoxels(labels, image.grid.size, match, first, end), first * perSlice);
  });
  return { labels: ordered, segments };
}
