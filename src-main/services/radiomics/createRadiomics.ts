import type { Histogram, ListedFeatureSet, Measurement } from "#shared/api/featureSet.ts";
import type { VolumeFit } from "#shared/domain/volumeFit.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { FeatureSet } from "#shared/domain/featureSet.ts";
import type { Jobs } from "../jobs/index.ts";
import type { Author, Store } from "../store/index.ts";
import { compareGrids } from "./compareGrids.ts";
import { createFeatureSetTable } from "./featureSetTable.ts";
import { nativeEngine } from "./nativeEngine.ts";
import type { RadiomicsEngine } from "./radiomicsEngine.ts";
import type { ImageSource, LabelMapSource } from "./readMeasured.ts";
import { completeSettings } from "./settings.ts";

/** Feature sets: extracted from drawn segments, kept with where they came from. */
export interface Radiomics {
  /**
   * Starts a job and answers its id; the job's result is an ExtractionResult. However long it waits, it measures the revision that the
   * segmentation has now, on this volume. Throws PlainError where the settings cannot be used, and where there is no such segmentation.
   */
  startExtraction(by: Author, request: Measurement): string;
  /** How a segmentation lies on each volume of its study, in the study's order. */
  compareGrids(request: { segmentationId: string }): VolumeFit[];
  /** The grey values of segments in the bins of the extraction. Throws PlainError where nothing can be measured on the volume. */
  histogram(request: Measurement, signal?: AbortSignal): Promise<Histogram>;
  /** Throws PlainError where there is no such feature set. */
  find(featureSetId: string): FeatureSet;
  /** Those of one segmentation, the newest first. */
  list(filter: { segmentationId: string }): ListedFeatureSet[];
}

export function createRadiomics({
  store,
  jobs,
  volumes,
  segmentations,
  engine,
}: {
  store: Store;
  jobs: Jobs;
  volumes: ImageSource;
  segmentations: LabelMapSource;
  engine: RadiomicsEngine;
}): Radiomics {
  const table = createFeatureSetTable(store);
  return {
    startExtraction: (by, request) => {
      completeSettings(request.settings);
      const { revision, volumeId } = segmentations.describe(request.segmentationId);
      const asked = { ...request, volumeId: request.volumeId ?? volumeId, revision, reader: by.name };
      return jobs.start({
        kind: "featureSet.extract",
        lane: "engine",
        title:
          request.segmentNumbers.length === 1 ? "Extracting features" : `Extracting features of ${request.segmentNumbers.length} segments`,
        run: (context) => engine.segments(asked, (set, drawnOn) => table.insert(by, set, drawnOn), context),
      });
    },
    compareGrids: ({ segmentationId }) => {
      const drawnOn = volumes.describe(segmentations.describe(segmentationId).volumeId);
      return volumes
        .describeStudy(drawnOn.studyInstanceUid)
        .series.flatMap((series) => series.volumes.map((volume) => compareGrids(drawnOn, volume)));
    },
    histogram: (request, signal) => engine.histogram(request, signal),
    find: (featureSetId) => {
      const set = table.find(featureSetId);
      if (!set) throw new PlainError("There is no such feature set. It may have been extracted into another data folder.");
      return set;
    },
    list: ({ segmentationId }) =>
      table.list(segmentationId).map((set) => ({ ...set, isOfThisEngine: set.engineVersion === nativeEngine().engineVersion })),
  };
}
