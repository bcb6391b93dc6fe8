import { identityDirection, type Grid } from "#shared/domain/geometry.ts";
import { resizeImage, type ResizeOptions } from "../../preprocess/index.ts";
import type { Shape3 } from "./tensorGrid.ts";

/** How a volume is resized; axes and orders are the tensor's. */
export interface Resizing {
  readonly to: Shape3;
  /** Of the spline along each axis. */
  readonly orders: readonly [Order, Order, Order];
  /** corners: the centres of the first and last voxels stay; centres: their outer edges. */
  readonly alignment: "corners" | "centres";
  /** Every slice across this axis first, and then along it. */
  readonly sliceAxis?: 0 | 1 | 2 | undefined;
}
type Order = 0 | 1 | 3;

/** A volume with other numbers of voxels, by the engine: beyond the last voxel its value; what a cubic spline overshoots is clipped as scikit-image does. */
export async function resizeVolume(
  voxels: Float32Array,
  from: Shape3,
  { to, orders, alignment, sliceAxis }: Resizing,
): Promise<Float32Array> {
  if (from.every((length, axis) => length === to[axis])) return voxels;
  const grid: Grid = { size: reversed(from), spacingMm: [1, 1, 1], originMm: [0, 0, 0], direction: identityDirection };
  const common = { size: reversed(to), orders: reversed(orders) };
  const options: ResizeOptions =
    alignment === "corners"
      ? { ...common, method: "corners" }
      : { ...common, method: "centres", beyond: "edge", antiAlias: false, clip: true };
  const gridAxis = sliceAxis === undefined ? {} : { sliceAxis: (2 - sliceAxis) as 0 | 1 | 2 };
  const { voxels: resized } = await resizeImage({ grid, scalarType: "float32", voxels }, { ...options, ...gridAxis });
  return resized as Float32Array;
}

function reversed<Item>([a, b, c]: readonly [Item, Item, Item]): [Item, Item, Item] {
  return [c, b, a];
}
