import type { ExtractionSettings } from "#shared/domain/featureSet.ts";

/** The setting as the reader picks it: how grey values are binned, and whether slices are taken one by one. */
export interface ExtractionChoice {
  readonly binning: "width" | "count";
  readonly binWidth: number;
  readonly binCount: number;
  readonly isTwoDimensional: boolean;
}

/** PyRadiomics' own default: a bin width of 25, in three dimensions. */
export const defaultChoice: ExtractionChoice = { binning: "width", binWidth: 25, binCount: 32, isTwoDimensional: false };

/** PyRadiomics' keys for a choice. In two dimensions the slices are those the series was acquired in (force2Ddimension 0). */
export function settingsOf(choice: ExtractionChoice): ExtractionSettings {
  return {
    ...(choice.binning === "width" ? { binWidth: choice.binWidth } : { binCount: choice.binCount }),
    ...(choice.isTwoDimensional ? { force2D: true, force2Ddimension: 0 } : {}),
  };
}

/** Settings in a few words: "bin width 25, 3D". */
export function settingsInWords(settings: ExtractionSettings): string {
  const binning = settings.binCount === undefined ? `bin width ${settings.binWidth ?? 25}` : `${settings.binCount} bins`;
  return `${binning}, ${settings.force2D ? "2D" : "3D"}`;
}
