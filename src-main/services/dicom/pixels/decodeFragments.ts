import type { DataSet, Element } from "dicom-parser";
import { PlainError } from "#shared/domain/plainError.ts";

/**
 * The compressed bytes of each frame of encapsulated pixel data (PS3.5 A.4): by the extended offset table (7FE0,0001), by the basic offset table, one
 * fragment a frame, or, where one frame has several fragments and no table says which, by the code streams' own beginnings.
 * Throws PlainError where the fragments cannot be told apart.
 */
export function splitFragments(dataSet: DataSet, element: Element, frameCount: number): Uint8Array[] {
  const fragments = element.fragments ?? [];
  const bytes = dataSet.byteArray;
  const join = (from: number, to: number): Uint8Array => {
    const parts = fragments.slice(from, to).map(({ position, length }) => bytes.subarray(position, position + length));
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  };
  if (fragments.length === 0) throw new PlainError("the file's pixel data is empty");
  if (frameCount === 1) return [join(0, fragments.length)];
  const starts = startsFromTables(dataSet, element, frameCount) ?? startsFromStreams(bytes, fragments, frameCount);
  if (!starts)
    throw new PlainError(
      `the file says it has ${frameCount} frames, but its ${fragments.length} fragments of pixel data cannot be told apart`,
    );
  return starts.map((start, index) => join(start, starts[index + 1] ?? fragments.length));
}

function startsFromTables(dataSet: DataSet, element: Element, frameCount: number): number[] | undefined {
  const fragments = element.fragments ?? [];
  if (fragments.length === frameCount) return fragments.map((_, index) => index);
  const extended = dataSet.elements["x7fe00001"];
  const offsets =
    extended && extended.length === frameCount * 8
      ? Array.from(
          { length: frameCount },
          (_, index) => dataSet.uint32("x7fe00001", index * 2)! + dataSet.uint32("x7fe00001", index * 2 + 1)! * 2 ** 32,
        )
      : (element.basicOffsetTable ?? []);
  if (offsets.length !== frameCount) return undefined;
  const starts = offsets.map((offset) => fragments.findIndex((fragment) => fragment.offset === offset));
  return starts.includes(-1) ? undefined : starts;
}

function startsFromStreams(bytes: Uint8Array, fragments: NonNullable<Element["fragments"]>, frameCount: number): number[] | undefined {
  const starts = fragments.flatMap(({ position }, index) => {
    const [a, b, c] = [bytes[position], bytes[position + 1], bytes[position + 2]];
    // JPEG and JPEG-LS begin with SOI and another marker; JPEG 2000 with SOC and SIZ.
    const isStart = (a === 0xff && b === 0xd8 && c === 0xff) || (a === 0xff && b === 0x4f && c === 0xff);
    return isStart ? [index] : [];
  });
  return starts.length === frameCount ? starts : undefined;
}
