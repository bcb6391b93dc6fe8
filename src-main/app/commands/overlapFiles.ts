import { PlainError } from "#shared/domain/plainError.ts";
import { voxelToPatient, type Grid } from "#shared/domain/geometry.ts";
import { matchGrids, noteOfMatch, otherVoxelsInWords, placeVoxels, type GridMatch } from "#shared/domain/gridMatch.ts";
import { countVoxels, diceOf, jaccardOf, type MaskPair } from "#shared/statistics/overlap/maskPair.ts";
import { sliceOverlap, type SlicesOverlap } from "#shared/statistics/overlap/sliceOverlap.ts";
import { volumeDistances } from "#shared/statistics/overlap/volumeDistances.ts";
import { readLabelMapFile, type LabelMapFile } from "../../services/imagefiles/index.ts";

export interface OverlapRequest {
  readonly aPath: string;
  readonly bPath: string;
  readonly label?: number | undefined;
  /** The tolerance of the surface Dice, mm; the shorter edge of a pixel where it is left out. */
  readonly tauMm?: number | undefined;
}

/** Agreement of one label of two label maps. Lengths in mm, areas in mm^2, volumes in mm^3. */
export interface Overlap {
  readonly label: number;
  readonly tauMm: number;
  /** The axis of the grid of A along which slices are counted, 0 to 2: that of the largest spacing, the last one of equals. */
  readonly sliceAxis: number;
  readonly volume: {
    readonly dice: number | null;
    readonly jaccard: number | null;
    readonly hd: number | null;
    readonly hd95: number | null;
    readonly assd: number | null;
    readonly surfaceDice: number | null;
    readonly volumeA: number;
    readonly volumeB: number;
    /** 200 (B - A) / (A + B), percent. */
    readonly volumeDifference: number | null;
    readonly reason: string | null;
  };
  readonly slices: SlicesOverlap;
  readonly notes: readonly string[];
}

/** A spacing stands out where it is larger than the next one by this. */
const clearlyLarger = 1.01;

/**
 * Reads two label maps on one grid and compares one label of them; the axes of B may run in another order or direction. Distances in three dimensions are
 * given only
 * where the slices that are
 * drawn in either are neighbours. Throws PlainError, naming the file, where one cannot be read, the grids differ, or it is not said which label is meant.
 */
export async function overlapFiles({ aPath, bPath, label, tauMm }: OverlapRequest): Promise<Overlap> {
  const [a, b] = [await readLabelMapFile(aPath), await readLabelMapFile(bPath)];
  const wanted = label ?? onlyLabel(a, b);
  const { pair, notes } = placeTogether(a, b, wanted);
  const sliceAxis = sliceAxisOf(pair.spacingMm);
  const sliced = turnedToSlices(pair, sliceAxis);
  const tau = tauMm ?? Math.min(sliced.spacingMm[0], sliced.spacingMm[1]);
  const counts = countVoxels(pair.a, pair.b);
  const slices = sliceOverlap(sliced, tau);
  const reason = whyNotInSpace(slices);
  const distances = reason === null ? volumeDistances(pair, tau) : null;
  const voxel = pair.spacingMm[0] * pair.spacingMm[1] * pair.spacingMm[2];
  return {
    label: wanted,
    tauMm: tau,
    sliceAxis,
    volume: {
      dice: diceOf(counts),
      jaccard: jaccardOf(counts),
      hd: distances?.hd ?? null,
      hd95: distances?.hd95 ?? null,
      assd: distances?.assd ?? null,
      surfaceDice: distances?.surfaceDice ?? null,
      volumeA: counts.a * voxel,
      volumeB: counts.b * voxel,
      volumeDifference: counts.a + counts.b === 0 ? null : (200 * (counts.b - counts.a)) / (counts.a + counts.b),
      reason,
    },
    slices,
    notes: [...a.notes, ...b.notes, ...notes],
  };
}

function onlyLabel(a: LabelMapFile, b: LabelMapFile): number {
  const labels = [...new Set([...a.present, ...b.present])].toSorted((one, other) => one - other);
  if (labels.length <= 1) return labels[0] ?? 1;
  throw new PlainError(
    `${a.fileName} and ${b.fileName} hold several labels: ${labels.slice(0, 20).join(", ")}${labels.length > 20 ? ", ..." : ""}. Say ` +
      `which to compare: --label N.`,
  );
}

/** 3D Slicer writes the box of its image that is drawn in. */
const isCropped = ({ fileName }: LabelMapFile): boolean => /\.seg\.nrrd$/i.test(fileName);

