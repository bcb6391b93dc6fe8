/** The scheme of Cornerstone's image ids for slices that come through the door. */
export const imageScheme = "fascicle";

/** Cornerstone's name for slice k of a volume. */
export function imageIdOf(volumeId: string, sliceIndex: number): string {
  return `${imageScheme}:${volumeId}/${sliceIndex}`;
}

/** The volume and the slice that an image id names. Throws RangeError where it is not one of ours. */
export function parseImageId(imageId: string): { volumeId: string; sliceIndex: number } {
  const match = /^fascicle:(.+)\/(\d+)$/.exec(imageId);
  if (!match) throw new RangeError(`not an image id of Fascicle: ${imageId}`);
  return { volumeId: match[1]!, sliceIndex: Number(match[2]) };
}
