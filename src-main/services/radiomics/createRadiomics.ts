import { randomUUID } from "node:crypto";
import { PlainError } from "#shared/domain/plainError.ts";
import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import type { FeatureSet } from "#shared/domain/featureSet.ts";
import type { Segmentation } from "#shared/domain/segment.ts";
import type { Image } from "#shared/domain/volume.ts";
import type { Jobs } from "../jobs/index.ts";
import type { Store } from "../store/index.ts";
import { extractFeatures } from "./extractFeatures.ts";
import { createFeatureSetTable } from "./featureSetTable.ts";
import { imageHash } from "./imageHash.ts";
import { nativeEngine } from "./nativeEngine.ts";
import { completeSettings } from "./settings.ts";
import { settingsHash } from "./settingsHash.ts";

/** What extraction needs of the volumes. */
export interface ImageSource {
  /** The voxels of a volume after rescale, on their grid. Throws the signal's reason where it is aborted; tells slices read, of how many. */
  readImage(volumeId: string, options?: { signal?: AbortSignal; onProgress?: (done: number, total: number) => void }): Promise<Image>;
}

/** What extraction needs of the segmentations. */
export interface LabelMapSource {
  /** A segmentation and its labels as they are now, i fastest, on the grid of its volume. */
  readLabelMap(segmentationId: string): Promise<{ segmentation: Segmentation; labels: Uint8Array }>;
}

/** Feature sets: extracted from drawn segments, kept with where they came from. */
export interface Radiomics {
  /** Starts a job and answers its id; the job's result is { featureSetId }. Throws PlainError where the settings cannot be used. */
  startExtraction(request: { segmentationId: string; segmentNumber: number; settings: ExtractionSettings; reader: string }): string;
  /** Throws PlainError where there is no such feature set. */
  find(featureSetId: string): FeatureSet;
  /** Those of one segmentation, the newest first. */
  list(filter: { segmentationId: string }): FeatureSet[];
}

export function createRadiomics({ store, jobs, volumes, segmentations }: {
  store: Store; jobs: Jobs; volumes: ImageSource; segmentations: LabelMapSource;
}): Radiomics {
  const table = createFeatureSetTable(store);
  return {
    startExtraction: ({ segmentationId, segmentNumber, settings, reader }) => {
      completeSettings(settings);
      // The segment drawn is the label measured, whatever label the settings were written for.
      const { label: _label, ...kept } = settings;
      return jobs.start({
        kind: "featureSet.extract",
        title: "Extracting features",
        run: async ({ progress, cancelFlag, signal }) => {
          progress({ phase: "reading the images" });
          const { segmentation, labels } = await segmentations.readLabelMap(segmentationId);
          const segment = segmentation.segments.find(({ number }) => number === segmentNumber);
          if (!segment) throw new PlainError("This segment is no longer part of the segmentation. Choose another one.");
          const image = await volumes.readImage(segmentation.volumeId, { signal, onProgress: (done, total) => progress({ done, total }) });
          const mask: Image = { grid: image.grid, scalarType: "uint8", voxels: labels };
          const { features } = await extractFeatures(image, mask, { ...kept, label: segmentNumber }, {
            cancelFlag,
            onProgress: (done, total, phase) => progress({ done, total, phase }),
          }).catch((error: unknown) => {
            if (error instanceof PlainError) throw new PlainError(`Segment "${segment.name}": ${error.message}`, { cause: error });
            throw error;
          });
          progress({ phase: "keeping the features" });
          const set: FeatureSet = {
            id: randomUUID(),
            volumeId: segmentation.volumeId,
            segmentationId,
            segmentationRevision: segmentation.revision,
            segmentNumber,
            segmentName: segment.name,
            settings: kept,
            settingsHash: settingsHash(kept),
            engineVersion: nativeEngine().engineVersion,
            imageHash: await imageHash(image, signal),
            maskHash: await imageHash(mask, signal),
            reader,
            createdAt: new Date().toISOString(),
            features,
          };
          signal.throwIfAborted();
          table.insert(set);
          return { featureSetId: set.id };
        },
      });
    },
    find: (featureSetId) => {
      const set = table.find(featureSetId);
      if (!set) throw new PlainError("There is no such feature set. It may have been extracted into another data folder.");
      return set;
    },
    list: ({ segmentationId }) => table.list(segmentationId),
  };
}
