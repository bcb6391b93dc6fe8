/** A length for a sentence: "3.3 mm". */
export function millimetres(value: number): string {
  return `${Number(value.toFixed(2))} mm`;
}

/** "1 slice lies" or "3 slices lie". */
export function slicesWords(count: number): string {
  return count === 1 ? "1 slice lies" : `${count} slices lie`;
}
