import type { Prediction } from "#shared/domain/modelBundle.ts";

/** Which model made a prediction, as documents have it. */
export function modelOf(prediction: Prediction): Record<string, unknown> {
  return {
    name: prediction.modelName,
    version: prediction.modelVersion,
    authors: prediction.modelAuthors,
    licence: prediction.modelLicence,
    intendedUse: prediction.intendedUse,
    notice: prediction.notice,
    bundleSha256: prediction.bundleHash,
  };
}
