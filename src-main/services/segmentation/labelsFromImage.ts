import type { Grid } from "#shared/domain/geometry.ts";
import { matchGrids, noteOfMatch } from "#shared/domain/gridMatch.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { colorForSegment } from "#shared/domain/segmentPalette.ts";
import { largestLabelValue, type Segment } from "#shared/domain/segment.ts";
import { inChunks, placeOnGrid, type LabelMapFile } from "../imagefiles/index.ts";

/** A label map of a file as it is kept. */
export interface ImportedLabels {
  /** A segment's number a voxel, i fastest. */
  readonly labels: Uint8Array;
  readonly segments: Segment[];
  /** What to be careful of, in sentences that name the file. */
  readonly notes: string[];
}

const mostSegments = 255;

/**
 * The labels of a file on the grid of a volume, and a segment for each label above 0: named, coloured and sided as the file says, else
 * "Label 3". Labels from 256 on
 * have the lowest numbers that are free, and keep their own as labelValue. A file that holds a box of the volume's lattice, its axes in any
 * order or direction, is
 * put in its place. Throws PlainError where the grids differ (with by how much), or where labels cannot be kept.
 */
export async function labelsFromImage(
  { fileName, image, labels: named, present, notes }: LabelMapFile,
  grid: Grid,
): Promise<ImportedLabels> {
  const match = matchGrids(grid, image.grid);
  if ("mismatch" in match) {
    throw new PlainError(
      `${fileName}: does not lie on the grid of this image: ${match.mismatch}. Export the label map on the image's own grid, or choose ` +
        `the series it was drawn on.`,
    );
  }
  const known = named.filter(({ value }) => value >= 1 && value <= largestLabelValue);
  const values = [...new Set([...present, ...known.map(({ value }) => value)])].sort((a, b) => a - b);
  refuseUnkept(fileName, values);

  const numbers = numbersOf(values);
  const segments = values.map((value): Segment => {
    const label = known.find((each) => each.value === value);
    const number = numbers[value]!;
    return {
      number,
      name: (label?.name ?? `Label ${value}`).slice(0, 120),
      color: label?.color ?? colorForSegment(number),
      side: label?.side ?? "none",
      ...(value === number ? {} : { labelValue: value }),
    };
  });
  const labels = new Uint8Array(image.voxels.length);
  await inChunks(labels.length, (from, to) => {
    for (let at = from; at < to; at++) labels[at] = numbers[image.voxels[at]!]!;
  });
  const placed = await placeOnGrid({ grid: image.grid, scalarType: "uint8", voxels: labels }, grid, match);
  const apart = noteOfMatch(match);
  const lost = placed.lost.map(
    (each) => `"${segments.find(({ number }) => number === each.label)!.name}" (${each.lost} of ${each.voxels} voxels)`,
  );
  return {
    labels: placed.image.voxels as Uint8Array,
    segments,
    notes: [
      ...notes,
      ...(apart === undefined ? [] : [`${fileName}: ${apart}.`]),
      ...(lost.length === 0 ? [] : [`${fileName}: reaches beyond this image; what lies outside was left out: ${lost.join(", ")}.`]),
    ],
  };
}

/** Throws PlainError where labels have numbers that cannot be kept, or are too many. */
function refuseUnkept(fileName: string, values: readonly number[]): void {
  const huge = values.filter((value) => value > largestLabelValue);
  if (huge.length > 0) {
    throw new PlainError(
      `${fileName}: holds the label${huge.length === 1 ? "" : "s"} ${huge.slice(0, 5).join(", ")}${
        huge.length > 5 ? ` and ${huge.length - 5} more` : ""
      }: numbers above 65,535 cannot be kept. Give its labels smaller numbers.`,
    );
  }
  if (values.length > mostSegments)
    throw new PlainError(
      `${fileName}: holds ${values.length} labels; one segmentation holds at most ${mostSegments} segments. Save it as several files, or join labels.`,
    );
}

/** The number of each label's segment, by the label's number in the file. */
function numbersOf(values: readonly number[]): Uint8Array {
  const numbers = new Uint8Array(largestLabelValue + 1);
  const taken = new Set(values);
  let free = 1;
  for (const value of values) {
    if (value <= mostSegments) {
      numbers[value] = value;
      continue;
    }
    while (taken.has(free)) free++;
    numbers[value] = free++;
  }
  return numbers;
}
