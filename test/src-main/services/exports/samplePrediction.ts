import type { FeaturePrediction } from "#shared/domain/modelBundle.ts";

/** A prediction of a linear model of two classes, one input outside its range. */
export function samplePrediction(changes: Partial<FeaturePrediction> = {}): FeaturePrediction {
  return {
    kind: "features",
    id: "5b0c9a0e-2f1d-4d50-8a6e-0f6d2a1c9e11",
    modelId: "0123456789abcdef",
    modelName: "Thigh myopathy",
    modelVersion: "1.2",
    modelAuthors: ["A. Researcher"],
    modelLicence: "MIT",
    intendedUse: "Tests",
    bundleHash: "1".repeat(64),
    modelHash: "2".repeat(64),
    modelRun: "as delivered",
    notice: "Demonstration: trained on synthetic images.",
    featureSetId: "features-1",
    source: {
      volumeId: "1.2.840.99.volume-1",
      segmentationId: "segmentation-1",
      segmentationRevision: 37,
      segmentNumber: 3,
      segmentName: "Vastus lateralis",
      settings: { binWidth: 25 },
      settingsHash: "3".repeat(64),
      engineVersion: "0.1.0",
      imageHash: "4".repeat(64),
      maskHash: "5".repeat(64),
      reader: "Reader 1",
      extractedAt: "2026-01-02T03:04:05.000Z",
    },
    probabilities: { IMNM: 0.183, LGMDR2: 0.817 },
    positiveClass: "LGMDR2",
    positiveProbability: 0.817,
    threshold: 0.42,
    predictedClass: "LGMDR2",
    inputs: [
      {
        feature: "original_firstorder_Mean",
        value: 412.3,
        outsideTrainingRange: false,
        trainingRange: { min: 200, max: 600 },
        contribution: 1.42,
      },
      {
        feature: "original_glcm_Contrast",
        value: 18.22,
        outsideTrainingRange: true,
        trainingRange: { min: 2, max: 15 },
        contribution: -1.1,
      },
    ],
    createdAt: "2026-01-02T03:05:05.000Z",
    ...changes,
  };
}
