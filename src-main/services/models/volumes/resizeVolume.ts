import { PlainError } from "#shared/domain/plainError.ts";
import type { Shape3 } from "./tensorGrid.ts";

export async function resizeVolume(
  values: Float32Array,
  from: Shape3,
  to: Shape3,
  orders: readonly number[],
  alignment: "edges" | "centres",
  clip?: number | "unclipped",
): Promise<Float32Array> {
  if (from.every((length, axis) => length === to[axis])) return values;
  throw new PlainError(`not yet ${orders.length} ${alignment} ${clip}`);
}
