import { separateGeometries } from "./separateGeometries.ts";
import { type FrameGroup, separateRepetitions } from "./separateRepetitions.ts";
import { isColour, type SeriesFrame } from "./seriesFrame.ts";
import { findPlaces } from "./slicePlaces.ts";

/**
 * Parts the frames of a series into volumes. What always parts: the version of a conflicting file, the source (enhanced or classic), the
 * frame of reference, the
 * matrix, colour and the kind of numbers, stacks that the object names, a geometry that does not fit one grid (see separateGeometries), and
 * temporal positions. Other attributes
 * part only slices that share places (see separateRepetitions).
 */
export function groupFrames(frames: readonly SeriesFrame[]): FrameGroup[] {
  const alike = [
    ...Map.groupBy(frames, (slice) => {
      const { instance, frame, columns, rows } = slice;
      const { pixels } = instance.header;
      return JSON.stringify([
        instance.variant,
        instance.header.isEnhanced,
        instance.header.frameOfReferenceUid,
        columns,
        rows,
        isColour(slice),
        pixels.photometricInterpretation.toUpperCase() === "MONOCHROME1",
        pixels.floatingPoint,
        frame.stackId,
      ]);
    }).values(),
  ];
  return alike
    .flatMap(separateGeometries)
    .flatMap(({ frames: group, station }) =>
      separateTimes(group).flatMap((time) => separateRepetitions(time, station === null ? [] : [`station ${station}`])),
    );
}

/** By temporal position; not where it only counts the slices, so that none is seen twice, nor any place. */
function separateTimes(frames: readonly SeriesFrame[]): SeriesFrame[][] {
  const times = [...Map.groupBy(frames, ({ frame }) => frame.temporalPosition).values()];
  const isStated = frames.every(({ frame }) => frame.temporalPosition !== null) && times.length < frames.length;
  const isRepeated = () => new Set(findPlaces(frames).numbers.values()).size < frames.length;
  return times.length > 1 && (isStated || isRepeated()) ? times : [[...frames]];
}
