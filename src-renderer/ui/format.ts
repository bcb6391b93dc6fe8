const whole = new Intl.NumberFormat("en");

/** A count with separators of thousands: 12,345. */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** A count and its noun: "1 study", "2 studies". */
export function formatCounted(count: number, one: string, many: string): string {
  return `${whole.format(count)} ${count === 1 ? one : many}`;
}

/** Seconds as a reader would say them: "5 s", "2 min 10 s", "1 h 5 min". */
export function formatSeconds(seconds: number): string {
  const rounded = Math.max(0, Math.round(seconds));
  if (rounded < 60) return `${rounded} s`;
  if (rounded < 3600) return `${Math.floor(rounded / 60)} min${rounded % 60 === 0 ? "" : ` ${rounded % 60} s`}`;
  const minutes = Math.round(rounded / 60);
  return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? "" : ` ${minutes % 60} min`}`;
}

/** A moment (ISO 8601) in the reader's own time zone, to the minute: "2024-03-01 14:05". */
export function formatMoment(iso: string): string {
  const moment = new Date(iso);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())} ${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/**
 * A number for reading: rounded to so many significant figures, but never before the decimal point (1234.6 with three figures is "1235");
 * exponents only where the value is very large or very small. The full value stands in the exports and in the cell's title.
 */
export function formatValue(value: number, { figures = 6 }: { readonly figures?: number } = {}): string {
  if (value === 0) return "0";
  const magnitude = Math.abs(value);
  if (magnitude >= 1e7 || magnitude < 1e-4) return value.toExponential(4);
  return magnitude >= 10 ** (figures - 1) ? value.toFixed(0) : String(Number(value.toPrecision(figures)));
}

/**
 * A DICOM person name (PS3.5 6.2.1) for reading: components by ^ (family, given, middle, prefix, suffix), groups by = (alphabetic, ideographic, phonetic).
 * "Yamada^Tarou=山田^太郎" reads "Yamada, Tarou (山田 太郎)".
 */
export function formatPatientName(name: string): string {
  const [alphabetic = "", ideographic = ""] = name.split("=");
  const [family = "", ...rest] = alphabetic.split("^").map((part) => part.trim());
  const given = rest.filter(Boolean).join(" ");
  const first = family && given ? `${family}, ${given}` : family || given;
  const second = ideographic
    .split("^")
    .map((part) => part.trim())
    .filter(Boolean)
    .join(" ");
  if (first && second) return `${first} (${second})`;
  return first || second || "No name";
}

/** Memory for reading, in units of 1024: "85 MB", "1.3 GB". */
export function formatMemory(bytes: number): string {
  return bytes < 2 ** 30 ? `${Math.max(1, Math.round(bytes / 2 ** 20))} MB` : `${(bytes / 2 ** 30).toFixed(1)} GB`;
}
