/** A name for a segmentation that no other has: with a number where it is taken, or where none is asked for. */
export function freeName(wanted: string | null, names: readonly string[]): string {
  if (wanted !== null && !names.includes(wanted)) return wanted;
  let number = wanted === null ? 1 : 2;
  while (names.includes(`${wanted ?? "Segmentation"} ${number}`)) number++;
  return `${wanted ?? "Segmentation"} ${number}`;
}
