/** A slice whose pixels cannot be decoded. */
export interface DamagedSlice {
  /** In its volume, from 0. */
  readonly sliceIndex: number;
  /** Which file and frame, in words without identifiers: "image 12 of the series, frame 3". */
  readonly file: string;
  /** To be read after the file's name. */
  readonly reason: string;
}

const mostNamed = 5;

/** "Slice 5 cannot be read (image 12 of the series): its compressed pixel data is cut short." One sentence a slice, the first few. */
export function damagedSlicesWords(damaged: readonly DamagedSlice[]): string {
  const named = damaged
    .slice(0, mostNamed)
    .map(({ sliceIndex, file, reason }) => `Slice ${sliceIndex + 1} cannot be read (${file}): ${reason}.`);
  return [...named, ...(damaged.length > mostNamed ? [`So it is with ${damaged.length - mostNamed} more.`] : [])].join(" ");
}
