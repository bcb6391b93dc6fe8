import { extractionSettingsSchema, type ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { Observable } from "../ui/observable.ts";

/** Where the window keeps them: a page that is loaded again goes on with them, a new launch does not. */
const keptAs = "fascicle.extractionSettings";

/** The settings that a reader chose last: they go with them from segment to segment, and to the live measures. PyRadiomics' defaults at first. */
export const chosenSettings = new Observable<ExtractionSettings>(keptSettings());
chosenSettings.subscribe(() => globalThis.sessionStorage?.setItem(keptAs, JSON.stringify(chosenSettings.value)));

function keptSettings(): ExtractionSettings {
  try {
    return extractionSettingsSchema.parse(JSON.parse(globalThis.sessionStorage?.getItem(keptAs) ?? "{}"));
  } catch {
    return {}; // of another version
  }
}

/** In words, what an extraction does to voxels before it measures them, so that what is computed of the image as it is differs; null where it does nothing. */
export function stepsBefore({ normalize, resampledPixelSpacing, interpolator, resegmentRange }: ExtractionSettings): string | null {
  const steps = [
    ...(normalize ? ["normalises"] : []),
    ...(resampledPixelSpacing && interpolator !== null ? ["resamples"] : []),
    ...(resegmentRange ? ["resegments"] : []),
  ];
  if (steps.length === 0) return null;
  return `Of the voxels as they are: the extraction ${steps.length === 1 ? steps[0]! : `${steps.slice(0, -1).join(", ")} and ${steps.at(-1)!}`} first.`;
}
