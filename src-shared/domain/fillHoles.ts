/**
 * Fills the holes of one segment on one slice: background (label 0) from which no path of pixels joined by edges leads to the slice's border without crossing
 * the segment. Other segments are untouched, also inside a hole. Answers a new slice.
 */
export function fillHoles(labels: Uint8Array, columns: number, rows: number, segmentNumber: number): Uint8Array {
  const outside = new Uint8Array(labels.length);
  const waiting = new Int32Array(labels.length);
  let count = 0;
  const reach = (index: number) => {
    if (outside[index] === 1 || labels[index] === segmentNumber) return;
    outside[index] = 1;
    waiting[count++] = index;
  };
  for (let column = 0; column < columns; column++) {
    reach(column);
    reach((rows - 1) * columns + column);
  }
  for (let row = 0; row < rows; row++) {
    reach(row * columns);
    reach(row * columns + columns - 1);
  }
  while (count > 0) {
    const index = waiting[--count]!;
    const column = index % columns;
    if (column > 0) reach(index - 1);
    if (column < columns - 1) reach(index + 1);
    if (index >= columns) reach(index - columns);
    if (index + columns < labels.length) reach(index + columns);
  }
  return labels.map((label, index) => (label === 0 && outside[index] === 0 ? segmentNumber : label));
}
