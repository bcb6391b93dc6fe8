import type { Segment, Segmentation } from "../../../../src-shared/domain/segment.ts";
import type { Image } from "../../../../src-shared/domain/volume.ts";
import type { ImageSource, LabelMapSource } from "../../../../src-main/services/radiomics/index.ts";
import { volumeOn } from "../segmentation/volumeOn.ts";

/** One volume and what is drawn on it, at revision 12, as extraction asks for them; both are asked for by any id. */
export function oneDrawing(
  image: Image,
  labels: Uint8Array,
  segments: readonly Segment[],
): { volumes: ImageSource; segmentations: LabelMapSource } {
  const segmentation: Segmentation = {
    id: "segmentation",
    volumeId: "volume",
    name: "muscles",
    revision: 12,
    createdAt: "2026-01-01T00:00:00Z",
    modifiedAt: "2026-01-01T00:00:00Z",
    segments: [...segments],
  };
  return {
    volumes: {
      describe: (volumeId) => volumeOn(image.grid, volumeId),
      describeStudy: () => {
        throw new Error("there is no study");
      },
      readImage: async () => image,
    },
    segmentations: { describe: () => segmentation, readLabelMap: async () => ({ segmentation, labels }) },
  };
}
