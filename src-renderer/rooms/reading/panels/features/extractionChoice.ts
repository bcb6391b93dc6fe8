import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import type { Binning } from "#shared/statistics/binEdges.ts";
import { Store } from "../../store.ts";

/** The setting as the reader picks it: how grey values are binned, and whether slices are taken one by one. */
export interface ExtractionChoice {
  readonly binning: "width" | "count";
  readonly binWidth: number;
  readonly binCount: number;
  readonly isTwoDimensional: boolean;
}

/** PyRadiomics' own default: a bin width of 25, in three dimensions. */
export const defaultChoice: ExtractionChoice = { binning: "width", binWidth: 25, binCount: 32, isTwoDimensional: false };

/** What stands in the form: the numbers as they were typed, so that what is shown is what is used. */
export interface ExtractionEntry {
  readonly binning: "width" | "count";
  readonly binWidth: string;
  readonly binCount: string;
  readonly isTwoDimensional: boolean;
}

/** The default choice, as it stands in the form. */
export const defaultEntry: ExtractionEntry = { ...defaultChoice, binWidth: String(defaultChoice.binWidth), binCount: String(defaultChoice.binCount) };

/** What the reader has set; it goes with them from segment to segment, and to the live measures. */
export const extractionEntry = new Store(defaultEntry);

/** The most bins that can be asked for. */
const mostBins = 65_535;

/** Reads a form. Only the number of the binning in use must be valid: a bin width (grey values) finite and above 0, a bin count whole and 1 to 65535; else answers what is wrong, in words. */
export function readEntry(entry: ExtractionEntry): { readonly choice: ExtractionChoice; readonly error: null } | { readonly choice: null; readonly error: string } {
  const { binning, isTwoDimensional } = entry;
  // An empty text is 0 to Number(), which neither takes.
  const value = Number(binning === "width" ? entry.binWidth : entry.binCount);
  if (binning === "width") {
    if (!Number.isFinite(value) || value <= 0) return { choice: null, error: "The bin width must be a number above 0, such as 25 or 0.5." };
    return { choice: { ...defaultChoice, binning, isTwoDimensional, binWidth: value }, error: null };
  }
  if (!Number.isInteger(value) || value < 1 || value > mostBins) return { choice: null, error: `The bin count must be a whole number from 1 to ${mostBins}.` };
  return { choice: { ...defaultChoice, binning, isTwoDimensional, binCount: value }, error: null };
}

/** The bins of what stands in the form; null where it cannot be used. */
export function binningOf(entry: ExtractionEntry): Binning | null {
  const { choice } = readEntry(entry);
  if (!choice) return null;
  return choice.binning === "width" ? { binWidth: choice.binWidth } : { binCount: choice.binCount };
}

/** PyRadiomics' keys for a choice. In two dimensions the slices are those the series was acquired in (force2Ddimension 0). */
export function settingsOf(choice: ExtractionChoice): ExtractionSettings {
  return {
    ...(choice.binning === "width" ? { binWidth: choice.binWidth } : { binCount: choice.binCount }),
    ...(choice.isTwoDimensional ? { force2D: true, force2Ddimension: 0 } : {}),
  };
}

/** Settings in a few words: "bin width 25, 3D". */
export function settingsInWords(settings: ExtractionSettings): string {
  const binning = typeof settings.binCount === "number" ? `${settings.binCount} bins` : `bin width ${settings.binWidth ?? 25}`;
  return `${binning}, ${settings.force2D ? "2D" : "3D"}`;
}
