import { maskSchema, maskVoxels } from "#shared/domain/project/mask.ts";
import { allocateVoxels, isTurnedUpright, type Image, type Volume } from "#shared/domain/volume.ts";
import { yieldThread } from "../../system/index.ts";
import { geometryWarnings, type PacketImage } from "./packetContent.ts";

/** What a packet says of a volume: a list of what is let through. `space` is the number of the space in which it lies (spaceKeyOf). */
export function packetImageOf(volume: Volume, space: number): PacketImage {
  const { columns, rows, slices, spacingMm, originMm, direction, slicePositionsMm, sliceThicknessMm, hasPatientGeometry, isRegular } =
    volume;
  const { scalarType, invert, padding, window, warnings } = volume;
  return {
    columns,
    rows,
    slices,
    spacingMm,
    originMm,
    direction,
    slicePositionsMm: slicePositionsMm ?? null,
    sliceThicknessMm,
    hasPatientGeometry,
    isRegular,
    scalarType,
    invert,
    ...(padding ? { padding } : {}),
    window,
    ...(isTurnedUpright(volume) ? { turnsUpright: true } : {}),
    space,
    warnings: geometryWarnings.filter((code) => warnings.some((warning) => warning.code === code)),
  };
}

/** The same for volumes in which positions mean the same place of the patient (domain/sameSpace). It stays here: it holds UIDs. */
export function spaceKeyOf({ frameOfReferenceUid, studyInstanceUid, seriesInstanceUid }: Volume): string {
  return frameOfReferenceUid === null ? `series ${seriesInstanceUid}` : `${studyInstanceUid} ${frameOfReferenceUid}`;
}

/** An image with the rectangle (JSON: Mask) hidden on every slice, as a blinded reader gets it (maskVoxels). */
export async function hidden(image: Image, mask: string | null): Promise<Image> {
  if (mask === null) return image;
  const rectangle = maskSchema.parse(JSON.parse(mask));
  const [columns, rows, slices] = image.grid.size;
  const voxels = allocateVoxels(image.scalarType, image.voxels.length);
  for (let k = 0; k < slices; k++) {
    const [from, to] = [k * columns * rows, (k + 1) * columns * rows];
    voxels.set(maskVoxels(image.voxels.subarray(from, to), columns, rows, rectangle), from);
    await yieldThread();
  }
  return { ...image, voxels };
}
