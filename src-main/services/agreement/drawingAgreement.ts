import { comparisonsOfReadings, slotOfReading } from "#shared/domain/agreement/analysedReading.ts";
import { partInWords, wholeRegion } from "#shared/domain/project/featurePart.ts";
import { sliceCentreMm } from "#shared/domain/project/levels.ts";
import type { Segment } from "#shared/domain/segment.ts";
import type { Volume } from "#shared/domain/volume.ts";
import type { ReaderComparison } from "#shared/statistics/agreement/readerComparisons.ts";
import { sliceOverlap, type SliceOverlap, type SlicesOverlap } from "#shared/statistics/overlap/sliceOverlap.ts";
import type { LockedDrawing, LockedStudy } from "../projects/index.ts";
import { yieldThread } from "../system/index.ts";
import type { DrawingSources } from "./drawingSources.ts";
import { createLabelReader, isDrawnOn, maskOn, type DrawnLabels } from "./drawnLabels.ts";

/** Two drawings of one case, slice by slice in the plane, and pooled by contour length. */
export interface DrawingOverlap extends Omit<ReaderComparison, "slots"> {
  readonly caseCode: string;
  readonly region: string;
  readonly role: string;
  /** A segment's name; null for all segments together. */
  readonly segment: string | null;
  /** The tolerance of the surface Dice: the shorter edge of a pixel, mm. */
  readonly tauMm: number;
  readonly slices: readonly (SliceOverlap & { readonly level: string | null })[];
  /** Where each reader chose the levels: which slices they took for each. Then slices alone that both chose are compared. Null where the coordinator chose. */
  readonly chosen: readonly ChosenSlices[] | null;
  readonly pooled: SlicesOverlap["pooled"];
  /** Sums over the slices that are read, mm²: slices that lie apart make no volume. */
  readonly areaA: number;
  readonly areaB: number;
}

/** A level as two readers chose it. */
export interface ChosenSlices {
  readonly level: string;
  /** From 0. */
  readonly sliceA: number;
  readonly sliceB: number;
  /** The distance of their centres, mm; null where the files do not say where slices lie. */
  readonly distanceMm: number | null;
}

export interface DrawingAgreement {
  readonly overlaps: readonly DrawingOverlap[];
  /** What could not be compared, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * How the drawings of locked readings overlap, two readings at a time: each segment, and all together where there are several, on the slices that are read;
 * where each reader chose them, on those that both chose.
 * Distances are in the plane of each slice, as a slice alone is all surface in three dimensions. Throws the signal's reason where it is aborted.
 */
export async function drawingAgreement(
  sources: DrawingSources,
  { protocol, readings, notes: told }: Pick<LockedStudy, "protocol" | "readings" | "notes">,
  signal?: AbortSignal,
): Promise<DrawingAgreement> {
  const pairs = comparisonsOfReadings(readings).filter(({ slots }) => slots.length === 2);
  const notes: string[] = [...told];
  const overlaps: DrawingOverlap[] = [];
  for (const [caseCode, own] of Map.groupBy(readings, (reading) => reading.caseCode)) {
    const read = createLabelReader(sources);
    for (const pair of pairs) {
      const [a, b] = pair.slots.map((slot) => own.find((reading) => slotOfReading(reading) === slot));
      if (!a || !b) continue;
      for (const drawing of a.drawings) {
        const other = b.drawings.find(({ region, role }) => region === drawing.region && role === drawing.role);
        if (!other) continue;
        signal?.throwIfAborted();
        await yieldThread();
        const [first, second] = [await read(drawing), await read(other)];
        const region = protocol.regions.find(({ id }) => id === drawing.region)!;
        if (first.volumeId !== second.volumeId) {
          const role = region.roles.find(({ id }) => id === drawing.role)!;
          notes.push(
            `Case ${caseCode}, ${partInWords(region, role.name, wholeRegion)}: the two readings were drawn on different series, and are not compared.`,
          );
          continue;
        }
        const isReaders = region.levelsChosenBy === "reader";
        overlaps.push(...overlapsOf({ pair, caseCode, drawings: [drawing, other], isReaders }, [first, second]));
      }
    }
  }
  return { overlaps, notes };
}

function overlapsOf(
  {
    pair: { kind, readers, passes },
    caseCode,
    drawings: [a, b],
    isReaders,
  }: {
    readonly pair: ReaderComparison;
    readonly caseCode: string;
    readonly drawings: readonly [LockedDrawing, LockedDrawing];
    readonly isReaders: boolean;
  },
  [first, second]: readonly [DrawnLabels, DrawnLabels],
): DrawingOverlap[] {
  const [columns, rows] = first.size;
  const perSlice = columns * rows;
  const [ofA, ofB] = [a, b].map(({ levels }) => new Set(levels.map(({ slice }) => slice))) as [Set<number>, Set<number>];
  const areChosen = isReaders && ofA.size + ofB.size > 0;
  const read =
    ofA.size + ofB.size === 0 ? null : areChosen ? new Set([...ofA].filter((slice) => ofB.has(slice))) : new Set([...ofA, ...ofB]);
  const chosen = areChosen ? chosenSlices(a, b, first.volume) : null;
  const slices = Array.from({ length: first.size[2] }, (_, k) => k).filter(
    (k) => (read?.has(k) ?? true) && (isDrawnOn(first.labels, k, perSlice) || isDrawnOn(second.labels, k, perSlice)),
  );
  const tauMm = Math.min(first.spacingMm[0], first.spacingMm[1]);
  const several = first.segments.length > 1;
  const segments: readonly (Segment | null)[] = several ? [null, ...first.segments] : [first.segments[0] ?? null];
  return segments.map((segment) => {
    const maskOf = (labels: Uint8Array, all: readonly Segment[]) =>
      maskOn(labels, slices, perSlice, segment && (all.find(({ name }) => name === segment.name)?.number ?? 0));
    const pair = {
      a: maskOf(first.labels, first.segments),
      b: maskOf(second.labels, second.segments),
      size: [columns, rows, slices.length] as const,
      spacingMm: first.spacingMm,
    };
    const { each, pooled } = sliceOverlap(pair, tauMm);
    const levelOf = (slice: number) => [...a.levels, ...b.levels].find((level) => level.slice === slice)?.level ?? null;
    return {
      kind,
      readers,
      passes,
      caseCode,
      region: a.region,
      role: a.role,
      segment: segment?.name ?? null,
      tauMm,
      chosen,
      slices: each.map((overlap) => ({ ...overlap, slice: slices[overlap.slice]!, level: levelOf(slices[overlap.slice]!) })),
      pooled: read?.size === 0 ? { ...pooled, reason: "no slice was chosen by both readers" } : pooled,
      areaA: each.reduce((sum, { areaA }) => sum + areaA, 0),
      areaB: each.reduce((sum, { areaB }) => sum + areaB, 0),
    };
  });
}

/** The levels that both readers chose, in the order of the first one's. */
function chosenSlices(a: LockedDrawing, b: LockedDrawing, volume: Volume): ChosenSlices[] {
  return a.levels.flatMap(({ level, slice: sliceA }) => {
    const sliceB = b.levels.find((other) => other.level === level)?.slice;
    if (sliceB === undefined) return [];
    const [centreA, centreB] = [sliceCentreMm(volume, sliceA), sliceCentreMm(volume, sliceB)];
    const distanceMm = centreA && centreB && Math.hypot(...centreA.map((place, axis) => place - centreB[axis]!));
    return [{ level, sliceA, sliceB, distanceMm }];
  });
}
