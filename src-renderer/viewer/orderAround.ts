/** The slices of a stack in the order in which they are wanted: the one on show, then its neighbours outwards, those ahead of the reader first. */
export function orderAround(sliceIndex: number, sliceCount: number, direction: 1 | -1): number[] {
  const order = [sliceIndex];
  for (let distance = 1; distance < sliceCount; distance++) {
    for (const k of [sliceIndex + direction * distance, sliceIndex - direction * distance]) {
      if (k >= 0 && k < sliceCount) order.push(k);
    }
  }
  return order;
}
