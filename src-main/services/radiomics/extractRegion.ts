import type { ExtractionSettings } from "#shared/domain/extractionSettings.ts";
import type { FeatureValue } from "#shared/domain/featureSet.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Image } from "#shared/domain/volume.ts";
import { imageHash } from "../imagefiles/index.ts";
import { whyDamaged } from "./damagedSlices.ts";
import { extractFeatures } from "./extractFeatures.ts";
import { gapsBetweenSlices } from "./gapsBetweenSlices.ts";
import { nativeEngine } from "./nativeEngine.ts";
import { readMeasured, type ImageSource, type LabelMapSource } from "./readMeasured.ts";
import { settingsHash } from "./settingsHash.ts";
import type { WorkContext } from "./workContext.ts";

/** Segments of a segmentation as one region. */
export interface RegionRequest {
  readonly segmentationId: string;
  readonly revision: number;
  /** The segments that belong to it, by their numbers; null for all. */
  readonly segments: readonly number[] | null;
  /** The slices that belong to it, from 0; null for all. */
  readonly slices: readonly number[] | null;
  readonly settings: ExtractionSettings;
}

/** The features of a region and what they were computed of. */
export interface RegionFeatures {
  readonly features: readonly FeatureValue[];
  /** Voxels of the drawing, on the grid that it was drawn on. */
  readonly voxels: number;
  readonly settingsHash: string;
  readonly engineVersion: string;
  readonly imageHash: string;
  readonly maskHash: string;
  /** What to be careful of, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * The features of segments of a segmentation together, on the volume that it was drawn on. Throws PlainError where nothing is drawn, or the region cannot be
 * measured.
 */
export async function extractRegion(
  sources: { volumes: ImageSource; segmentations: LabelMapSource },
  { segmentationId, revision, segments, slices, settings: asked }: RegionRequest,
  { signal, cancelFlag, threads, progress }: WorkContext,
): Promise<RegionFeatures> {
  const measured = await readMeasured(sources, { segmentationId, resampleMask: false, revision }, { signal });
  const { label: _label, ...rest } = asked;
  const settings: ExtractionSettings = { ...rest, label: 1 };
  const { mask, voxels } = joined(measured.mask, segments, slices);
  if (voxels === 0) throw new PlainError("Nothing is drawn on the slices that are read.");
  const damaged = whyDamaged(measured.damaged, mask, 1, settings);
  if (damaged !== undefined) throw new PlainError(damaged);
  const { features, warnings } = await extractFeatures(measured.image, mask, settings, {
    cancelFlag,
    onProgress: (done, total, phase) => progress({ done, total, phase }),
    ...(threads === undefined ? {} : { threads }),
  });
  const gaps = gapsBetweenSlices(settings, sources.volumes.describe(measured.volumeId));
  return {
    features,
    voxels,
    settingsHash: settingsHash(asked),
    engineVersion: nativeEngine().engineVersion,
    imageHash: await imageHash(measured.image, signal),
    maskHash: await imageHash(mask, signal),
    notes: [...measured.notes, ...(gaps === undefined ? [] : [gaps]), ...warnings],
  };
}

/** A mask that is 1 where any of the segments is on the slices asked for. */
function joined(
  { grid, voxels }: Image,
  segments: readonly number[] | null,
  slices: readonly number[] | null,
): { mask: Image; voxels: number } {
  const isAsked = Uint8Array.from({ length: 256 }, (_, label) => (label > 0 && (segments?.includes(label) ?? true) ? 1 : 0));
  const [columns, rows, count] = grid.size;
  const perSlice = columns * rows;
  const mask = new Uint8Array(voxels.length);
  let sum = 0;
  for (const slice of slices ?? Array.from({ length: count }, (_, at) => at)) {
    for (let at = slice * perSlice; at < (slice + 1) * perSlice; at++) {
      if (isAsked[voxels[at]!] === 0) continue;
      mask[at] = 1;
      sum += 1;
    }
  }
  return { mask: { grid, scalarType: "uint8", voxels: mask }, voxels: sum };
}