/** Both masks on one lattice that holds all voxels of both files. Throws PlainError where the grids differ, but for boxes of one grid by 3D Slicer. */
function placeTogether(a: LabelMapFile, b: LabelMapFile, label: number): { pair: MaskPair; notes: string[] } {
  const match = matchGrids(a.image.grid, b.image.grid);
  if ("mismatch" in match) throw otherGrid(a, b, match.mismatch);
  const others = otherVoxelsInWords(match, a.image.grid, b.image.grid);
  if (others !== undefined && !isCropped(a) && !isCropped(b)) throw otherGrid(a, b, others);
  const shared = unionGrid(a.image.grid, b.image.grid, match);
  const maskOf = (file: LabelMapFile) => {
    const mask = Uint8Array.from(file.image.voxels, (value) => (value === label ? 1 : 0));
    const placed = matchGrids(shared, file.image.grid);
    if ("mismatch" in placed) throw new PlainError(`${file.fileName}: ${placed.mismatch}.`);
    return placeVoxels(mask, file.image.grid.size, placed, shared.size);
  };
  const apart = noteOfMatch(match);
  return {
    pair: { a: maskOf(a), b: maskOf(b), size: shared.size, spacingMm: shared.spacingMm },
    notes: [
      ...(apart === undefined ? [] : [`${b.fileName}: ${apart.replace("the image's", `those of ${a.fileName}`)}`]),
      ...(others === undefined
        ? []
        : [`${b.fileName}: ${ofOther(others)}. They are taken as boxes of one image, as 3D Slicer writes them (.seg.nrrd).`]),
    ],
  };
}

const ofOther = (words: string): string => words.replaceAll("the image's", "the other file's");

function otherGrid(a: LabelMapFile, b: LabelMapFile, words: string): PlainError {
  return new PlainError(
    `${b.fileName} is not on the grid of ${a.fileName}: ${ofOther(words)}. Compare label maps that were drawn on one image, and saved on all of it.`,
  );
}

/** The lattice of the first grid, wide enough for the voxels of both: a map that reaches beyond the other loses nothing. */
function unionGrid(a: Grid, b: Grid, { axes, offset }: GridMatch): Grid {
  const low = offset.map((from) => Math.min(0, from)) as [number, number, number];
  const size = offset.map((from, axis) => Math.max(a.size[axis]!, from + b.size[axes[axis]!]) - low[axis]!) as [number, number, number];
  return { ...a, size, originMm: voxelToPatient(a, low) };
}

function sliceAxisOf(spacingMm: MaskPair["spacingMm"]): 0 | 1 | 2 {
  if (spacingMm[2] * clearlyLarger >= Math.max(spacingMm[0], spacingMm[1])) return 2;
  return spacingMm[0] > spacingMm[1] ? 0 : 1;
}

/** The masks with the slice axis last. */
function turnedToSlices(pair: MaskPair, sliceAxis: 0 | 1 | 2): MaskPair {
  if (sliceAxis === 2) return pair;
  const order = ([0, 1, 2] as const).filter((axis) => axis !== sliceAxis).concat(sliceAxis) as [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2];
  const strides = [1, pair.size[0], pair.size[0] * pair.size[1]] as const;
  const size = order.map((axis) => pair.size[axis]) as [number, number, number];
  const spacingMm = order.map((axis) => pair.spacingMm[axis]) as [number, number, number];
  const turn = (mask: Uint8Array) => {
    const turned = new Uint8Array(mask.length);
    let at = 0;
    for (let k = 0; k < size[2]; k++)
      for (let j = 0; j < size[1]; j++)
        for (let i = 0; i < size[0]; i++) turned[at++] = mask[i * strides[order[0]] + j * strides[order[1]] + k * strides[order[2]]]!;
    return turned;
  };
  return { a: turn(pair.a), b: turn(pair.b), size, spacingMm };
}

/** Why distances in space would say nothing; null where they do. Each of the masks, where it is drawn, is to be a body of neighbouring slices. */
function whyNotInSpace({ each, pooled }: SlicesOverlap): string | null {
  if (each.length === 0) return "not applicable: both masks are empty";
  const drawnA = each.filter(({ areaA }) => areaA > 0).map(({ slice }) => slice);
  const drawnB = each.filter(({ areaB }) => areaB > 0).map(({ slice }) => slice);
  if (drawnA.length === 0 || drawnB.length === 0) return `${drawnA.length === 0 ? "A" : "B"} is empty: distances are not defined`;
  const isRun = (slices: readonly number[]) => slices.every((slice, at) => slice === slices[0]! + at);
  if (each.length === 1) return "one slice only: every pixel of it would be surface. See the slices";
  if (!isRun(drawnA) || !isRun(drawnB)) return "the slices that are drawn are not neighbours: every pixel would be surface. See the slices";
  return pooled.slicesBoth === 0 ? "no slice is drawn in both: see the slices" : null;
}
