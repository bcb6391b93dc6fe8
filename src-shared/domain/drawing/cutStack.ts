import type { Grid, Vector3 } from "../geometry.ts";
import { cutOf, nearestTo, type Cut } from "./cut.ts";
import { rectGatherer } from "./pieces.ts";
import type { PixelRect } from "./pixelRect.ts";

/** The cuts of a volume by parallel planes at even distances: the slices of a reformat. */
export interface CutStack {
  readonly count: number;
  /** How many voxels one plane is from the next, along the cuts' third axis; 1 or more where the planes are as far apart as a reformat's are. */
  readonly voxelsApart: number;
  readonly cutAt: (index: number) => Cut;
  /** Voxels that lie between a plane and the next and that neither meets, as a cut with one a cell: -1 where there is none. */
  readonly between: (index: number) => Cut;
  /** By cut, the rectangle of cells around each label that occurs on it, of a label map of the volume. */
  readonly rectsOf: (labels: Uint8Array) => ReadonlyArray<ReadonlyMap<number, PixelRect>>;
}

/**
 * The cuts of a grid.
 * @param plane the first of the planes: a point of it (LPS, mm) and its normal, along which the others follow
 * @param spacingMm from a plane to the next
 */
export function cutStack(
  grid: Grid,
  { pointMm, normal }: { readonly pointMm: Vector3; readonly normal: Vector3 },
  spacingMm: number,
  count: number,
): CutStack {
  const cutAt = (index: number) =>
    cutOf(grid, { pointMm: pointMm.map((each, axis) => each + index * spacingMm * normal[axis]!) as [number, number, number], normal });
  const first = cutAt(0);
  const { axes, columns, rows, depth } = first;
  const [u, v, w] = axes;
  const apart = cutAt(1).depth[0] - depth[0];
  const strides = [1, grid.size[0], grid.size[0] * grid.size[1]] as const;
  const depthOf = (index: number) => [depth[0] + index * apart, depth[1], depth[2]] as const;
  return {
    count,
    voxelsApart: Math.abs(apart),
    cutAt,
    between: (index) => {
      const voxels = new Int32Array(columns * rows).fill(-1);
      const slices = new Set<number>();
      const [here, next, step] = [depthOf(index), depthOf(index + 1), Math.sign(apart)];
      for (let row = 0, cell = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++, cell++) {
          const at = nearestTo(here, column, row) + step;
          if (at < 0 || at >= grid.size[w] || (nearestTo(next, column, row) - at) * step <= 0) continue;
          voxels[cell] = column * strides[u] + row * strides[v] + at * strides[w];
          slices.add(w === 2 ? at : row);
        }
      }
      return { ...cutAt(index), voxels, slices: [...slices].toSorted((a, b) => a - b) };
    },
    rectsOf: (labels) => {
      const gatherers = Array.from({ length: count }, () => rectGatherer());
      const at: [number, number, number] = [0, 0, 0];
      for (let k = 0, voxel = 0; k < grid.size[2]; k++) {
        for (let j = 0; j < grid.size[1]; j++) {
          for (let i = 0; i < grid.size[0]; i++, voxel++) {
            const label = labels[voxel]!;
            if (label === 0) continue;
            [at[0], at[1], at[2]] = [i, j, k];
            const [column, row] = [at[u], at[v]];
            const place = (at[w] - depth[0] - column * depth[1] - row * depth[2]) / apart;
            for (let index = Math.floor(place); index <= Math.ceil(place); index++) {
              if (index >= 0 && index < count && nearestTo(depthOf(index), column, row) === at[w])
                gatherers[index]!.add(label, column, row);
            }
          }
        }
      }
      return gatherers.map(({ rects }) => rects());
    },
  };
}
