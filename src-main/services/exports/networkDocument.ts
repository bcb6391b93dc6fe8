import type { NetworkPrediction } from "#shared/domain/modelBundle.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import { modelOf } from "./modelOf.ts";

/** What a network said of images as a JSON document: the result, the run, and where everything came from. Images are known by their hashes. */
export function networkDocument(prediction: NetworkPrediction): Record<string, unknown> {
  const { run } = prediction;
  return {
    notice: researchUseNotice,
    format: "fascicle network prediction",
    formatVersion: 1,
    id: prediction.id,
    result:
      prediction.kind === "value"
        ? { value: prediction.value }
        : {
            predictedClass: prediction.predictedClass,
            positiveClass: prediction.positiveClass,
            positiveProbability: prediction.positiveProbability,
            threshold: prediction.threshold,
            probabilities: prediction.probabilities,
          },
    members: run?.members ?? null,
    outsideOfTrainingData: run?.notes ?? null,
    given: {
      images: prediction.source.volumes.map(({ name, imageHash }) => ({ name: name ?? null, sha256: imageHash })),
      row: run?.row ?? null,
    },
    run: run ? { reader: run.reader, seconds: run.seconds, estimatedBytes: run.estimatedBytes, peakBytes: run.peakBytes } : null,
    model: modelOf(prediction),
    predictedAt: prediction.createdAt,
  };
}
