import { extractionResultSchema } from "#shared/api/featureSet.ts";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import type { FeatureSet } from "#shared/domain/featureSet.ts";
import type { Segmentation } from "#shared/domain/segment.ts";
import { client, queryClient, trpc } from "../../../../client/client.ts";
import { readerName } from "../../../../client/reader.ts";

/** What is measured: one segment of a segmentation. */
export interface Target {
  readonly segmentation: Segmentation;
  readonly segmentNumber: number;
}

/** Extracts the features of a segment under a setting, as a job that `follow` watches; the panel's list then shows them. */
export async function extractFeatures({ segmentation, segmentNumber }: Target, settings: ExtractionSettings, follow: (jobId: string) => Promise<unknown>): Promise<FeatureSet> {
  const { jobId } = await client.featureSet.extract.mutate({ segmentationId: segmentation.id, segmentNumber, settings, reader: readerName() });
  const { featureSetId } = extractionResultSchema.parse(await follow(jobId));
  const featureSet = await client.featureSet.describe.query({ featureSetId });
  await queryClient.invalidateQueries(trpc.featureSet.list.queryFilter({ segmentationId: segmentation.id }));
  return featureSet;
}
