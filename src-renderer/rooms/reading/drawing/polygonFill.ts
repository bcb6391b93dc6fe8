/** Temporary: until the shared one is there. */
export function rasterisePolygon(curve: ReadonlyArray<readonly [number, number]>, columns: number, rows: number): Uint8Array {
  const inside = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const crossings: number[] = [];
    for (let at = 0; at < curve.length; at++) {
      const [x1, y1] = curve[at]!;
      const [x2, y2] = curve[(at + 1) % curve.length]!;
      if ((y1 <= row) !== (y2 <= row)) crossings.push(x1 + ((row - y1) / (y2 - y1)) * (x2 - x1));
    }
    crossings.sort((a, b) => a - b);
    for (let at = 0; at + 1 < crossings.length; at += 2) {
      for (let column = Math.max(0, Math.ceil(crossings[at]!)); column < Math.min(columns, crossings[at + 1]!); column++) inside[row * columns + column] = 1;
    }
  }
  return inside;
}
