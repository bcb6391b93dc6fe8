/**
 * The holes of a segment on one slice: voxels that are not the segment's and from which no path of voxels joined by their edges leads to the border of the
 * slice without crossing the segment. Answers their indices, ascending.
 */
export function holesOf(labels: Uint8Array, columns: number, rows: number, segment: number): number[] {
  const outside = new Uint8Array(labels.length);
  const waiting: number[] = [];
  const reach = (index: number) => {
    if (outside[index] || labels[index] === segment) return;
    outside[index] = 1;
    waiting.push(index);
  };
  for (let column = 0; column < columns; column++) {
    reach(column);
    reach((rows - 1) * columns + column);
  }
  for (let row = 0; row < rows; row++) {
    reach(row * columns);
    reach(row * columns + columns - 1);
  }
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    const column = index % columns;
    if (column > 0) reach(index - 1);
    if (column < columns - 1) reach(index + 1);
    if (index >= columns) reach(index - columns);
    if (index < labels.length - columns) reach(index + columns);
  }
  const holes: number[] = [];
  for (let index = 0; index < labels.length; index++) if (!outside[index] && labels[index] !== segment) holes.push(index);
  return holes;
}
