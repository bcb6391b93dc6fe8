import type { PostStep } from "#shared/domain/bundle/output.ts";
import { componentsOf } from "#shared/domain/drawing/components.ts";
import { squaredDistanceMm2 } from "#shared/domain/drawing/distance.ts";
import type { MaskGrid } from "#shared/domain/drawing/mask.ts";
import { outsideOf } from "./cropBox.ts";

/** A box of voxels (i, j, k), first and last included. */
interface VoxelBox {
  readonly first: readonly number[];
  readonly last: readonly number[];
}

/** A mask of some labels within the box that holds them, and where its voxels lie in the label map. */
interface LabelMask {
  readonly mask: Uint8Array;
  readonly grid: MaskGrid;
  /** The index in the label map of a voxel of the mask. */
  place(index: number): number;
}

/**
 * Applies a bundle's post-processing to a label map on its image's grid, i fastest, in place. `sliceAxis` is the axis of the image across which slices lie for
 * the network: 0 is i.
 */
export function postProcess(
  labels: Uint16Array,
  grid: MaskGrid,
  { steps, sliceAxis }: { steps: readonly PostStep[]; sliceAxis: 0 | 1 | 2 },
): void {
  for (const step of steps) {
    if (step.kind === "largestInSlice") {
      for (const which of step.together ? [step.labels] : step.labels.map((label) => [label]))
        keepLargestInSlices(labels, grid, { which, sliceAxis, connectivity: step.connectivity });
      continue;
    }
    if (step.kind === "largestComponent" && step.together) keepLargest(labels, grid, step.labels, step.connectivity);
    else for (const label of step.labels) applyTo(labels, grid, label, step);
  }
}

function applyTo(labels: Uint16Array, grid: MaskGrid, label: number, step: Exclude<PostStep, { kind: "largestInSlice" }>): void {
  switch (step.kind) {
    case "largestComponent":
      return keepLargest(labels, grid, [label], step.connectivity);
    case "minimumVolume":
      return dropSmall(labels, grid, label, step);
    case "fillHoles":
      return fillHoles(labels, grid, label);
    case "dilate":
    case "erode":
      return moveBorder(labels, grid, label, step);
  }
}

function keepLargest(labels: Uint16Array, grid: MaskGrid, which: readonly number[], connectivity: 6 | 26): void {
  const found = maskOf(labels, grid, which);
  if (!found) return;
  const { parts } = componentsOf(found.mask, found.grid, connectivity === 6 ? "faces" : "corners");
  for (let at = 0; at < parts.length; at++) if (parts[at]! > 1) labels[found.place(at)] = 0;
}

function keepLargestInSlices(
  labels: Uint16Array,
  { size, spacingMm }: MaskGrid,
  { which, sliceAxis, connectivity }: { which: readonly number[]; sliceAxis: 0 | 1 | 2; connectivity: 4 | 8 },
): void {
  const strides = [1, size[0], size[0] * size[1]] as const;
  const [a, b] = ([0, 1, 2] as const).filter((axis) => axis !== sliceAxis) as [0 | 1 | 2, 0 | 1 | 2];
  const mask = new Uint8Array(size[a] * size[b]);
  const plane: MaskGrid = { size: [size[a], size[b], 1], spacingMm: [spacingMm[a], spacingMm[b], 1] };
  for (let slice = 0; slice < size[sliceAxis]; slice++) {
    const place = (at: number) => slice * strides[sliceAxis] + (at % size[a]) * strides[a] + Math.floor(at / size[a]) * strides[b];
    for (let at = 0; at < mask.length; at++) mask[at] = which.includes(labels[place(at)]!) ? 1 : 0;
    const { parts } = componentsOf(mask, plane, connectivity === 4 ? "faces" : "corners");
    for (let at = 0; at < parts.length; at++) if (parts[at]! > 1) labels[place(at)] = 0;
  }
}

