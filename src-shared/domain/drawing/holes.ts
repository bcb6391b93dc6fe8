import { neighboursOf } from "./components.ts";
import type { MaskGrid } from "./mask.ts";

/**
 * A mask with its holes: what no path of voxels joined by faces (4-connected in a slice, 6-connected in 3D) leads out of to the grid's border
 * without crossing the mask. In 3D a tunnel that is open to the border is no hole.
 */
export function withHolesFilled(mask: Uint8Array, grid: MaskGrid): Uint8Array {
  const [columns, rows, slices] = grid.size;
  const made = new Uint8Array(mask.length).fill(1);
  const waiting = new Int32Array(mask.length);
  let count = 0;
  const reach = (index: number) => {
    if (made[index] === 0 || mask[index] === 1) return;
    made[index] = 0;
    waiting[count++] = index;
  };
  for (let k = 0, index = 0; k < slices; k++)
    for (let j = 0; j < rows; j++)
      for (let i = 0; i < columns; i++, index++) {
        const isEnd = slices > 1 && (k === 0 || k === slices - 1);
        if (isEnd || i === 0 || j === 0 || i === columns - 1 || j === rows - 1) reach(index);
      }
  const neighbours = neighboursOf(grid, "faces");
  while (count > 0) neighbours(waiting[--count]!, reach);
  return made;
}
