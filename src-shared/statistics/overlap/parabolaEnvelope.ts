/**
 * Transforms lines of a length in place, with the buffers that one line needs: each value, a squared distance in mm^2 (Infinity for none), becomes the least of
 * all values of the line plus the squared distance, mm^2, to where they stand (the lower envelope of parabolas, Felzenszwalb & Huttenlocher 2012). A line
 * without a finite value stays as it is.
 * @param spacing between neighbours, mm
 */
export function parabolaEnvelope(
  length: number,
  spacing: number,
): (values: Float64Array | Float32Array, start: number, stride: number) => void {
  const heights = new Float64Array(length);
  const vertex = new Int32Array(length);
  const bound = new Float64Array(length + 1);
  const square = spacing * spacing;
  return (values, start, stride) => {
    let last = -1;
    for (let q = 0; q < length; q++) {
      const height = values[start + q * stride]!;
      heights[q] = height;
      if (height === Number.POSITIVE_INFINITY) continue;
      let crossing = Number.NEGATIVE_INFINITY;
      while (last >= 0) {
        const v = vertex[last]!;
        crossing = ((height - heights[v]!) / square + (q * q - v * v)) / (2 * (q - v));
        if (crossing > bound[last]!) break;
        last -= 1;
      }
      last += 1;
      vertex[last] = q;
      bound[last] = last === 0 ? Number.NEGATIVE_INFINITY : crossing;
      bound[last + 1] = Number.POSITIVE_INFINITY;
    }
    if (last < 0) return;
    for (let q = 0, at = 0; q < length; q++) {
      while (bound[at + 1]! < q) at += 1;
      const v = vertex[at]!;
      values[start + q * stride] = (q - v) ** 2 * square + heights[v]!;
    }
  };
}
