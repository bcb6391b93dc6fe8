import { PlainError } from "#shared/domain/plainError.ts";
import type { Segmentation } from "#shared/domain/segment.ts";
import type { Adjudications, ReadingImage, Readings } from "../../services/projects/index.ts";
import type { LabelMap, Segmentations } from "../../services/segmentation/index.ts";
import type { Author } from "../../services/store/index.ts";
import { onlyThese } from "./refused.ts";

/**
 * What a reader drew in the own open readings, and in a consensus what A and B drew, on the images as they are named there. Segments and
 * names are the protocol's: nothing changes them.
 */
export function blindedSegmentations(
  segmentations: Segmentations,
  readings: Pick<Readings, "drawing" | "shownDrawing" | "image" | "images">,
  adjudications: Pick<Adjudications, "has" | "outline">,
  by: Author,
): Segmentations {
  /** The image of an own drawing. Throws PlainError for every other one. */
  const own = (segmentationId: string): ReadingImage => readings.drawing(by, segmentationId);
  /** Named by the protocol: a name that the data folder gives may tell how often the image was drawn on. */
  const nameOf = ({ region, role }: ReadingImage) => `${region.name}, ${role.name}`;
  const shown = <Of extends Segmentation>(segmentation: Of): Of => {
    const image = readings.shownDrawing(by, segmentation.id);
    return { ...segmentation, volumeId: image.imageId, name: nameOf(image) };
  };
  const checked = <Rest extends readonly unknown[], Answer>(
    method: (by: Author, segmentationId: string, ...rest: Rest) => Answer,
  ): ((by: Author, segmentationId: string, ...rest: Rest) => Answer) => {
    return (author, segmentationId, ...rest) => {
      own(segmentationId);
      return method(author, segmentationId, ...rest);
    };
  };
  const isOutline = (name: string) => /\.[AB]$/.test(name) && adjudications.has(name);
  /** What A or B drew, of which neither the id nor the time is told. */
  const outline = async (name: string): Promise<LabelMap> => {
    const { image, segmentationId, letter } = adjudications.outline(by, name);
    const { segmentation, labels } = await segmentations.readLabelMap(segmentationId);
    const { segments } = segmentation;
    const never = new Date(0).toISOString();
    return {
      segmentation: { id: name, volumeId: image.imageId, name: letter, revision: 0, createdAt: never, modifiedAt: never, segments },
      labels,
    };
  };
  return onlyThese<Segmentations>({
    list: ({ volumeId: imageId }) => {
      const { segmentationId } = readings.image(by, imageId);
      return segmentationId === null ? [] : [shown(segmentations.describe(segmentationId))];
    },
    describe: (segmentationId, revision) => {
      readings.shownDrawing(by, segmentationId);
      return shown(segmentations.describe(segmentationId, revision));
    },
    keepStroke: checked(segmentations.keepStroke),
    applyStroke: checked(segmentations.applyStroke),
    reverse: async (author, segmentationId, reversal) => {
      own(segmentationId);
      const reversed = await segmentations.reverse(author, segmentationId, reversal);
      return { ...reversed, segmentation: shown(reversed.segmentation) };
    },
    steps: checked(segmentations.steps),
    changes: (segmentationId, strokeId) => {
      own(segmentationId);
      return segmentations.changes(segmentationId, strokeId);
    },
    view: checked(segmentations.view),
    keepView: checked(segmentations.keepView),
    lastOpened: (_author, imageId) => readings.image(by, imageId).segmentationId,
    readLabelMap: async (segmentationId, revision) => {
      if (isOutline(segmentationId)) return outline(segmentationId);
      readings.shownDrawing(by, segmentationId);
      const { segmentation, labels } = await segmentations.readLabelMap(segmentationId, revision);
      return { segmentation: shown(segmentation), labels };
    },
    drawnElsewhere: (imageId) => {
      const { readingId, volumeId, region } = readings.image(by, imageId);
      const drawings = readings
        .images(by, readingId)
        .flatMap((image) => (image.region.id === region.id && image.segmentationId !== null ? [image.segmentationId] : []));
      return segmentations
        .drawnElsewhere(volumeId)
        .filter(({ segmentation }) => drawings.includes(segmentation.id))
        .map(({ segmentation, fit, way }) => ({
          segmentation: shown(segmentation),
          fit,
          way: way && { toDrawnOn: way.toDrawnOn, through: [] },
        }));
    },
    copyTo: async (author, segmentationId, imageId) => {
      const [source, target] = [own(segmentationId), readings.image(by, imageId)];
      if (source.readingId !== target.readingId) throw new PlainError("A drawing is copied within its own reading only.");
      return shown(await segmentations.copyTo(author, segmentationId, target.volumeId));
    },
    copyOrigin: (segmentationId) => {
      const { readingId } = own(segmentationId);
      const origin = segmentations.copyOrigin(segmentationId);
      const image = origin && readings.images(by, readingId).find(({ volumeId }) => volumeId === origin.volumeId);
      if (!origin || !image) return null;
      const { isRemoved, revision, isResampled, carried } = origin;
      const told = carried && { transformSha256: carried.transformSha256, through: [] };
      return { volumeId: image.imageId, segmentationName: nameOf(image), isRemoved, revision, isResampled, carried: told };
    },
    copyChanges: async (segmentationId) => {
      own(segmentationId);
      return segmentations.copyChanges(segmentationId);
    },
  });
}
