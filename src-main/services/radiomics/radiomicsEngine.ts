import type { ExtractionResult, Histogram, Measurement } from "#shared/api/featureSet.ts";
import type { FeatureMapRequest } from "#shared/api/featureMap.ts";
import type { EnginePool, TaskContext } from "../engine/index.ts";
import { computeMaps } from "./computeMaps.ts";
import { extractRegion, type RegionFeatures, type RegionRequest } from "./extractRegion.ts";
import { extractSegments } from "./extractSegments.ts";
import type { FeatureMapRow } from "./featureMapTable.ts";
import type { ComputedSet } from "./featureSetTable.ts";
import type { WorkContext } from "./workContext.ts";
import type { Asked, ImageSource, LabelMapSource } from "./readMeasured.ts";
import { segmentHistograms } from "./segmentHistograms.ts";

/** Where extraction is computed: in a process of the engine, or in the one that asks. */
export interface RadiomicsEngine {
  /** See extractSegments. `keep` is called for each feature set as soon as it is there, with the volume that was drawn on. */
  segments(
    request: Measurement & Asked,
    keep: (set: ComputedSet, drawnOn: string) => void,
    context: WorkContext,
  ): Promise<ExtractionResult>;
  /** See extractRegion. */
  region(request: RegionRequest, context: WorkContext): Promise<RegionFeatures>;
  /** See computeMaps: the files of the maps are in `folder` when it answers their rows. */
  maps(request: FeatureMapRequest & Asked, folder: string, context: WorkContext): Promise<FeatureMapRow[]>;
  /** See segmentHistograms. */
  histogram(request: Measurement, signal?: AbortSignal): Promise<Histogram>;
}

/** Computes in this process, of the voxels and drawings that it reads itself. */
export function engineOn(sources: { volumes: ImageSource; segmentations: LabelMapSource }): RadiomicsEngine {
  return {
    segments: (request, keep, context) => extractSegments(sources, keep, request, context),
    region: (request, context) => extractRegion(sources, request, context),
    maps: (request, folder, context) => computeMaps(sources, request, folder, context),
    histogram: (request, signal) => segmentHistograms(sources, request, signal),
  };
}

/** The tasks of a process of the engine, by the names that engineInPool calls them by. */
export function radiomicsTasks(engine: RadiomicsEngine) {
  return {
    segments: (request: Measurement & Asked, context: TaskContext) =>
      engine.segments(request, (set, drawnOn) => context.part({ set, drawnOn }), context),
    region: (request: RegionRequest, context: TaskContext) => engine.region(request, context),
    maps: ({ request, folder }: { request: FeatureMapRequest & Asked; folder: string }, context: TaskContext) =>
      engine.maps(request, folder, context),
    histogram: (request: Measurement, { signal }: TaskContext) => engine.histogram(request, signal),
  };
}

/** Has processes of the engine compute: they read the voxels, and only what came out of them is sent here. */
export function engineInPool(pool: EnginePool): RadiomicsEngine {
  return {
    segments: async (request, keep, { signal, progress }) =>
      (await pool.run("segments", request, {
        what: "this segmentation",
        signal,
        onProgress: progress,
        onPart: (part) => {
          const { set, drawnOn } = part as { set: ComputedSet; drawnOn: string };
          keep(set, drawnOn);
        },
      })) as ExtractionResult,
    region: async (request, { signal, progress }) =>
      (await pool.run("region", request, { what: "the drawing of a reading", signal, onProgress: progress })) as RegionFeatures,
    maps: async (request, folder, { signal, progress }) =>
      (await pool.run("maps", { request, folder }, { what: "feature maps", signal, onProgress: progress })) as FeatureMapRow[],
    histogram: async (request, signal) => (await pool.run("histogram", request, { what: "grey values", first: true, signal })) as Histogram,
  };
}
