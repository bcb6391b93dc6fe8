import type { SeriesFrame } from "./seriesFrame.ts";

type Value = string | number | readonly number[] | null;

/** What slices say of themselves that may tell two volumes of one series apart. */
export interface Attribute {
  readonly valueOf: (slice: SeriesFrame) => Value;
  /** Words for a value, the nth (from 1) of those found; empty for attributes that labels name by themselves. */
  readonly words: (value: Value, index: number) => string;
  /** Numbers within half a percent are one; those that stand as far apart as two at one place are different, too, where they share no place. */
  readonly isContrast: boolean;
}

/** Image or frame type as one word list, upper case; trailing empty values do not count. */
export function imageTypeOf({ frame }: SeriesFrame): string {
  return frame.imageType
    .map((value) => value.toUpperCase())
    .join("\\")
    .replace(/\\+$/, "");
}

/** Attributes that are contrasts of their own: Dixon's images, magnitude and phase, echoes, diffusion weightings. */
export const contrasts: readonly Attribute[] = [
  { valueOf: imageTypeOf, words: () => "", isContrast: true },
  { valueOf: ({ frame }) => frame.echoTime, words: () => "", isContrast: true },
  { valueOf: ({ frame }) => frame.bValue, words: () => "", isContrast: true },
];

const number = (value: Value) => (typeof value === "number" ? String(Number(value.toFixed(3))) : "unknown");

/** Attributes that tell repetitions apart, the most telling first. */
export const repetitions: readonly Attribute[] = [
  { valueOf: ({ frame }) => frame.echoTime, words: (value) => `TE ${number(value)} ms`, isContrast: false },
  { valueOf: ({ frame }) => frame.bValue, words: (value) => `b ${number(value)}`, isContrast: false },
  {
    valueOf: ({ frame }) => frame.gradientOrientation,
    words: (value, index) => (value === null ? "no direction" : `direction ${index}`),
    isContrast: false,
  },
  { valueOf: ({ frame }) => frame.inversionTime, words: (value) => `TI ${number(value)} ms`, isContrast: false },
  { valueOf: ({ frame }) => frame.flipAngle, words: (value) => `flip ${number(value)}°`, isContrast: false },
  { valueOf: ({ frame }) => frame.repetitionTime, words: (value) => `TR ${number(value)} ms`, isContrast: false },
  { valueOf: ({ instance }) => instance.header.sequenceName, words: (_, index) => `sequence ${index}`, isContrast: false },
  { valueOf: ({ frame }) => frame.triggerTime, words: (value) => `trigger ${number(value)} ms`, isContrast: false },
  { valueOf: ({ frame }) => frame.acquisitionNumber, words: (_, index) => `acquisition ${index}`, isContrast: false },
  { valueOf: ({ frame }) => frame.acquisitionTime, words: (_, index) => `time ${index}`, isContrast: false },
];

/** Slices that share a value, and words for it. */
export interface Part {
  readonly frames: readonly SeriesFrame[];
  readonly words: string;
}

const sameDirection = 0.001;
const sameContrast = 0.005;

/**
 * Parts slices by an attribute, so that slices of one place whose values differ come apart. Numbers are compared as numbers: between two
 * values at one place the cut
 * is made where the numbers found in the series lie farthest apart, so that echo times of 8.600, 8.602 and 80.001 ms are two echoes.
 * Without such a place, `all` makes
 * every different number a part of its own. Numbers are in rising order, other values in the order of the slices.
 */
export function partBy(
  { valueOf, words, isContrast }: Attribute,
  frames: readonly SeriesFrame[],
  numbers: ReadonlyMap<SeriesFrame, number>,
  all = false,
): Part[] {
  const values = new Map(frames.map((slice) => [slice, valueOf(slice)]));
  const cuts = all ? different(values.values()) : cutsBetween(frames, values, numbers, isContrast);
  const directions: Array<readonly number[]> = [];
  const keyOf = (value: Value): string | number | null => {
    if (typeof value === "number") return cuts.filter((cut) => cut <= value).length;
    if (typeof value === "string" || value === null) return value;
    const known = directions.findIndex((other) => other.every((component, axis) => Math.abs(component - value[axis]!) < sameDirection));
    return `direction ${known >= 0 ? known : directions.push(value) - 1}`;
  };
  const groups = [...Map.groupBy(frames, (slice) => keyOf(values.get(slice)!))].toSorted(([a], [b]) =>
    typeof a === "number" && typeof b === "number" ? a - b : 0,
  );
  return groups.map(([, group], index) => ({ frames: group, words: words(values.get(group[0]!)!, index + 1) }));
}

/** Whether slices of one place are in different parts. */
export function isConflict(parts: readonly Part[], numbers: ReadonlyMap<SeriesFrame, number>): boolean {
  const seen = new Map<number, Part>();
  return parts.some((part) =>
    part.frames.some((slice) => {
      const place = numbers.get(slice)!;
      const other = seen.get(place);
      seen.set(place, part);
      return other !== undefined && other !== part;
    }),
  );
}

function different(values: Iterable<Value>): number[] {
  return [...new Set([...values].filter((value) => typeof value === "number"))].toSorted((a, b) => a - b);
}

/** Each cut is the first number above it. */
function cutsBetween(
  frames: readonly SeriesFrame[],
  values: ReadonlyMap<SeriesFrame, Value>,
  numbers: ReadonlyMap<SeriesFrame, number>,
  isContrast: boolean,
): number[] {
  const found = different(values.values());
  if (found.length < 2) return [];
  const indexOf = new Map(found.map((value, index) => [value, index]));
  const cuts = new Set<number>();
  for (const together of Map.groupBy(frames, (slice) => numbers.get(slice)!).values()) {
    const here = different(together.map((slice) => values.get(slice)!));
    for (const [index, high] of here.slice(1).entries())
      if (!isContrast || shareOfGap(here[index]!, high) > sameContrast)
        cuts.add(widestGap(found, indexOf.get(here[index]!)!, indexOf.get(high)!));
  }
  if (!isContrast || cuts.size === 0) return [...cuts];
  const gapBelow = (index: number) => (index === 0 ? 0 : shareOfGap(found[index - 1]!, found[index]!));
  const smallest = Math.min(...[...cuts].map((cut) => gapBelow(indexOf.get(cut)!)));
  return found.filter((value, index) => cuts.has(value) || gapBelow(index) >= smallest / 8);
}

function shareOfGap(low: number, high: number): number {
  return (high - low) / Math.max(Math.abs(low), Math.abs(high));
}

function widestGap(sorted: readonly number[], from: number, to: number): number {
  let widest = from + 1;
  for (let at = from + 2; at <= to; at += 1) if (sorted[at]! - sorted[at - 1]! > sorted[widest]! - sorted[widest - 1]!) widest = at;
  return sorted[widest]!;
}
