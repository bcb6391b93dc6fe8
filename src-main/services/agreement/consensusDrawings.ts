import type { ConsensusOfDrawing } from "#shared/api/agreement.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import { consensusMask, type ConsensusMethod } from "#shared/statistics/overlap/consensusMask.ts";
import type { LockedDrawing, LockedReading, LockedStudy } from "../projects/index.ts";
import { yieldThread } from "../system/index.ts";
import type { DrawingSources } from "./drawingSources.ts";
import { createLabelReader, isDrawnOn, maskOn, type DrawnLabels } from "./drawnLabels.ts";

/** One series of a case that is drawn on. */
export interface DrawnSeries {
  readonly caseCode: string;
  readonly region: string;
  readonly role: string;
}

/** A consensus as a label map, i fastest, on the grid of the volume. */
export interface ConsensusLabels {
  readonly volumeId: string;
  readonly labels: Uint8Array;
}

type Drawn = { readonly reading: LockedReading; readonly drawing: LockedDrawing };

/**
 * The consensus of the first readings of three readers or more, segment by segment on the slices that are read (where each reader chose the levels, on those
 * that all chose), and how each reader's drawing agrees with it. The readings stay as they are: agreement between readers is never computed from a consensus.
 * Cases that fewer than three readers have read are left out. Throws the signal's reason where it is aborted.
 */
export async function consensusDrawings(
  sources: DrawingSources,
  study: Pick<LockedStudy, "protocol" | "readings">,
  method: ConsensusMethod,
  signal?: AbortSignal,
): Promise<ConsensusOfDrawing[]> {
  const found: ConsensusOfDrawing[] = [];
  for (const [series, drawn] of groupsOf(study).values()) {
    signal?.throwIfAborted();
    await yieldThread();
    found.push(...(await consensusOf(sources, study, { series, drawn }, method)).map(({ consensus }) => consensus));
  }
  return found;
}

/** The consensus of one series of a case. Throws PlainError where fewer than three readers drew on it. */
export async function consensusLabels(
  sources: DrawingSources,
  study: Pick<LockedStudy, "protocol" | "readings">,
  series: DrawnSeries,
  method: ConsensusMethod,
): Promise<ConsensusLabels> {
  const drawn = groupsOf(study).get(keyOf(series))?.[1];
  const own = drawn ? await consensusOf(sources, study, { series, drawn }, method) : [];
  const [first] = own;
  if (!first) throw new PlainError("Fewer than three readers have drawn on this series of the case: there is no consensus by rule.");
  const labels = new Uint8Array(first.length);
  const best = new Float64Array(first.length);
  for (const { number, slices, perSlice, mask, weight } of own)
    mask.forEach((isIn, at) => {
      const place = slices[Math.floor(at / perSlice)]! * perSlice + (at % perSlice);
      // Where segments meet, STAPLE may give a voxel to both.
      if (isIn === 0 || weight[at]! <= best[place]!) return;
      labels[place] = number;
      best[place] = weight[at]!;
    });
  return { volumeId: first.volumeId, labels };
}

const keyOf = ({ caseCode, region, role }: DrawnSeries): string => JSON.stringify([caseCode, region, role]);

/** The series that three readers or more drew on in the first pass. */
function groupsOf({ readings }: Pick<LockedStudy, "readings">): ReadonlyMap<string, readonly [DrawnSeries, readonly Drawn[]]> {
  const all = readings
    .filter(({ pass }) => pass === 1)
    .flatMap((reading) =>
      reading.drawings.map((drawing) => ({
        reading,
        drawing,
        series: { caseCode: reading.caseCode, region: drawing.region, role: drawing.role },
      })),
    );
  const groups = [...Map.groupBy(all, ({ series }) => keyOf(series))].filter(([, own]) => own.length >= 3);
  return new Map(
    groups.map(([key, own]) => [key, [own[0]!.series, own.toSorted((a, b) => a.reading.readerNumber - b.reading.readerNumber)]]),
  );
}

async function consensusOf(
  sources: DrawingSources,
  { protocol }: Pick<LockedStudy, "protocol">,
  { series, drawn }: { readonly series: DrawnSeries; readonly drawn: readonly Drawn[] },
  method: ConsensusMethod,
) {
  const read = createLabelReader(sources);
  const maps = await Promise.all(drawn.map(({ drawing }) => read(drawing)));
  const [first] = maps as [DrawnLabels];
  // Drawn on a series that was replaced: these are no votes on one image.
  if (maps.some(({ volumeId }) => volumeId !== first.volumeId)) return [];
  const [columns, rows, count] = first.size;
  const perSlice = columns * rows;
  const chosen = drawn.map(({ drawing }) => drawing.levels.map(({ slice }) => slice));
  const isReaders = protocol.regions.find(({ id }) => id === series.region)?.levelsChosenBy === "reader";
  const isRead = (k: number) =>
    chosen.every((own) => own.length === 0) || (isReaders ? chosen.every((own) => own.includes(k)) : chosen.some((own) => own.includes(k)));
  const slices = Array.from({ length: count }, (_, k) => k).filter(
    (k) => isRead(k) && maps.some(({ labels }) => isDrawnOn(labels, k, perSlice)),
  );
  const area = first.spacingMm[0] * first.spacingMm[1];
  return first.segments.map(({ name, number }) => {
    const masks = maps.map(({ labels, segments }) =>
      maskOn(labels, slices, perSlice, segments.find((segment) => segment.name === name)?.number ?? 0),
    );
    const { mask, weight, ties, dice, staple } = consensusMask(masks, [columns, rows, slices.length], method);
    const consensus: ConsensusOfDrawing = {
      ...series,
      segment: name,
      method,
      slices: slices.length,
      area: area * mask.reduce((sum, isIn) => sum + isIn, 0),
      tiedArea: area * ties,
      readers: drawn.map(({ reading }, at) => ({
        readerNumber: reading.readerNumber,
        dice: dice[at]!,
        sensitivity: staple?.sensitivity[at] ?? null,
        specificity: staple?.specificity[at] ?? null,
      })),
    };
    return { consensus, number, volumeId: first.volumeId, length: first.labels.length, slices, perSlice, mask, weight };
  });
}
