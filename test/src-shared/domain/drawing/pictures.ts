import type { MaskGrid } from "#shared/domain/drawing/mask.ts";

/** One slice from lines of text, a character a voxel: "." is 0, a digit itself, "#" is 1. */
export function slice(...lines: readonly string[]): Uint8Array {
  return Uint8Array.from(lines.join(""), (sign) => (sign === "." ? 0 : sign === "#" ? 1 : Number(sign)));
}

/** The lines of a mask or label map, slice after slice. */
export function lines(labels: Uint8Array, columns: number): string[] {
  return Array.from({ length: labels.length / columns }, (_, row) =>
    [...labels.subarray(row * columns, (row + 1) * columns)].map((label) => (label === 0 ? "." : String(label))).join(""),
  );
}

export function grid(columns: number, rows: number, slices = 1, spacingMm: MaskGrid["spacingMm"] = [1, 1, 1]): MaskGrid {
  return { size: [columns, rows, slices], spacingMm };
}
