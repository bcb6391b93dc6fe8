import type { Measurement } from "#shared/api/featureSet.ts";
import type { Study } from "#shared/api/study.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Segmentation } from "#shared/domain/segment.ts";
import { gridOf, type Image, type Volume } from "#shared/domain/volume.ts";
import { inChunks } from "../imagefiles/index.ts";
import { compareGrids } from "./compareGrids.ts";
import { resampleLabels } from "./resampleLabels.ts";

/** What extraction needs of the volumes. */
export interface ImageSource {
  /** Throws PlainError where there is no such volume. */
  describe(volumeId: string): Volume;
  describeStudy(studyInstanceUid: string): Study;
  /** The voxels of a volume after rescale, on their grid. Throws the signal's reason where it is aborted; tells slices read, of how many. */
  readImage(volumeId: string, options?: { signal?: AbortSignal; onProgress?: (done: number, total: number) => void }): Promise<Image>;
}

/** What extraction needs of the segmentations. */
export interface LabelMapSource {
  describe(segmentationId: string): Segmentation;
  /** A segmentation and its labels as they are now, i fastest, on the grid of its volume. */
  readLabelMap(segmentationId: string): Promise<{ segmentation: Segmentation; labels: Uint8Array }>;
}

/** An image and the label map on its grid. */
export interface Measured {
  readonly segmentation: Segmentation;
  readonly volumeId: string;
  readonly image: Image;
  readonly mask: Image;
  /** Where the label map had to be resampled: the volume of each label, by its number, as drawn and in `mask`; undefined where `mask` is what was drawn. */
  readonly resampled: { readonly drawnMm3: Float64Array; readonly mm3: Float64Array } | undefined;
}

/** Why nothing of a segment can be measured, where resampling is the cause: it was drawn, but not where this series lies. Undefined where it can. */
export function whyAbsent({ resampled }: Measured, segmentNumber: number): string | undefined {
  const isLost = resampled !== undefined && resampled.drawnMm3[segmentNumber]! > 0 && resampled.mm3[segmentNumber] === 0;
  return isLost ? "It was drawn outside this series, or between its slices. Choose another series." : undefined;
}

/**
 * Reads what is to be measured. Throws PlainError where it cannot be measured on this volume, or lies on another grid and resampleMask was not asked for; the
 * words say by how much they differ. Throws the signal's reason where it is aborted.
 */
export async function readMeasured(
  { volumes, segmentations }: { volumes: ImageSource; segmentations: LabelMapSource },
  { segmentationId, volumeId: asked, resampleMask }: Pick<Measurement, "segmentationId" | "volumeId" | "resampleMask">,
  options: { signal?: AbortSignal; onProgress?: (done: number, total: number) => void } = {},
): Promise<Measured> {
  const { segmentation, labels } = await segmentations.readLabelMap(segmentationId);
  const volumeId = asked ?? segmentation.volumeId;
  if (volumeId === segmentation.volumeId) {
    const image = await volumes.readImage(volumeId, options);
    return { segmentation, volumeId, image, mask: { grid: image.grid, scalarType: "uint8", voxels: labels }, resampled: undefined };
  }
  const drawnOn = volumes.describe(segmentation.volumeId);
  const { fit, differences, reason } = compareGrids(drawnOn, volumes.describe(volumeId));
  if (fit === "no") throw new PlainError(`The segmentation cannot be measured on this series. ${reason} Choose another series.`);
  if (fit === "resample" && !resampleMask) {
    throw new PlainError(`This series lies on another grid than the one drawn on. ${differences.join(" ")} Measure with the mask resampled, or choose another series.`);
  }
  const image = await volumes.readImage(volumeId, options);
  const drawn: Image = { grid: gridOf(drawnOn), scalarType: "uint8", voxels: labels };
  if (fit === "same") return { segmentation, volumeId, image, mask: { ...drawn, grid: image.grid }, resampled: undefined };
  const mask = await resampleLabels(drawn, image.grid, options.signal);
  return { segmentation, volumeId, image, mask, resampled: { drawnMm3: await volumesMm3(drawn), mm3: await volumesMm3(mask) } };
}

/** The volume of each label of a label map, by its number, mm³. */
async function volumesMm3({ grid: { spacingMm }, voxels }: Image): Promise<Float64Array> {
  const counts = new Float64Array(256);
  await inChunks(voxels.length, (from, to) => {
    for (let at = from; at < to; at++) counts[voxels[at]!]!++;
  });
  return counts.map((count) => count * spacingMm[0] * spacingMm[1] * spacingMm[2]);
}
