import type { Mask } from "#shared/domain/project/mask.ts";

/**
 * The rectangle of all voxels that a drag from one place to another touches, within the slice. Places are in voxels from the outer corner of the first one,
 * so that voxel 0 reaches from 0 to 1.
 */
export function maskBetween(
  [x, y]: readonly [number, number],
  [toX, toY]: readonly [number, number],
  { columns, rows }: { readonly columns: number; readonly rows: number },
): Mask {
  const within = (value: number, most: number) => Math.min(most - 1, Math.max(0, Math.floor(value)));
  const [left, right] = [within(Math.min(x, toX), columns), within(Math.max(x, toX), columns)];
  const [top, bottom] = [within(Math.min(y, toY), rows), within(Math.max(y, toY), rows)];
  return { column: left, row: top, columns: right - left + 1, rows: bottom - top + 1 };
}
