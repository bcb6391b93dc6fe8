import { inBox, type MaskGrid } from "./mask.ts";

/** One row of a ball: how far it lies from the centre's row, and how far it reaches to each side. */
interface BallRow {
  readonly dj: number;
  readonly dk: number;
  readonly reach: number;
}

/**
 * Smooths a mask: a voxel is in it where more than half of the voxels within `radiusMm` of it, of those in the grid, are (the median of a binary
 * image). Removes what is thinner than the ball and fills what is narrower.
 */
export function median(mask: Uint8Array, grid: MaskGrid, radiusMm: number): Uint8Array {
  return inBox(radiusMm, (part, partGrid) => medianOf(part, partGrid, radiusMm))(mask, grid);
}

function medianOf(mask: Uint8Array, grid: MaskGrid, radiusMm: number): Uint8Array {
  const [columns, rows, slices] = grid.size;
  const ball = ballRows(grid, radiusMm);
  // Sums along each row, so that a row of the ball is one difference.
  const sums = new Int32Array((columns + 1) * rows * slices);
  for (let row = 0; row < rows * slices; row++)
    for (let i = 0; i < columns; i++) sums[row * (columns + 1) + i + 1] = sums[row * (columns + 1) + i]! + mask[row * columns + i]!;
  const made = new Uint8Array(mask.length);
  for (let k = 0, index = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const near = ball.filter(({ dj, dk }) => j + dj >= 0 && j + dj < rows && k + dk >= 0 && k + dk < slices);
      for (let i = 0; i < columns; i++, index++) {
        let [inside, all] = [0, 0];
        for (const { dj, dk, reach } of near) {
          const start = ((k + dk) * rows + j + dj) * (columns + 1);
          const [from, to] = [Math.max(0, i - reach), Math.min(columns, i + reach + 1)];
          inside += sums[start + to]! - sums[start + from]!;
          all += to - from;
        }
        made[index] = 2 * inside > all ? 1 : 0;
      }
    }
  }
  return made;
}

function ballRows({ size, spacingMm: [sx, sy, sz] }: MaskGrid, radiusMm: number): BallRow[] {
  const limit = radiusMm ** 2 * (1 + 1e-9);
  const found: BallRow[] = [];
  const [mostJ, mostK] = [Math.floor(radiusMm / sy + 1e-9), size[2] === 1 ? 0 : Math.floor(radiusMm / sz + 1e-9)];
  for (let dk = -mostK; dk <= mostK; dk++) {
    for (let dj = -mostJ; dj <= mostJ; dj++) {
      const rest = limit - (dj * sy) ** 2 - (dk * sz) ** 2;
      if (rest >= 0) found.push({ dj, dk, reach: Math.floor(Math.sqrt(rest) / sx) });
    }
  }
  return found;
}
