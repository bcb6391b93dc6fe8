import type { FeatureSetSummary, GridComparison, Histogram, Measurement } from "#shared/api/featureSet.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { FeatureSet } from "#shared/domain/featureSet.ts";
import type { Jobs } from "../jobs/index.ts";
import type { Store } from "../store/index.ts";
import { compareGrids } from "./compareGrids.ts";
import { extractSegments } from "./extractSegments.ts";
import { createFeatureSetTable } from "./featureSetTable.ts";
import type { ImageSource, LabelMapSource } from "./readMeasured.ts";
import { segmentHistograms } from "./segmentHistograms.ts";
import { completeSettings } from "./settings.ts";

/** Feature sets: extracted from drawn segments, kept with where they came from. */
export interface Radiomics {
  /** Starts a job and answers its id; the job's result is an ExtractionResult. Throws PlainError where the settings cannot be used. */
  startExtraction(request: Measurement & { reader: string }): string;
  /** How a segmentation lies on each volume of its study, in the study's order. */
  compareGrids(request: { segmentationId: string }): GridComparison[];
  /** The grey values of segments in the bins of the extraction. Throws PlainError where nothing can be measured on the volume. */
  histogram(request: Measurement, signal?: AbortSignal): Promise<Histogram>;
  /** Throws PlainError where there is no such feature set. */
  find(featureSetId: string): FeatureSet;
  /** Those of one segmentation, the newest first. */
  list(filter: { segmentationId: string }): FeatureSetSummary[];
}

export function createRadiomics({ store, jobs, volumes, segmentations }: {
  store: Store; jobs: Jobs; volumes: ImageSource; segmentations: LabelMapSource;
}): Radiomics {
  const table = createFeatureSetTable(store);
  return {
    startExtraction: (request) => {
      completeSettings(request.settings);
      return jobs.start({
        kind: "featureSet.extract",
        title: request.segmentNumbers.length === 1 ? "Extracting features" : `Extracting features of ${request.segmentNumbers.length} segments`,
        run: (context) => extractSegments({ volumes, segmentations }, table.insert, request, context),
      });
    },
    compareGrids: ({ segmentationId }) => {
      const drawnOn = volumes.describe(segmentations.describe(segmentationId).volumeId);
      return volumes.describeStudy(drawnOn.studyInstanceUid).series.flatMap((series) => series.volumes.map((volume) => compareGrids(drawnOn, volume)));
    },
    histogram: (request, signal) => segmentHistograms({ volumes, segmentations }, request, signal),
    find: (featureSetId) => {
      const set = table.find(featureSetId);
      if (!set) throw new PlainError("There is no such feature set. It may have been extracted into another data folder.");
      return set;
    },
    list: ({ segmentationId }) => table.list(segmentationId),
  };
}
