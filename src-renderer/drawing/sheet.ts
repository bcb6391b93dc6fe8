import { cutOf, gathered, voxelOnCut, type Cut } from "#shared/domain/drawing/cut.ts";
import type { Vector3 } from "#shared/domain/geometry.ts";
import { gridOf, type Volume } from "#shared/domain/volume.ts";
import type { Plane } from "../viewer/planes.ts";
import type { ViewState } from "../viewer/viewState.ts";
import type { SlicePoint, VoxelBox } from "./brush.ts";

/** What a tool draws on, a raster: a slice as acquired, or the voxels that the plane of a reformat passes through. */
export interface Sheet {
  readonly volumeId: string;
  readonly plane: Plane;
  /** As the viewport counts them; of a slice as acquired it is k. */
  readonly sliceIndex: number;
  readonly columns: number;
  readonly rows: number;
  /** Between columns and between rows. */
  readonly spacingMm: readonly [number, number];
  /** Null for a slice as acquired. */
  readonly cut: Cut | null;
}

/** A cell of a sheet, by its index there, row by row, and its voxel (i, j, k). */
export interface Cell {
  readonly index: number;
  readonly voxel: Vector3;
}

/** A slice as acquired by its number k, or a sheet. */
export type Place = number | Sheet;

/** Slice k of a volume, as acquired. */
export function sliceSheet(volume: Volume, sliceIndex: number): Sheet {
  const { size, spacingMm } = gridOf(volume);
  return {
    volumeId: volume.id,
    plane: "acquisition",
    sliceIndex,
    columns: size[0],
    rows: size[1],
    spacingMm: [spacingMm[0], spacingMm[1]],
    cut: null,
  };
}

/** The sheet that a viewport shows; null where it shows nothing that has a place. */
export function sheetOf({ volume, plane, sliceIndex, planeInSpace }: ViewState): Sheet | null {
  if (!volume) return null;
  if (plane === "acquisition") return sliceSheet(volume, sliceIndex);
  if (!planeInSpace) return null;
  const cut = cutOf(gridOf(volume), planeInSpace);
  return { volumeId: volume.id, plane, sliceIndex, columns: cut.columns, rows: cut.rows, spacingMm: cut.spacingMm, cut };
}

/** The sheet so many slices after (or before) that which a viewport shows; null where there is none. */
export function sheetBeside(state: ViewState, step: number): Sheet | null {
  const { sliceIndex, sliceCount, planeInSpace, sliceSpacingMm } = state;
  if (sliceIndex + step < 0 || sliceIndex + step >= sliceCount) return null;
  return sheetOf({
    ...state,
    sliceIndex: sliceIndex + step,
    planeInSpace: planeInSpace && { ...planeInSpace, pointMm: plus(planeInSpace.pointMm, planeInSpace.normal, step * sliceSpacingMm) },
  });
}

export function isSameSheet(a: Sheet | null, b: Sheet | null): boolean {
  return (
    a !== null && b !== null && a.volumeId === b.volumeId && a.plane === b.plane && a.sliceIndex === b.sliceIndex && isSameCut(a.cut, b.cut)
  );
}

/** A viewport that turns to another plane has the slice's number before its place; of a volume of as many slices in both the number stays. */
function isSameCut(a: Cut | null, b: Cut | null): boolean {
  if (a === null || b === null) return a === b;
  return a.axes.every((axis, at) => axis === b.axes[at]) && a.depth.every((each, at) => Math.abs(each - b.depth[at]!) < 1e-3);
}

/** Where a point in voxel coordinates of the volume lies on a sheet. */
export function pointOn({ cut }: Sheet, voxel: Vector3): SlicePoint {
  return cut ? [voxel[cut.axes[0]], voxel[cut.axes[1]]] : [voxel[0], voxel[1]];
}

/** A point of a sheet in voxel coordinates of the volume. */
export function voxelAt({ cut, sliceIndex }: Sheet, point: SlicePoint): Vector3 {
  return cut ? voxelOnCut(cut, point) : [point[0], point[1], sliceIndex];
}

/** The voxel (i, j, k) of a sheet under a point in voxel coordinates of the volume, and the cell that it is; null outside. */
export function cellUnder(sheet: Sheet, { columns, rows }: Pick<Volume, "columns" | "rows">, point: Vector3): Cell | null {
  const [column, row] = pointOn(sheet, point).map(Math.round) as [number, number];
  if (column < 0 || row < 0 || column >= sheet.columns || row >= sheet.rows) return null;
  const index = row * sheet.columns + column;
  if (!sheet.cut) return { index, voxel: [column, row, sheet.sliceIndex] };
  const voxel = sheet.cut.voxels[index]!;
  if (voxel < 0) return null;
  return { index, voxel: [voxel % columns, Math.floor(voxel / columns) % rows, Math.floor(voxel / (columns * rows))] };
}

/** What a label map or mask of a whole volume holds on a sheet: of a slice a view, of a cut a copy, 0 where it has no voxels. */
export function labelsOnSheet({ cut, sliceIndex }: Sheet, of: Uint8Array, { columns, rows }: Pick<Volume, "columns" | "rows">): Uint8Array {
  const perSlice = columns * rows;
  return cut ? gathered(cut, of, new Uint8Array(cut.voxels.length)) : of.subarray(sliceIndex * perSlice, (sliceIndex + 1) * perSlice);
}

/** The cells of a sheet that can have their voxels in a box of voxels of slice k; null where none can. */
export function boxOn({ cut, sliceIndex, columns, rows }: Sheet, k: number, box: VoxelBox): VoxelBox | null {
  if (!cut) return k === sliceIndex ? box : null;
  if (!cut.slices.includes(k)) return null;
  const ends = [
    [box.firstColumn, box.lastColumn],
    [box.firstRow, box.lastRow],
    [k, k],
  ] as const;
  const [u, v, w] = cut.axes;
  const [firstColumn, lastColumn] = ends[u];
  const [firstRow, lastRow] = ends[v];
  const corners = [firstColumn, lastColumn].flatMap((column) =>
    [firstRow, lastRow].map((row) => cut.depth[0] + column * cut.depth[1] + row * cut.depth[2]),
  );
  const isThere = Math.max(...corners) > ends[w][0] - 1 && Math.min(...corners) < ends[w][1] + 1;
  return isThere ? { firstColumn, lastColumn: Math.min(columns - 1, lastColumn), firstRow, lastRow: Math.min(rows - 1, lastRow) } : null;
}

/** The slices of the volume in which a place has voxels. */
export function slicesOf(place: Place): readonly number[] {
  return typeof place === "number" ? [place] : (place.cut?.slices ?? [place.sliceIndex]);
}

/** A tool as a stroke on disk names it: with the plane, where it drew on a reformat. */
export function toolOn(tool: string, place: Place): string {
  return typeof place === "number" || !place.cut ? tool : `${tool}, ${place.plane}`;
}

function plus(a: Vector3, b: Vector3, factor: number): Vector3 {
  return [a[0] + factor * b[0], a[1] + factor * b[1], a[2] + factor * b[2]];
}

/** "slice 3", "slice 3 of the coronal reformat". */
export function sheetInWords(place: number | Pick<Sheet, "plane" | "sliceIndex">): string {
  const { plane, sliceIndex } = typeof place === "number" ? { plane: "acquisition", sliceIndex: place } : place;
  return `slice ${sliceIndex + 1}${plane === "acquisition" ? "" : ` of the ${plane} reformat`}`;
}
