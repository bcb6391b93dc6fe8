const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The number that a cell of a user's table writes in decimals, with a point and an exponent or without ("-1.5", ".5", "1e-3"); blanks around it do not count.
 * Undefined for everything else: other bases (0x10), digits that are grouped (1_000), words, and what double precision cannot hold (1e400).
 */
export function decimalNumber(cell: string): number | undefined {
  const text = cell.trim();
  if (!decimal.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}
