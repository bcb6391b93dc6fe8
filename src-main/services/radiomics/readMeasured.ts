import type { Measurement } from "#shared/api/featureSet.ts";
import type { Study } from "#shared/api/study.ts";
import type { DamagedSlice } from "#shared/domain/damagedSlice.ts";
import { matchGrids } from "#shared/domain/gridMatch.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Segmentation } from "#shared/domain/segment.ts";
import { gridOf, type Image, type Volume } from "#shared/domain/volume.ts";
import { inChunks, placeOnGrid } from "../imagefiles/index.ts";
import { resampleImage } from "../preprocess/index.ts";
import { compareGrids } from "./compareGrids.ts";

/** What extraction needs of the volumes. */
export interface ImageSource {
  /** Throws PlainError where there is no such volume. */
  describe(volumeId: string): Volume;
  describeStudy(studyInstanceUid: string): Study;
  /** The voxels of a volume after rescale, on their grid. Throws the signal's reason where it is aborted; tells slices read, of how many. */
  readImage(
    volumeId: string,
    options?: {
      signal?: AbortSignal;
      onProgress?: (done: number, total: number) => void;
      /** Told of slices that cannot be decoded, whose voxels are then all 0. */
      onDamaged?: (damaged: readonly DamagedSlice[]) => void;
    },
  ): Promise<Image>;
}

/** What extraction needs of the segmentations. */
export interface LabelMapSource {
  describe(segmentationId: string): Segmentation;
  /**
   * A segmentation and its labels at a revision, the newest where it is left out; i fastest, on the grid of its volume. Throws PlainError
   * where there is no such revision.
   */
  readLabelMap(segmentationId: string, revision?: number): Promise<{ segmentation: Segmentation; labels: Uint8Array }>;
}

/** Work that waits for its turn measures what was there when it was asked for, and names whoever asked. */
export interface Asked {
  /** Of the segmentation. */
  readonly revision: number;
  readonly reader: string;
}

/** An image and the label map on its grid. */
export interface Measured {
  readonly segmentation: Segmentation;
  readonly volumeId: string;
  readonly image: Image;
  readonly mask: Image;
  /** Slices of the image that could not be decoded, whose voxels are 0: what looks at them is refused (see whyDamaged). */
  readonly damaged: readonly DamagedSlice[];
  /**
   * Where the label map was drawn on another grid: the volume of each label, by its number, as drawn and in `mask`; undefined where `mask`
   * is what was drawn.
   */
  readonly moved: { readonly drawnMm3: Float64Array; readonly mm3: Float64Array } | undefined;
  /** Its voxels were resampled, not only put in their places. */
  readonly isResampled: boolean;
  /** What to be careful of, a sentence each. */
  readonly notes: readonly string[];
}

/** Why nothing of a segment can be measured, where another grid is the cause: it was drawn, but not where this series lies. Undefined where it can. */
export function whyAbsent({ moved }: Measured, segmentNumber: number): string | undefined {
  const isLost = moved !== undefined && moved.drawnMm3[segmentNumber]! > 0 && moved.mm3[segmentNumber] === 0;
  return isLost ? "It was drawn outside this series, or between its slices. Choose another series." : undefined;
}

/**
 * Reads what is to be measured, at a revision of the segmentation (the newest where it is left out). Throws PlainError where it cannot be measured on
 * this volume, or lies on another grid and resampleMask was not asked for; the
 * words say by how much they differ. Throws the signal's reason where it is aborted.
 */
export async function readMeasured(
  { volumes, segmentations }: { volumes: ImageSource; segmentations: LabelMapSource },
  {
    segmentationId,
    volumeId: asked,
    resampleMask,
    revision,
  }: Pick<Measurement, "segmentationId" | "volumeId" | "resampleMask"> & Partial<Pick<Asked, "revision">>,
  options: { signal?: AbortSignal; onProgress?: (done: number, total: number) => void } = {},
): Promise<Measured> {
  const { segmentation, labels } = await segmentations.readLabelMap(segmentationId, revision);
  const volumeId = asked ?? segmentation.volumeId;
  let damaged: readonly DamagedSlice[] = [];
  const onDamaged = (found: readonly DamagedSlice[]) => {
    damaged = found;
  };
  if (volumeId === segmentation.volumeId) {
    const image = await volumes.readImage(volumeId, { ...options, onDamaged });
    return {
      segmentation,
      volumeId,
      image,
      mask: { grid: image.grid, scalarType: "uint8", voxels: labels },
      damaged,
      moved: undefined,
      isResampled: false,
      notes: [],
    };
  }
  const drawnOn = volumes.describe(segmentation.volumeId);
  const { fit, differences, reason } = compareGrids(drawnOn, volumes.describe(volumeId));
  if (fit === "no") throw new PlainError(`The segmentation cannot be measured on this series. ${reason} Choose another series.`);
  if (fit === "resample" && !resampleMask) {
    throw new PlainError(
      `This series lies on another grid than the one drawn on. ${differences.join(" ")} Measure with the mask resampled, or choose another series.`,
    );
  }
  const image = await volumes.readImage(volumeId, { ...options, onDamaged });
  const drawn: Image = { grid: gridOf(drawnOn), scalarType: "uint8", voxels: labels };
  const match = matchGrids(image.grid, drawn.grid);
  const isResampled = fit === "resample" || "mismatch" in match;
  const mask = isResampled
    ? await resampleImage(drawn, image.grid, "nearest", { signal: options.signal })
    : (await placeOnGrid(drawn, image.grid, match)).image;
  return {
    segmentation,
    volumeId,
    image,
    mask,
    damaged,
    moved: { drawnMm3: await volumesMm3(drawn), mm3: await volumesMm3(mask) },
    isResampled,
    notes: isResampled ? [] : differences,
  };
}

/** The volume of each label of a label map, by its number, mm³. */
async function volumesMm3({ grid: { spacingMm }, voxels }: Image): Promise<Float64Array> {
  const counts = new Float64Array(256);
  await inChunks(voxels.length, (from, to) => {
    for (let at = from; at < to; at++) counts[voxels[at]!]!++;
  });
  return counts.map((count) => count * spacingMm[0] * spacingMm[1] * spacingMm[2]);
}
