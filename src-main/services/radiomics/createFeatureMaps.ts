import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { FeatureMapRequest } from "#shared/api/featureMap.ts";
import type { FeatureMap } from "#shared/domain/featureMap.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { encodeImageFile } from "../imagefiles/index.ts";
import type { JobContext, Jobs } from "../jobs/index.ts";
import type { Store } from "../store/index.ts";
import { extractFeatureMaps, mappedFeatures } from "./extractFeatureMaps.ts";
import { createFeatureMapTable, type FeatureMapRow } from "./featureMapTable.ts";
import { imageHash } from "./imageHash.ts";
import { createMapFiles } from "./mapFiles.ts";
import { refuseTooLarge } from "./mapMemory.ts";
import { outsideMark, settleRegion, valuesInRegion } from "./mapRegion.ts";
import { nativeEngine } from "./nativeEngine.ts";
import { readMeasured, type ImageSource, type LabelMapSource } from "./readMeasured.ts";
import { completeSettings } from "./settings.ts";
import { settingsHash } from "./settingsHash.ts";

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Maps of features over drawn segments, kept with where they came from. Methods throw PlainError where there is no such map. */
export interface FeatureMaps {
  /**
   * Starts a job that makes a map of every feature and image of the settings, and answers its id; the job's result is { featureMapIds }. Throws PlainError where the
   * settings cannot be used or ask for shape alone. A job that fails or is cancelled keeps none.
   */
  startExtraction(request: FeatureMapRequest): string;
  describe(featureMapId: string): FeatureMap;
  /** Those of one segmentation, of the newest computation first. */
  list(filter: { segmentationId: string }): FeatureMap[];
  remove(featureMapId: string): Promise<void>;
  /** The map as PyRadiomics makes it: float64, initValue outside the region, NaN where the feature is undefined. */
  readImage(featureMapId: string): Promise<Image>;
  /** Its voxels for a display, i fastest: NaN wherever there is no value. */
  readValues(featureMapId: string): Promise<Float64Array>;
  /** The map as a file to be kept elsewhere; its name holds nothing of the patient. */
  exportBytes(featureMapId: string, format: "nrrd" | "nifti"): Promise<{ fileName: string; bytes: Uint8Array }>;
}

export function createFeatureMaps({ store, jobs, volumes, segmentations }: {
  store: Store; jobs: Jobs; volumes: ImageSource; segmentations: LabelMapSource;
}): FeatureMaps {
  const table = createFeatureMapTable(store);
  const files = createMapFiles(store);

  const describe = (featureMapId: string): FeatureMap => {
    const map = table.find(featureMapId);
    if (!map) throw new PlainError("There is no such feature map (any more). Choose another one, or compute it again.");
    return map;
  };

  const extract = async (request: FeatureMapRequest, { progress, signal, cancelFlag }: JobContext): Promise<{ featureMapIds: string[] }> => {
    progress({ phase: "reading the images" });
    const { segmentation, volumeId, image, mask } = await readMeasured({ volumes, segmentations }, { segmentationId: request.segmentationId }, {
      signal, onProgress: (done, total) => progress({ done, total }),
    });
    const segment = segmentation.segments.find(({ number }) => number === request.segmentNumber);
    if (!segment) throw new PlainError("This segment is no longer part of the segmentation. Choose another one.");
    // The segment drawn is the label mapped, whatever label the settings were written for.
    const { label: _label, ...settings } = request.settings;
    const complete = completeSettings(settings);
    const { kernelRadius, maskedKernel, initValue } = complete.voxelSetting;
    const marked = { ...settings, label: segment.number, voxelSetting: { ...settings.voxelSetting, initValue: outsideMark } };
    const maps = await refuseTooLarge(mask, segment.number, complete)
      .then(() => extractFeatureMaps(image, mask, marked, { cancelFlag, onProgress: (done, total, phase) => progress({ done, total, phase }) }))
      .catch((error: unknown) => {
        if (error instanceof PlainError) throw new PlainError(`Segment "${segment.name}": ${error.message}`, { cause: error });
        throw error;
      });
    if (maps.length === 0) throw new PlainError("No map came out: the image is too small for every filter that was asked for (LoG). Choose a smaller sigma or another image type.");
    const source = {
      volumeId, segmentationId: segmentation.id, segmentationRevision: segmentation.revision,
      segmentNumber: segment.number, segmentName: segment.name, settings, settingsHash: settingsHash(settings),
      engineVersion: nativeEngine().engineVersion, imageHash: await imageHash(image, signal), maskHash: await imageHash(mask, signal),
      kernelRadius, maskedKernel, reader: request.reader, createdAt: new Date().toISOString(),
    };
    const staging = await files.stage();
    try {
      const rows: FeatureMapRow[] = [];
      for (const { name, image: map } of maps) {
        signal.throwIfAborted();
        progress({ phase: "keeping the maps", done: rows.length, total: maps.length });
        const { region, ...facts } = await settleRegion(map, initValue);
        const id = randomUUID();
        await staging.write(id, map);
        rows.push({ map: { ...source, ...facts, id, name, grid: mutable(map.grid) }, region: await compress(region, { level: 1 }) });
      }
      signal.throwIfAborted();
      staging.keep(rows);
      return { featureMapIds: rows.map(({ map }) => map.id) };
    } finally {
      await staging.discard();
    }
  };

  return {
    startExtraction: (request) => {
      mappedFeatures(completeSettings(request.settings));
      return jobs.start({ kind: "featureMap.extract", title: "Computing feature maps", run: (context) => extract(request, context) });
    },
    describe,
    list: ({ segmentationId }) => table.list(segmentationId),
    remove: (featureMapId) => files.remove(describe(featureMapId).id),
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

/** The grid as a schema has it. */
function mutable({ size, spacingMm, originMm, direction }: Image["grid"]): FeatureMap["grid"] {
  return { size: [...size], spacingMm: [...spacingMm], originMm: [...originMm], direction: [...direction] };
}
