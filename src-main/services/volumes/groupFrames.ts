import { numberOrientations, numberPositions } from "./planes.ts";
import { type FrameGroup, separateRepetitions } from "./separateRepetitions.ts";
import { isColour, type SeriesFrame } from "./seriesFrame.ts";

/**
 * Parts the frames of a series into volumes: by version of a conflicting file, source (enhanced or classic), frame of reference, matrix, pixel spacing, colour,
 * image type (Dixon's water, fat, in-phase, out-of-phase; magnitude and phase), echo, b-value, stack, orientation, and then by temporal position and repetition.
 */
export function groupFrames(frames: readonly SeriesFrame[]): FrameGroup[] {
  const orientations = numberOrientations(frames);
  const groups = [...Map.groupBy(frames, (slice) => {
    const { instance, frame, columns, rows } = slice;
    const { pixels } = instance.header;
    return JSON.stringify([
      instance.variant, instance.header.isEnhanced, instance.header.frameOfReferenceUid, columns, rows, frame.pixelSpacing?.map((value) => value.toFixed(4)),
      isColour(slice), pixels.photometricInterpretation.toUpperCase() === "MONOCHROME1", pixels.floatingPoint, imageTypeOf(slice),
      frame.echoTime?.toFixed(3), frame.bValue, frame.stackId, orientations.get(slice),
    ]);
  }).values()];
  return groups.flatMap((group) => separateTimes(group).flatMap(separateRepetitions));
}

/** Image or frame type as one word list, upper case; trailing empty values do not count. */
export function imageTypeOf({ frame }: SeriesFrame): string {
  return frame.imageType.map((value) => value.toUpperCase()).join("\\").replace(/\\+$/, "");
}

/** By temporal position; not where it only counts the slices, so that no position would be seen twice. */
function separateTimes(frames: readonly SeriesFrame[]): SeriesFrame[][] {
  const isRepeated = new Set(numberPositions(frames).values()).size < frames.length;
  if (!isRepeated) return [[...frames]];
  return [...Map.groupBy(frames, ({ frame }) => frame.temporalPosition).values()];
}
