import type { Image } from "#shared/domain/volume.ts";
import { inChunks } from "../imagefiles/index.ts";

/** Marks, while a map is made, the voxels that do not belong to the region: a value that no feature has. initValue would not do: a feature may have it too. */
export const outsideMark = -Number.MAX_VALUE;

/** What a map's voxels say. */
export interface MapRegion {
  /** A byte for each voxel: 1 where it belongs to the region. */
  readonly region: Uint8Array;
  readonly valuedVoxels: number;
  /** Voxels of the region at which the feature is undefined. */
  readonly undefinedVoxels: number;
  readonly minimum: number | null;
  readonly maximum: number | null;
}

/** Looks through a map made with outsideMark as its initValue, and puts the true initValue in the mark's place. */
export async function settleRegion({ voxels }: Image, initValue: number): Promise<MapRegion> {
  const region = new Uint8Array(voxels.length);
  let [minimum, maximum, valued, missing] = [Infinity, -Infinity, 0, 0];
  await inChunks(voxels.length, (from, to) => {
    for (let at = from; at < to; at++) {
      const value = voxels[at]!;
      if (value === outsideMark) {
        voxels[at] = initValue;
        continue;
      }
      region[at] = 1;
      if (Number.isNaN(value)) {
        missing++;
        continue;
      }
      valued++;
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
    }
  });
  return {
    region,
    valuedVoxels: valued,
    undefinedVoxels: missing,
    minimum: valued > 0 ? minimum : null,
    maximum: valued > 0 ? maximum : null,
  };
}

/** The voxels as float64, NaN outside the region. */
export async function valuesInRegion({ voxels }: Image, region: Uint8Array): Promise<Float64Array> {
  const values = new Float64Array(voxels.length);
  await inChunks(values.length, (from, to) => {
    for (let at = from; at < to; at++) values[at] = region[at] === 0 ? Number.NaN : voxels[at]!;
  });
  return values;
}