function dropSmall(
  labels: Uint16Array,
  grid: MaskGrid,
  label: number,
  { mm3, connectivity }: Extract<PostStep, { kind: "minimumVolume" }>,
): void {
  const found = maskOf(labels, grid, [label]);
  if (!found) return;
  const voxel = grid.spacingMm[0] * grid.spacingMm[1] * grid.spacingMm[2];
  const { parts, sizes } = componentsOf(found.mask, found.grid, connectivity === 6 ? "faces" : "corners");
  for (let at = 0; at < parts.length; at++) if (parts[at]! > 0 && sizes[parts[at]! - 1]! * voxel < mm3) labels[found.place(at)] = 0;
}

function fillHoles(labels: Uint16Array, grid: MaskGrid, label: number): void {
  const found = maskOf(labels, grid, [label]);
  if (!found) return;
  const outside = outsideOf(found.mask, found.grid.size.toReversed() as unknown as [number, number, number]);
  for (let at = 0; at < outside.length; at++) {
    const place = found.place(at);
    if (outside[at] === 0 && labels[place] === 0) labels[place] = label;
  }
}

function moveBorder(
  labels: Uint16Array,
  grid: MaskGrid,
  label: number,
  { kind, mm }: Extract<PostStep, { kind: "dilate" | "erode" }>,
): void {
  const found = maskOf(
    labels,
    grid,
    [label],
    grid.spacingMm.map((spacing) => Math.ceil(mm / spacing)),
  );
  if (!found) return;
  const isGrowing = kind === "dilate";
  const distance = squaredDistanceMm2(isGrowing ? found.mask : found.mask.map((value) => 1 - value), found.grid);
  for (let at = 0; at < distance.length; at++) {
    if (distance[at]! > mm * mm + 1e-9) continue;
    const place = found.place(at);
    if (isGrowing && labels[place] === 0) labels[place] = label;
    if (!isGrowing && labels[place] === label) labels[place] = 0;
  }
}

/** Undefined where no voxel has one of the labels. The box is wider by `margin` voxels along each axis. */
function maskOf(
  labels: Uint16Array,
  { size, spacingMm }: MaskGrid,
  which: readonly number[],
  margin: readonly number[] = [0, 0, 0],
): LabelMask | undefined {
  const wanted = new Uint8Array(65_536);
  for (const label of which) wanted[label] = 1;
  const box = boxOf(labels, size, wanted);
  if (!box) return undefined;
  const from = box.first.map((at, axis) => Math.max(0, at - margin[axis]!));
  const lengths = box.last.map((at, axis) => Math.min(size[axis]! - 1, at + margin[axis]!) - from[axis]! + 1) as [number, number, number];
  const mask = new Uint8Array(lengths[0] * lengths[1] * lengths[2]);
  const place = (index: number) => {
    const i = index % lengths[0];
    const j = Math.floor(index / lengths[0]) % lengths[1];
    const k = Math.floor(index / (lengths[0] * lengths[1]));
    return ((from[2]! + k) * size[1] + from[1]! + j) * size[0] + from[0]! + i;
  };
  for (let at = 0; at < mask.length; at++) mask[at] = wanted[labels[place(at)]!]!;
  return { mask, grid: { size: lengths, spacingMm }, place };
}

function boxOf(labels: Uint16Array, [columns, rows, slices]: MaskGrid["size"], wanted: Uint8Array): VoxelBox | undefined {
  const first = [columns, rows, slices];
  const last = [-1, -1, -1];
  for (let k = 0, at = 0; k < slices; k++)
    for (let j = 0; j < rows; j++)
      for (let i = 0; i < columns; i++, at++) {
        if (wanted[labels[at]!] === 0) continue;
        if (i < first[0]!) first[0] = i;
        if (i > last[0]!) last[0] = i;
        if (j < first[1]!) first[1] = j;
        if (j > last[1]!) last[1] = j;
        if (k < first[2]!) first[2] = k;
        if (k > last[2]!) last[2] = k;
      }
  return last[0] === -1 ? undefined : { first, last };
}
