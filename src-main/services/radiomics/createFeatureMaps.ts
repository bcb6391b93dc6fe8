import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { FeatureMapRequest } from "#shared/api/featureMap.ts";
import type { FeatureMap } from "#shared/domain/featureMap.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { encodeImageFile } from "../imagefiles/index.ts";
import type { JobContext, Jobs } from "../jobs/index.ts";
import type { Author, Store } from "../store/index.ts";
import { mappedFeatures } from "./extractFeatureMaps.ts";
import { createFeatureMapTable } from "./featureMapTable.ts";
import { createMapFiles } from "./mapFiles.ts";
import { valuesInRegion } from "./mapRegion.ts";
import type { RadiomicsEngine } from "./radiomicsEngine.ts";
import type { Asked, LabelMapSource } from "./readMeasured.ts";
import { completeSettings } from "./settings.ts";

const decompress = promisify(gunzip);

/** Maps of features over drawn segments, kept with where they came from. Methods throw PlainError where there is no such map. */
export interface FeatureMaps {
  /**
   * Starts a job that makes a map of every feature and image of the settings, and answers its id; the job's result is { featureMapIds }.
   * However long it waits, it maps the revision that the segmentation has now. Throws PlainError where the settings cannot be used or ask
   * for shape alone, and where there is no such segmentation. A job that fails or is cancelled keeps none.
   */
  startExtraction(by: Author, request: FeatureMapRequest): string;
  describe(featureMapId: string): FeatureMap;
  /** Those of one segmentation, of the newest computation first. */
  list(filter: { segmentationId: string }): FeatureMap[];
  remove(by: Author, featureMapId: string): Promise<void>;
  /** The map as PyRadiomics makes it: float64, initValue outside the region, NaN where the feature is undefined. */
  readImage(featureMapId: string): Promise<Image>;
  /** Its voxels for a display, i fastest: NaN wherever there is no value. */
  readValues(featureMapId: string): Promise<Float64Array>;
  /** The map as a file to be kept elsewhere; its name holds nothing of the patient. */
  exportBytes(featureMapId: string, format: "nrrd" | "nifti"): Promise<{ fileName: string; bytes: Uint8Array }>;
}

export function createFeatureMaps({
  store,
  jobs,
  segmentations,
  engine,
}: {
  store: Store;
  jobs: Jobs;
  segmentations: Pick<LabelMapSource, "describe">;
  engine: Pick<RadiomicsEngine, "maps">;
}): FeatureMaps {
  const table = createFeatureMapTable(store);
  const files = createMapFiles(store);

  const describe = (featureMapId: string): FeatureMap => {
    const map = table.find(featureMapId);
    if (!map) throw new PlainError("There is no such feature map (any more). Choose another one, or compute it again.");
    return map;
  };

  const extract = async (by: Author, request: FeatureMapRequest & Asked, context: JobContext): Promise<{ featureMapIds: string[] }> => {
    const staging = await files.stage();
    try {
      const rows = await engine.maps(request, staging.folder, context);
      context.signal.throwIfAborted();
      staging.keep(by, rows);
      return { featureMapIds: rows.map(({ map }) => map.id) };
    } finally {
      await staging.discard();
    }
  };

  return {
    startExtraction: (by, request) => {
      mappedFeatures(completeSettings(request.settings));
      const { revision } = segmentations.describe(request.segmentationId);
      const asked = { ...request, revision, reader: by.name };
      return jobs.start({
        kind: "featureMap.extract",
        lane: "engine",
        title: "Computing feature maps",
        run: (context) => extract(by, asked, context),
      });
    },
    describe,
    list: ({ segmentationId }) => table.list(segmentationId),
    remove: (by, featureMapId) => files.remove(by, describe(featureMapId).id),
    readImage: (featureMapId) => files.read(describe(featureMapId).id),
    readValues: async (featureMapId) => {
      const image = await files.read(describe(featureMapId).id);
      return valuesInRegion(image, await decompress(table.region(featureMapId)));
    },
    exportBytes: async (featureMapId, format) => {
      const { id, name } = describe(featureMapId);
      const fileName = `${name}.${format === "nrrd" ? "nrrd" : "nii.gz"}`;
      return { fileName, bytes: await encodeImageFile(fileName, await files.read(id)) };
    },
  };
}
