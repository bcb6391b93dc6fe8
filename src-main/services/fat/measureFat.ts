import type { FatMethod, FatRequest, FatResult } from "#shared/api/fat.ts";
import {
  backgroundMedian,
  fractionOfFatAndWater,
  fractionOfPhases,
  leastSignalToNoise,
  medianOf,
  noiseOfBackground,
} from "#shared/domain/fat/dixonFraction.ts";
import { fatRoleNames, type FatRole } from "#shared/domain/fat/fatRoles.ts";
import { halves, judgeSwap, rimOf, swapInWords, type RimOfHalf } from "#shared/domain/fat/fatSwap.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { percentile } from "#shared/statistics/percentile.ts";
import { yieldThread } from "../system/index.ts";
import type { FatSources } from "./fatSources.ts";
import { checkRescale, rescaleInWords, scaleMismatch } from "./rescaleWords.ts";
import { segmentFat, type SegmentOnSlice } from "./segmentFat.ts";
import { seriesOnGrid, type SeriesOnGrid } from "./seriesOnGrid.ts";

/** What is measured of drawings, before the version of the program is put to it. */
export type MeasuredFat = Omit<FatResult, "engineVersion">;

/** The series of a method, the one that noise is judged by first. */
export function seriesOf(method: FatMethod): Array<{ readonly role: FatRole; readonly volumeId: string }> {
  if (method.kind === "area") return [];
  if (method.kind === "fat and water")
    return [
      { role: "fat", volumeId: method.fat },
      { role: "water", volumeId: method.water },
    ];
  if (method.kind === "phases")
    return [
      { role: "inPhase", volumeId: method.inPhase },
      { role: "opposedPhase", volumeId: method.opposedPhase },
    ];
  return [{ role: "t1", volumeId: method.t1 }];
}

/**
 * Areas, volumes and fat fractions of the segments of a segmentation, on the voxels that were drawn (docs/muscle-fat.md). Series of another lattice are sampled
 * where they have the space of what was drawn on. Throws PlainError where nothing is drawn, a series cannot be used, or both roles have one series; the
 * signal's reason where it is aborted.
 */
export async function measureFat({ volumes, segmentations }: FatSources, request: FatRequest, signal?: AbortSignal): Promise<MeasuredFat> {
  const { method } = request;
  const { segmentation, labels } = await segmentations.readLabelMap(request.segmentationId, request.revision);
  const drawnOn = volumes.describe(segmentation.volumeId);
  const slices = drawnSlices(labels, drawnOn);
  if (slices.length === 0) throw new PlainError("Nothing is drawn in this segmentation yet. Draw a segment, then measure.");
  const roles = seriesOf(method).map((each) => ({ ...each, name: fatRoleNames[each.role], rescale: volumes.rescale(each.volumeId) }));
  if (roles.length === 2 && roles[0]!.volumeId === roles[1]!.volumeId)
    throw new PlainError(`${roles[0]!.name} and ${roles[1]!.name} are the same series. Choose two.`);
  // T1-weighted grey values are compared within themselves.
  const notes = method.kind === "fat and water" || method.kind === "phases" ? checkRescale(roles) : [];
  const series: SeriesOnGrid[] = [];
  for (const role of roles) {
    const read = await seriesOnGrid(volumes, drawnOn, role, signal);
    series.push(read);
    if (read.isSampled)
      notes.push(
        `${role.name}: this series has another lattice than the one drawn on, in the same space; values between its voxels are used. ${read.differences.join(" ")}`.trim(),
      );
    else if (read.differences.length > 0) notes.push(`${role.name}: ${read.differences.join(" ")}`);
  }
  const [first, second] = series;
  const noise = noiseOf(request, series, slices, drawnOn);
  if (noise.from === "background" && !(noise.limit! > 0))
    notes.push("The background of the images is 0: no noise could be estimated, and no voxel is left out for it.");
  const limit = noise.limit ?? -Infinity;
  const signalOf = (a: number, b: number) => (method.kind === "fat and water" ? a + b : a);
  const valueOf = (a: number, b: number) =>
    method.kind === "fat and water" ? fractionOfFatAndWater(a, b) : method.kind === "phases" ? fractionOfPhases(a, b) : a;

  const found = new Map<number, Map<number, SegmentOnSlice>>();
  const rims: RimOfHalf[] = [];
  const [brightFat, brightWater]: [number[], number[]] = [[], []];
  for (const sliceIndex of slices) {
    signal?.throwIfAborted();
    await yieldThread();
    const [a, b] = [first?.slice(sliceIndex), second?.slice(sliceIndex)];
    const perSlice = drawnOn.columns * drawnOn.rows;
    for (let at = 0; at < perSlice; at++) {
      const label = labels[sliceIndex * perSlice + at]!;
      if (label === 0) continue;
      const own = partOf(found, label, sliceIndex);
      own.voxels++;
      if (!a) continue;
      const [one, other] = [a[at]!, b ? b[at]! : 0];
      if (Number.isNaN(one) || Number.isNaN(other)) own.outside++;
      else if (signalOf(one, other) < limit || (b && !(signalOf(one, other) > 0))) own.underNoise++;
      else own.values.push(valueOf(one, other));
    }
    if (method.kind === "fat and water") {
      rims.push(...rimsOf(a!, b!, limit, labels.subarray(sliceIndex * perSlice, (sliceIndex + 1) * perSlice), drawnOn, sliceIndex));
      for (let at = 0; at < perSlice; at += 3) {
        if (!(a![at]! + b![at]! > Math.max(limit, 0))) continue;
        brightFat.push(a![at]!);
        brightWater.push(b![at]!);
      }
    }
  }
  const by = method.kind === "area" ? "nothing" : method.kind === "threshold" || method.kind === "mixture" ? method.kind : "fractions";
  const segments = segmentation.segments
    .filter(({ number }) => found.has(number))
    .map((segment) => segmentFat(drawnOn, segment, found.get(segment.number)!, by));
  if (method.kind === "fat and water") {
    notes.push(...swapInWords(judgeSwap(rims)));
    const mismatch = scaleMismatch(brightest(brightFat), brightest(brightWater));
    if (mismatch !== undefined) notes.push(mismatch);
  }
  if (method.kind === "phases")
    notes.push(...notesOfPhases(segments.flatMap(({ total }) => (total.median === null ? [] : [total.median]))));
  return {
    segmentationId: segmentation.id,
    segmentationName: segmentation.name,
    revision: segmentation.revision,
    volumeId: drawnOn.id,
    method,
    noise,
    series: roles.map(({ role, volumeId, rescale }, at) => ({
      role,
      volumeId,
      isSampled: series[at]!.isSampled,
      rescale: rescaleInWords(rescale),
    })),
    segments,
    notes,
  };
}

