import { PlainError } from "#shared/domain/plainError.ts";
import type { VolumeRescale } from "../volumes/index.ts";

/** A series with how its files rescale. */
interface Rescaled {
  readonly name: string;
  readonly rescale: VolumeRescale;
}

const short = (value: number): string => String(Number(value.toPrecision(6)));

/** How a series is rescaled, for tables: "slope 1, intercept 0". */
export function rescaleInWords({ pairs, hasTable }: VolumeRescale): string {
  if (hasTable) return "table";
  if (pairs.length === 0) return "not stated";
  if (pairs.length > 1) return `${pairs.length} different slopes or intercepts`;
  return `slope ${short(pairs[0]!.slope)}, intercept ${short(pairs[0]!.intercept)}`;
}

/**
 * Whether the signals of two series can be set against each other as their files rescale them; answers what to be careful of, a sentence each. Throws
 * PlainError where a series passes through a table, or their zeros are not the same: a ratio of signals means nothing then.
 */
export function checkRescale(series: readonly Rescaled[]): string[] {
  const notes: string[] = [];
  for (const { name, rescale } of series) {
    if (rescale.hasTable)
      throw new PlainError(
        `${name}: the stored values of this series pass through a table (Modality LUT), which need not keep the ratio of signals. Choose another series.`,
      );
    if (rescale.pairs.length > 1)
      notes.push(
        `${name}: its slices have ${rescale.pairs.length} different rescale slopes or intercepts. Each slice is rescaled by its own.`,
      );
    const other = rescale.pairs.find(({ intercept }) => intercept !== 0);
    if (other)
      notes.push(
        `${name}: its rescale intercept is ${short(other.intercept)}. A fat fraction needs 0 to stand for no signal: check that it does.`,
      );
    if (rescale.pairs.length === 0) notes.push(`${name}: its files state no DICOM rescale; values are taken as they are.`);
  }
  const [first, second] = series;
  if (!first || !second) return notes;
  const valuesOf = ({ rescale }: Rescaled, part: "slope" | "intercept") =>
    [...new Set(rescale.pairs.map((pair) => short(pair[part])))].sort().join(", ");
  if (first.rescale.pairs.length === 0 || second.rescale.pairs.length === 0) return notes;
  if (valuesOf(first, "intercept") !== valuesOf(second, "intercept")) {
    throw new PlainError(
      `${first.name} and ${second.name} have different rescale intercepts (${valuesOf(first, "intercept")} and ${valuesOf(second, "intercept")}): ` +
        "their signals do not begin at one zero, and their ratio means nothing. Choose series of one reconstruction.",
    );
  }
  if (valuesOf(first, "slope") !== valuesOf(second, "slope")) {
    notes.push(
      `${first.name} and ${second.name} have different rescale slopes (${valuesOf(first, "slope")} and ${valuesOf(second, "slope")}). The rescaled values are ` +
        "set against each other; scale factors that a maker keeps in private fields are not read.",
    );
  }
  return notes;
}

/** So many times more signal in one tissue's image than in the other's is no contrast that sequences give. */
const largestRatio = 8;

/**
 * A sentence where the brightest fat and the brightest water lie so far apart that the two series must be scaled otherwise; undefined where they do not. Our
 * bound: T1-weighted gradient echoes and T2-weighted spin echoes show fat two to five times as bright as muscle.
 * @param fat the 98th percentile of the fat image within the body
 * @param water that of the water image
 */
export function scaleMismatch(fat: number, water: number): string | undefined {
  const ratio = fat / water;
  if (!(ratio > largestRatio || ratio < 1 / largestRatio)) return undefined;
  return (
    `The brightest fat has ${short(fat)}, the brightest water ${short(water)}: ${Number(Math.max(ratio, 1 / ratio).toPrecision(2))} times apart, which no ` +
    "sequence shows. The two series are likely to be scaled differently; the fractions are then wrong."
  );
}
