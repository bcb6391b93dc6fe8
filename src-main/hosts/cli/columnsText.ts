/** Rows of cells as text in aligned columns: the first to the left, the others to the right. */
export function columnsText(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join("");
}

/** A number for people, to so many digits; a dash where there is none. */
export function shortNumber(value: number | null, digits = 3): string {
  if (value === null) return "-";
  const fixed = value.toFixed(digits);
  return Number(fixed) === 0 && value !== 0 ? value.toPrecision(2) : fixed;
}