function drawnSlices(labels: Uint8Array, { columns, rows, slices }: Volume): number[] {
  return Array.from({ length: slices }, (_, k) => k).filter((k) =>
    labels.subarray(k * columns * rows, (k + 1) * columns * rows).some((label) => label > 0),
  );
}

function partOf(found: Map<number, Map<number, SegmentOnSlice>>, label: number, sliceIndex: number): SegmentOnSlice {
  let slices = found.get(label);
  if (!slices) found.set(label, (slices = new Map()));
  let own = slices.get(sliceIndex);
  if (!own) slices.set(sliceIndex, (own = { voxels: 0, underNoise: 0, outside: 0, values: [] }));
  return own;
}

/** The limit that was given; else of Dixon five deviations of the noise of the background of the slices drawn on, and none of T1-weighted images. */
function noiseOf(
  { method, noiseLimit }: FatRequest,
  series: ReadonlyArray<{ slice(sliceIndex: number): Float64Array }>,
  slices: readonly number[],
  { columns, rows }: Volume,
): FatResult["noise"] {
  if (method.kind === "area") return { limit: null, from: "none" };
  if (noiseLimit !== null) return { limit: noiseLimit, from: "given" };
  if (method.kind === "threshold" || method.kind === "mixture") return { limit: null, from: "none" };
  const judged = method.kind === "phases" ? series.slice(0, 1) : series;
  const deviations = judged.map(({ slice }) => {
    const medians = slices.map((k) => backgroundMedian(slice(k), columns, rows)).filter((median) => !Number.isNaN(median));
    return medians.length === 0 ? 0 : noiseOfBackground(Math.max(0, medianOf(medians)));
  });
  return { limit: leastSignalToNoise * Math.hypot(...deviations), from: "background" };
}

/** The rims of both halves of a slice, with the median fraction of what is drawn in each. */
function rimsOf(
  fat: Float64Array,
  water: Float64Array,
  limit: number,
  labels: Uint8Array,
  volume: Volume,
  sliceIndex: number,
): RimOfHalf[] {
  const { columns, rows, spacingMm } = volume;
  const total = fat.map((value, at) => value + water[at]!);
  const bright = percentile(total.filter((value) => value > 0).sort(), 0.99, "linear");
  // A tenth of the brightest: above ringing and what is left of the neighbouring slices.
  const rim = rimOf(total, { columns, rows, columnMm: spacingMm[0] }, Math.max(limit, bright / 10));
  const fractions = (places: readonly number[]) =>
    places.filter((at) => total[at]! > Math.max(limit, 0)).map((at) => fractionOfFatAndWater(fat[at]!, water[at]!));
  return halves.map((half) => {
    const drawn: number[] = [];
    for (let at = 0; at < labels.length; at++) if (labels[at]! > 0 && at % columns < columns / 2 === (half === "left")) drawn.push(at);
    const inDrawn = fractions(drawn);
    return { sliceIndex, half, rim: fractions(rim[half]), drawn: inDrawn.length === 0 ? null : medianOf(inDrawn) };
  });
}

function brightest(values: readonly number[]): number {
  return percentile(Float64Array.from(values).sort(), 0.98, "linear");
}

/** Opposed phase is nowhere brighter than in phase but for noise and decay. */
const exchanged = -0.05;
const nearlyHalf = 0.4;

function notesOfPhases(medians: readonly number[]): string[] {
  const notes = [
    "In and opposed phase alone are valid up to 50 % fat: a voxel of 80 % counts as 20 %. Where muscles may hold more, measure on fat and water.",
  ];
  const low = medians.filter((median) => median < exchanged).length;
  if (low > medians.length / 2) notes.push("The opposed-phase image is brighter than the in-phase one: the two series may be exchanged.");
  if (medians.some((median) => median > nearlyHalf))
    notes.push("Some segments come near 50 %, where more fat looks like less: their fractions may be too low.");
  return notes;
}
