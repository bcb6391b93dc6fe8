/** A number with so many places, a dash where there is none; what rounds to 0 has no sign. */
export function fixed(value: number | null | undefined, places = 3): string {
  if (value === null || value === undefined) return "–";
  const text = value.toFixed(places);
  return text.startsWith("-") && Number(text) === 0 ? text.slice(1) : text;
}

/** "0.812 to 0.934"; nothing where there is no value, and "no interval" where it has none: limits that are one number are none either. */
export function interval(
  value: number | null | undefined,
  lower: number | null | undefined,
  upper: number | null | undefined,
  places = 3,
): string {
  if (value === null || value === undefined) return "";
  if (lower === null || lower === undefined || upper === null || upper === undefined || lower === upper) return "no interval";
  return `${fixed(lower, places)} to ${fixed(upper, places)}`;
}

/** A p value as papers print it: three places, or that it is smaller than what they show. */
export function pValue(p: number | null | undefined): string {
  return p === null || p === undefined ? "–" : p < 0.001 ? "< 0.001" : fixed(p);
}

/** A value in the unit of a feature, of any size. */
export function sized(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  const magnitude = Math.abs(value);
  return value !== 0 && (magnitude >= 1e5 || magnitude < 1e-3) ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}
