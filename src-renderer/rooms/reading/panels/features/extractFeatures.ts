import { extractionResultSchema, type ExtractionResult, type Measurement } from "#shared/api/featureSet.ts";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import type { FeatureSet } from "#shared/domain/featureSet.ts";
import type { Segmentation } from "#shared/domain/segment.ts";
import { client, queryClient, trpc } from "../../../../client/client.ts";

/** One segment of a segmentation. */
export interface Target {
  readonly segmentation: Segmentation;
  readonly segmentNumber: number;
}

type Follow = (jobId: string) => Promise<unknown>;

/** Extracts features, as a job that `follow` watches; the panel's lists then show them. */
export async function extractMeasurement(measurement: Measurement, follow: Follow): Promise<ExtractionResult> {
  try {
    const { jobId } = await client.featureSet.extract.mutate(measurement);
    return extractionResultSchema.parse(await follow(jobId));
  } finally {
    // Those finished before a job was stopped are kept.
    await queryClient.invalidateQueries(trpc.featureSet.list.queryFilter({ segmentationId: measurement.segmentationId }));
  }
}

/** Extracts the features of one segment on the volume it was drawn on. */
export async function extractFeatures(
  { segmentation, segmentNumber }: Target,
  settings: ExtractionSettings,
  follow: Follow,
): Promise<FeatureSet> {
  const {
    featureSetIds: [featureSetId],
  } = await extractMeasurement({ segmentationId: segmentation.id, segmentNumbers: [segmentNumber], settings }, follow);
  return client.featureSet.describe.query({ featureSetId: featureSetId! });
}
