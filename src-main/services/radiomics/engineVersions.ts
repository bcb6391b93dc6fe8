import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { nativeEngine } from "./nativeEngine.ts";
import { completeSettings } from "./settings.ts";

/** The version of the native engine, as kept with every feature set. Throws PlainError where the engine was not built. */
export function engineVersion(): string {
  return nativeEngine().engineVersion;
}

/**
 * Versions of the engine that give the values of this one under these settings, this one first. 0.3.0 gives other values than 0.2.0 where an
 * image on a tilted grid is resampled and where the 3D local binary pattern is a filter; of a region that 0.2.0 could not measure (one
 * value that is large against the bin width, no run of any length) it gives what 0.2.0 left undefined.
 * Throws PlainError as completeSettings does.
 */
export function enginesOfTheSameValues(settings: ExtractionSettings): string[] {
  const { imageTypes, resampledPixelSpacing } = completeSettings(settings);
  const isChanged = resampledPixelSpacing !== null || imageTypes.some(({ type }) => type === "LBP3D");
  return [engineVersion(), ...(isChanged ? [] : ["0.2.0"])];
}
