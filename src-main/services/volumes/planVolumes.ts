import { createHash } from "node:crypto";
import { gridFields, type Volume, type VolumeWarning } from "#shared/domain/volume.ts";
import { groupFrames } from "./groupFrames.ts";
import { type PlacedSlices, placeSlices } from "./placeSlices.ts";
import type { FrameGroup } from "./separateRepetitions.ts";
import { framesOf, isColour, type SeriesFrame, type SeriesInstance } from "./seriesFrame.ts";
import { mixtureWarnings } from "./mixtureWarnings.ts";
import { labelVolumes } from "./volumeLabels.ts";
import { voxelTypeOf } from "./voxelType.ts";

/** A volume to be, and the frames it is made of, slice by slice. */
export interface PlannedVolume {
  readonly volume: Volume;
  readonly frames: readonly SeriesFrame[];
}

/**
 * Makes the volumes of one series: groups its frames (see groupFrames), sorts each group along its normal, gives it a grid, and says what is wrong with it.
 * In the order in which they were acquired. A volume's id depends on nothing but the identity and order of its frames.
 */
export function planVolumes(studyInstanceUid: string, seriesInstanceUid: string, instances: readonly SeriesInstance[]): PlannedVolume[] {
  const all = framesOf(instances);
  const order = new Map(all.map((slice, index) => [slice, index]));
  const first = ({ frames }: FrameGroup) => Math.min(...frames.map((slice) => order.get(slice)!));
  const groups = groupFrames(all).sort((a, b) => first(a) - first(b));
  const labels = labelVolumes(groups);
  return groups.map((group, ordinal) => {
    const placed = placeSlices(group.frames);
    const { grid, frames } = placed;
    const volume: Volume = {
      id: identify(frames),
      seriesInstanceUid,
      studyInstanceUid,
      ordinal,
      label: labels[ordinal]!,
      ...gridFields(grid),
      slicePositionsMm: placed.slicePositionsMm && [...placed.slicePositionsMm],
      sliceThicknessMm: frames[0]!.frame.sliceThickness,
      frameOfReferenceUid: frames[0]!.instance.header.frameOfReferenceUid,
      hasPatientGeometry: placed.hasPatientGeometry,
      isRegular: placed.isRegular,
      ...describePixels(frames),
      ...describePadding(frames),
      window: frames[Math.floor(frames.length / 2)]!.frame.window,
      warnings: warningsOf(placed),
    };
    return { volume, frames };
  });
}

function describePixels(frames: readonly SeriesFrame[]): Pick<Volume, "scalarType" | "samplesPerPixel" | "invert"> {
  const invert = frames[0]!.instance.header.pixels.photometricInterpretation.toUpperCase() === "MONOCHROME1";
  return isColour(frames[0]!)
    ? { scalarType: "uint8", samplesPerPixel: 3, invert: false }
    : { scalarType: voxelTypeOf(frames), samplesPerPixel: 1, invert };
}

/** Padding after rescale, where it is the same in every slice. */
function describePadding(frames: readonly SeriesFrame[]): Pick<Volume, "padding"> {
  const ranges = frames.map(({ instance: { header }, frame }) =>
    header.pixels.padding && frame.modalityLutBits === null
      ? header.pixels.padding.map((value) => value * frame.slope + frame.intercept).toSorted((a, b) => a - b)
      : null,
  );
  const [low, high] = ranges[0] ?? [];
  if (low === undefined || high === undefined || isColour(frames[0]!)) return {};
  return ranges.every((range) => range?.[0] === low && range[1] === high) ? { padding: [low, high] } : {};
}

function warningsOf({ frames, warnings }: PlacedSlices): VolumeWarning[] {
  const { variant } = frames[0]!.instance;
  const all = [...warnings, ...mixtureWarnings(frames)];
  if (variant === 0) return all;
  return [
    ...all,
    {
      code: "conflicting-instance",
      message: `These images have the same identifiers as others of this series but other content; they are kept apart as version ${variant + 1}.`,
    },
  ];
}

function identify(frames: readonly SeriesFrame[]): string {
  const hash = createHash("sha256");
  for (const { instance, frameNumber } of frames) hash.update(`${instance.sopInstanceUid}|${instance.variant}|${frameNumber}\n`);
  return hash.digest("hex").slice(0, 32);
}
