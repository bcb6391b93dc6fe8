import { maskSchema } from "#shared/domain/project/mask.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { CaseRoleRow } from "../caseTables.ts";
import type { ReadingImage } from "./readings.ts";

/** An image under the name that it has in one reading. */
interface NamedImage {
  readonly id: string;
  readonly region: string;
  readonly role: string;
  readonly segmentationId: string | null;
  /** What it was read on, with its mask, where that is not the volume of its role any more. */
  readonly volumeId?: string | null;
  readonly mask?: string | null;
}

/**
 * The images of a reading in the order of the protocol, each with the volume that it was read on, or that has its role; `descriptionOf` says what is shown of
 * a volume's series.
 */
export function readingImages(
  readingId: string,
  { regions }: Protocol,
  named: readonly NamedImage[],
  roles: readonly CaseRoleRow[],
  descriptionOf: (volumeId: string) => string | null,
): ReadingImage[] {
  return regions.flatMap((region) =>
    region.roles.flatMap(({ id, name, use, window }) => {
      const image = named.find((each) => each.region === region.id && each.role === id);
      const chosen = roles.find((each) => each.region === region.id && each.role === id);
      if (!image || !chosen) return [];
      const volumeId = image.volumeId ?? chosen.volumeId;
      const mask = (image.volumeId ? image.mask : chosen.mask) ?? null;
      return [
        {
          imageId: image.id,
          readingId,
          volumeId,
          seriesDescription: descriptionOf(volumeId),
          segmentationId: image.segmentationId,
          mask: mask === null ? null : maskSchema.parse(JSON.parse(mask)),
          region: { id: region.id, name: region.name },
          role: { id, name, use, window },
        },
      ];
    }),
  );
}
