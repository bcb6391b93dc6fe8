import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import type { Binning } from "#shared/statistics/binEdges.ts";
import { Store } from "../../store.ts";

/** The settings that a reader chose last: they go with them from segment to segment, and to the live measures. PyRadiomics' defaults at first. */
export const chosenSettings = new Store<ExtractionSettings>({});

/** How settings put the grey values of the original image into bins. */
export function binningOf({ binWidth, binCount }: ExtractionSettings): Binning {
  return binCount ? { binCount } : { binWidth: binWidth ?? 25 };
}
