import type { Acquisition } from "#shared/domain/imageFile.ts";
import type { FrameHeader, InstanceHeader } from "../dicom/index.ts";

/** Acquisition data of a series for the overlay: "TR 500 ms", "TE 12 ms", "Flip 90°"; a range where the frames differ, nothing where they do not say. */
export function acquisitionWords(headers: readonly InstanceHeader[]): string[] {
  const frames = headers.flatMap((header) => header.frames);
  const say = (name: string, unit: string, valueOf: (frame: FrameHeader) => number | null) => {
    const values = frames.map(valueOf).filter((value) => value !== null);
    if (values.length === 0) return [];
    const [low, high] = [trim(values.reduce((a, b) => Math.min(a, b))), trim(values.reduce((a, b) => Math.max(a, b)))];
    return [`${name} ${low === high ? low : `${low}–${high}`}${unit}`];
  };
  const isMr = headers[0]?.modality === "MR";
  return [
    ...(isMr
      ? [
          ...say("TR", " ms", (frame) => frame.repetitionTime),
          ...say("TE", " ms", (frame) => frame.echoTime),
          // Philips writes 0 where nothing was inverted.
          ...say("TI", " ms", (frame) => frame.inversionTime || null),
          ...say("Flip", "°", (frame) => frame.flipAngle),
          ...say("b", " s/mm²", (frame) => frame.bValue),
        ]
      : []),
    ...say("Thickness", " mm", (frame) => frame.sliceThickness),
    ...(headers[0]?.sequenceName ? [headers[0].sequenceName] : []),
    ...(headers[0]?.manufacturer ? [headers[0].manufacturer] : []),
  ];
}

/** The same of an image file: what its header or the JSON beside it says, "3 T" among it. */
export function fileAcquisitionWords(acquisition: Acquisition): string[] {
  const say = (name: string, unit: string, value: number | null) => (value === null ? [] : [`${name}${trim(value)}${unit}`]);
  return [
    ...say("TR ", " ms", acquisition.repetitionTimeMs),
    ...say("TE ", " ms", acquisition.echoTimeMs),
    ...say("TI ", " ms", acquisition.inversionTimeMs),
    ...say("Flip ", "°", acquisition.flipAngleDegrees),
    ...say("", " T", acquisition.magneticFieldStrengthT),
    ...(acquisition.manufacturer === "" ? [] : [acquisition.manufacturer]),
  ];
}

function trim(value: number): string {
  return String(Number(value.toFixed(value >= 100 ? 0 : 2)));
}
