import type { VolumeRows } from "./volumeRows.ts";

/** Rescale Slope and Intercept (PS3.3 C.11.1) of a volume's slices. */
export interface VolumeRescale {
  /** The different pairs, in the order of the slices; none where the volume is no DICOM frames. */
  readonly pairs: ReadonlyArray<{ readonly slope: number; readonly intercept: number }>;
  /** Stored values pass through a table (Modality LUT Sequence), which need not be linear. */
  readonly hasTable: boolean;
}

/** Reads how the files of a volume rescale stored values. Throws PlainError where there is no such volume. */
export function readRescale(rows: VolumeRows, volumeId: string): VolumeRescale {
  rows.describe(volumeId);
  const pairs = new Map<string, VolumeRescale["pairs"][number]>();
  let hasTable = false;
  for (const { header, frameIndex } of rows.slices(volumeId)) {
    const { slope, intercept, modalityLutBits } = header.frames[frameIndex]!;
    hasTable ||= modalityLutBits !== null;
    pairs.set(`${slope} ${intercept}`, { slope, intercept });
  }
  return { pairs: [...pairs.values()], hasTable };
}
