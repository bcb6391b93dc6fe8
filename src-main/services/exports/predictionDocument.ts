import type { FeaturePrediction } from "#shared/domain/modelBundle.ts";
import { researchUseNotice } from "#shared/domain/researchUse.ts";
import type { SegmentationProvenance } from "#shared/api/firstDrawing.ts";
import type { MeasureRecord } from "#shared/api/measure.ts";
import type { Identity, ImageDescription } from "./describeImage.ts";
import { modelOf } from "./modelOf.ts";

/** What is exported of one prediction. `identity` only where it was asked for. */
export interface PredictionExport {
  readonly prediction: FeaturePrediction;
  /** Undefined where the image has left the data folder since. */
  readonly image: ImageDescription | undefined;
  readonly identity: Identity | undefined;
  /** What was measured by hand on the study of the image. */
  readonly measures: readonly MeasureRecord[];
  /** Of the segmentation at the revision that was measured; null where it is gone. */
  readonly drawing: SegmentationProvenance | null;
}

/** A prediction as a JSON document: the result, its inputs, and where everything came from. */
export function predictionDocument({ prediction, image, identity, measures, drawing }: PredictionExport): Record<string, unknown> {
  const { source } = prediction;
  const drawn = drawing?.segments.find(({ number }) => number === source.segmentNumber);
  return {
    notice: researchUseNotice,
    format: "fascicle prediction",
    formatVersion: 1,
    id: prediction.id,
    result: {
      predictedClass: prediction.predictedClass,
      positiveClass: prediction.positiveClass,
      positiveProbability: prediction.positiveProbability,
      threshold: prediction.threshold,
      probabilities: prediction.probabilities,
    },
    inputs: prediction.inputs,
    measures,
    provenance: {
      image: { label: image?.label ?? null, source: image?.source ?? null, warnings: image?.warnings ?? [], sha256: source.imageHash },
      segmentation: {
        id: source.segmentationId,
        revision: source.segmentationRevision,
        segmentNumber: source.segmentNumber,
        segmentName: source.segmentName,
        maskSha256: source.maskHash,
        firstDrawing: drawing?.firstDrawing ?? null,
        changedSinceFirstDrawing: drawn?.change ?? null,
        checked: drawn?.check ?? null,
      },
      reader: source.reader,
      extraction: {
        featureSetId: prediction.featureSetId,
        settings: source.settings,
        settingsHash: source.settingsHash,
        engineVersion: source.engineVersion,
        extractedAt: source.extractedAt,
      },
      model: {
        ...modelOf(prediction),
        onnxSha256: prediction.modelHash,
        run: prediction.modelRun,
      },
      predictedAt: prediction.createdAt,
    },
    ...(identity ? { identity } : {}),
  };
}
