import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { columnName } from "./featureDocumentation.ts";
import { derivedImageNames } from "./imageTypeNames.ts";
import type { NativeStep } from "./nativeEngine.ts";
import { completeSettings } from "./settings.ts";

/**
 * The names that extraction under these settings can answer, in PyRadiomics' order, known before any image is: "diagnostics_..." (none where
 * additionalInfo is false) and features. A LoG image that cannot be made of a small image answers less, a mask that needs no correction as well.
 * Throws PlainError as `completeSettings`.
 */
export function extractionColumns(settings: ExtractionSettings): { diagnostics: string[]; features: string[] } {
  const complete = completeSettings(settings);
  const isShape = (name: string) => name.startsWith("shape");
  const shapes = complete.featureClass.filter(([name]) => isShape(name) && (name !== "shape2D" || complete.force2D));
  const others = complete.featureClass.filter(([name]) => !isShape(name));
  const columns = (imageName: string, classes: typeof shapes) =>
    classes.flatMap(([name, features]) => features.map((feature) => columnName(imageName, name, feature)));
  return {
    diagnostics: complete.additionalInfo ? Object.keys(diagnosticsOf(stepsOf(complete), settings, { image: "", mask: "" })) : [],
    features: [...columns("original", shapes), ...derivedImageNames(complete).flatMap((imageName) => columns(imageName, others))],
  };
}

/** The steps at which image and mask are described. */
function stepsOf({ correctMask, resampledPixelSpacing, resegmentRange }: ReturnType<typeof completeSettings>): NativeStep[] {
  const image = { spacingMm: [], size: [], mean: 0, minimum: 0, maximum: 0 };
  const mask = { spacingMm: [], size: [], lower: [], boxSize: [], voxels: 0, volumes: 0, centreIndex: [], centreMm: [] };
  const within = { ...mask, mean: 0, minimum: 0, maximum: 0 };
  return [
    { step: "original", image, mask },
    ...(resampledPixelSpacing
      ? [{ step: "interpolated", image, mask: within } as const]
      : correctMask
        ? [{ step: "corrected", mask: within } as const]
        : []),
    ...(resegmentRange ? [{ step: "resegmented", mask: within } as const] : []),
  ];
}
