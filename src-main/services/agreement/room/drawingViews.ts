import type { ComparisonName, DrawingsInShort, ReadingPair } from "#shared/api/agreement.ts";
import { comparisonKey, comparisonsOfReadings, slotOfReading } from "#shared/domain/agreement/analysedReading.ts";
import { PlainError } from "#shared/domain/plainError.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { LockedReading, LockedStudy } from "../../projects/index.ts";
import type { DrawingAgreement } from "../drawingAgreement.ts";
import type { DrawingSources } from "../drawingSources.ts";

/** The drawings of one comparison, by its key; of the first one where there is none of the key. */
export function drawingsInShort({ protocol, readings }: LockedStudy, { overlaps, notes }: DrawingAgreement, key: string): DrawingsInShort {
  const comparisons = comparisonsOfReadings(readings)
    .filter(({ slots }) => slots.length === 2)
    .map(({ kind, readers, passes }): ComparisonName => ({ kind, readers, passes }));
  const asked = comparisons.some((comparison) => comparisonKey(comparison) === key) ? key : comparisons[0] && comparisonKey(comparisons[0]);
  return {
    comparisons,
    overlaps: overlaps
      .filter((overlap) => comparisonKey(overlap) === asked)
      .map(({ caseCode, region, role, segment, tauMm, areaA, areaB, chosen, pooled, slices }) => ({
        caseCode,
        region,
        role,
        words: wordsOf(protocol, region, role),
        segment,
        tauMm,
        areaA,
        areaB,
        chosen,
        dice: pooled.dice,
        hd95: pooled.hd95,
        assd: pooled.assd,
        slicesBoth: pooled.slicesBoth,
        slicesOnlyA: pooled.slicesOnlyA,
        slicesOnlyB: pooled.slicesOnlyB,
        reason: pooled.reason,
        slices: slices.map(({ slice, level, dice, hd95, assd, surfaceDice, areaA: a, areaB: b, reason }) => ({
          slice,
          level: level === null ? null : levelName(protocol, region, level),
          dice,
          hd95,
          assd,
          surfaceDice,
          areaA: a,
          areaB: b,
          reason,
        })),
      })),
    notes,
  };
}

/** "thigh, T1-weighted"; the ids where the protocol has them no more. */
function wordsOf({ regions }: Protocol, regionId: string, roleId: string): string {
  const region = regions.find(({ id }) => id === regionId);
  return `${region?.name ?? regionId}, ${region?.roles.find(({ id }) => id === roleId)?.name ?? roleId}`;
}

function levelName({ regions }: Protocol, regionId: string, levelId: string): string {
  return regions.find(({ id }) => id === regionId)?.levels.find(({ id }) => id === levelId)?.name ?? levelId;
}

/** Where the image of a drawing is found. */
export interface PairSources {
  readonly segmentations: Pick<DrawingSources["segmentations"], "describe">;
  readonly volumes: DrawingSources["volumes"];
}

/** Where to find what two readings drew on an image of a case. Throws PlainError where one of them did not. */
export function readingPair(
  { segmentations, volumes }: PairSources,
  { protocol, readings }: LockedStudy,
  asked: { readonly comparison: string; readonly caseCode: string; readonly region: string; readonly role: string },
): ReadingPair {
  const pair = comparisonsOfReadings(readings).find((comparison) => comparisonKey(comparison) === asked.comparison);
  const found = (pair?.slots ?? []).map((slot) =>
    readings.find((reading) => reading.caseCode === asked.caseCode && slotOfReading(reading) === slot),
  );
  const drawn = found.map((reading) => reading?.drawings.find(({ region, role }) => region === asked.region && role === asked.role));
  const [first] = drawn;
  const region = protocol.regions.find(({ id }) => id === asked.region);
  const role = region?.roles.find(({ id }) => id === asked.role);
  if (!first || !region || !role || drawn.some((drawing) => !drawing))
    throw new PlainError("These readings have no two drawings of this case any more: open the table again.");
  const { id, columns, rows, slices, spacingMm, samplesPerPixel, invert, window } = volumes.describe(
    segmentations.describe(first.segmentationId).volumeId,
  );
  return {
    caseCode: asked.caseCode,
    words: wordsOf(protocol, asked.region, asked.role),
    volume: { id, columns, rows, slices, spacingMm, samplesPerPixel, invert, window: role.window ?? window },
    drawings: drawn.map((drawing, at) => ({ words: readingInWords(found[at]!), segmentationId: drawing!.segmentationId })),
    levels: first.levels.map(({ level, slice }) => ({ level: levelName(protocol, asked.region, level), slice })),
  };
}

const readingInWords = ({ readerNumber, pass }: LockedReading): string => `reader ${readerNumber}, pass ${pass}`;
