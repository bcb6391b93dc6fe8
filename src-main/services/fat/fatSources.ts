import type { Segmentation } from "#shared/domain/segment.ts";
import type { Image, Volume } from "#shared/domain/volume.ts";
import type { VolumeRescale } from "../volumes/index.ts";

/** What measuring fat needs of volumes and segmentations. */
export interface FatSources {
  readonly volumes: {
    /** Throws PlainError where there is no such volume. */
    describe(volumeId: string): Volume;
    readImage(volumeId: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<Image>;
    rescale(volumeId: string): VolumeRescale;
  };
  readonly segmentations: {
    readLabelMap(segmentationId: string, revision?: number): Promise<{ segmentation: Segmentation; labels: Uint8Array }>;
  };
}
