import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { FeatureMapRequest } from "#shared/api/featureMap.ts";
import type { FeatureMap } from "#shared/domain/featureMap.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { whyDamaged } from "./damagedSlices.ts";
import { extractFeatureMaps } from "./extractFeatureMaps.ts";
import type { FeatureMapRow } from "./featureMapTable.ts";
import { imageHash } from "../imagefiles/index.ts";
import { writeMapFile } from "./mapFiles.ts";
import { refuseTooLarge } from "./mapMemory.ts";
import { outsideMark, settleRegion } from "./mapRegion.ts";
import { nativeEngine } from "./nativeEngine.ts";
import type { WorkContext } from "./workContext.ts";
import { readMeasured, type Asked, type ImageSource, type LabelMapSource } from "./readMeasured.ts";
import { completeSettings } from "./settings.ts";
import { mapSettingsHash } from "./settingsHash.ts";

const compress = promisify(gzip);

/**
 * Computes a map of every feature and image of the settings over one segment, writes each as a file of `folder`, and answers their rows, which nobody has
 * kept yet. Throws PlainError, naming the segment, where it cannot be mapped; the signal's reason where it is aborted.
 */
export async function computeMaps(
  sources: { volumes: ImageSource; segmentations: LabelMapSource },
  request: FeatureMapRequest & Asked,
  folder: string,
  { progress, signal, cancelFlag, threads }: WorkContext,
): Promise<FeatureMapRow[]> {
  progress({ phase: "reading the images" });
  const { segmentation, volumeId, image, mask, damaged } = await readMeasured(
    sources,
    { segmentationId: request.segmentationId, revision: request.revision },
    {
      signal,
      onProgress: (done, total) => progress({ done, total }),
    },
  );
  const segment = segmentation.segments.find(({ number }) => number === request.segmentNumber);
  if (!segment) throw new PlainError("This segment is no longer part of the segmentation. Choose another one.");
  // The segment drawn is the label mapped, whatever label the settings were written for.
  const { label: _label, ...settings } = request.settings;
  const complete = completeSettings(settings);
  const { kernelRadius, maskedKernel, initValue } = complete.voxelSetting;
  const reason = whyDamaged(damaged, mask, segment.number, settings, kernelRadius);
  if (reason !== undefined) throw new PlainError(`Segment "${segment.name}": ${reason}`);
  const marked = { ...settings, label: segment.number, voxelSetting: { ...settings.voxelSetting, initValue: outsideMark } };
  const maps = await refuseTooLarge(mask, segment.number, complete)
    .then(() =>
      extractFeatureMaps(image, mask, marked, {
        cancelFlag,
        threads,
        onProgress: (done, total, phase) => progress({ done, total, phase }),
      }),
    )
    .catch((error: unknown) => {
      if (error instanceof PlainError) throw new PlainError(`Segment "${segment.name}": ${error.message}`, { cause: error });
      throw error;
    });
  if (maps.length === 0)
    throw new PlainError(
      "No map came out: the image is too small for every filter that was asked for (LoG). Choose a smaller sigma or another image type.",
    );
  const source = {
    volumeId,
    segmentationId: segmentation.id,
    segmentationRevision: segmentation.revision,
    segmentNumber: segment.number,
    segmentName: segment.name,
    settings,
    settingsHash: mapSettingsHash(settings),
    engineVersion: nativeEngine().engineVersion,
    imageHash: await imageHash(image, signal),
    maskHash: await imageHash(mask, signal),
    kernelRadius,
    maskedKernel,
    reader: request.reader,
  };
  const rows: FeatureMapRow[] = [];
  for (const { name, image: map } of maps) {
    signal.throwIfAborted();
    progress({ phase: "keeping the maps", done: rows.length, total: maps.length });
    const { region, ...facts } = await settleRegion(map, initValue);
    const id = randomUUID();
    const contentHash = await writeMapFile(folder, id, map);
    rows.push({
      map: { ...source, ...facts, id, name, grid: mutable(map.grid) },
      region: await compress(region, { level: 1 }),
      contentHash,
      drawnOn: segmentation.volumeId,
    });
  }
  return rows;
}

/** The grid as a schema has it. */
function mutable({ size, spacingMm, originMm, direction }: Image["grid"]): FeatureMap["grid"] {
  return { size: [...size], spacingMm: [...spacingMm], originMm: [...originMm], direction: [...direction] };
}
