import { casesToAdjudicate } from "#shared/domain/project/adjudication.ts";
import type { Answer, Answers } from "#shared/domain/project/answer.ts";
import type { ConsensusAsked } from "#shared/domain/project/consensus.ts";
import { cellInWords, formCells } from "#shared/domain/project/formCells.ts";
import type { AdjudicationRule, Protocol } from "#shared/domain/project/protocol.ts";
import type { Region } from "#shared/domain/project/region.ts";
import { gradePosition } from "#shared/domain/project/scale.ts";
import { segmentsToDraw } from "#shared/domain/project/segmentsToDraw.ts";
import { labelCounts, type LabelCounts } from "#shared/domain/labelCounts.ts";
import { diceOf, type Counts } from "#shared/statistics/overlap/maskPair.ts";
import { isReaders } from "../readings/createReadingLevels.ts";
import type { LevelSlices } from "../readings/levelSlices.ts";

/** What is drawn on one image: runs (src-shared/domain/runLength) by slice, and how many voxels a slice has. */
export interface Drawn {
  readonly slices: ReadonlyMap<number, Uint8Array>;
  readonly voxels: number;
}

/** A locked reading as it is compared with the other one. */
export interface ComparedReading {
  readonly answers: Answers;
  /** Undefined where nothing was drawn on the image of a role. */
  readonly drawn: (region: string, role: string) => Drawn | undefined;
}

interface Compared {
  readonly protocol: Protocol;
  /** By region: see sharedLevels. */
  readonly levels: ReadonlyMap<string, readonly LevelSlices[]>;
  readonly a: ComparedReading;
  readonly b: ComparedReading;
}

/**
 * What the protocol's rule asks of two readings of a case: grades that differ by so much, and images on which the Dice of a segment, on one slice or pooled
 * over all, lies below the limit. Where each reader chose the levels, on slices alone that both chose. Undefined where it asks for nothing.
 */
export function whyAdjudicate(compared: Compared): ConsensusAsked | undefined {
  const { protocol } = compared;
  const rule = protocol.agreement.adjudication;
  const scores = reasonsOf(rule, { grades: gradesOf(compared), overlaps: [] });
  const drawings = protocol.regions.flatMap((region) =>
    region.roles
      .filter(({ use }) => use !== "shown beside")
      .map((role) => ({
        region: region.id,
        role: role.id,
        reasons: rule.diceBelow === null ? [] : reasonsOf(rule, { grades: [], overlaps: overlapsOf(compared, region, role) }),
      }))
      .filter(({ reasons }) => reasons.length > 0),
  );
  return scores.length + drawings.length === 0 ? undefined : { scores, drawings };
}

type Compare = Omit<Parameters<typeof casesToAdjudicate>[1][number], "code">;
const reasonsOf = (rule: AdjudicationRule, compared: Compare): readonly string[] =>
  casesToAdjudicate(rule, [{ code: "", ...compared }])[0]?.reasons ?? [];

/** Fields that both readers answered, by a grade or as not assessable. */
function gradesOf({ protocol: { forms, regions }, a, b }: Compared): Compare["grades"] {
  return forms.flatMap((form) =>
    formCells(form, regions).flatMap((cell) => {
      const { kind } = cell.item;
      const given = [a.answers.get(cell.key), b.answers.get(cell.key)];
      if (kind.type !== "grade" || given.includes(undefined)) return [];
      const scale = form.scales.find(({ id }) => id === kind.scale)!;
      const positionOf = (answer: Answer) => (answer.type === "grade" ? gradePosition(scale, answer.value) : null);
      return [{ about: cellInWords(cell), positions: given.map((answer) => positionOf(answer!)) }];
    }),
  );
}

/** Dice of each segment over all slices that are compared and either reader drew on, and where these are several, on each of them. */
function overlapsOf({ levels, a, b }: Compared, region: Region, role: Region["roles"][number]): Compare["overlaps"] {
  const [drawnA, drawnB] = [a.drawn(region.id, role.id), b.drawn(region.id, role.id)];
  const voxels = (drawnA ?? drawnB)?.voxels ?? 0;
  const levelAt = (slice: number) => levels.get(region.id)?.find(({ slices }) => slices[role.id] === slice)?.level;
  const indices = [...new Set([...(drawnA?.slices.keys() ?? []), ...(drawnB?.slices.keys() ?? [])])]
    .filter((slice) => !isReaders(region) || levelAt(slice) !== undefined)
    .toSorted((one, other) => one - other);
  const bySlice = indices.map((slice) => ({ slice, counts: labelCounts(drawnA?.slices.get(slice), drawnB?.slices.get(slice), voxels) }));
  const nameAt = (slice: number) => region.levels.find(({ id }) => id === levelAt(slice))?.name ?? `slice ${slice + 1}`;
  return segmentsToDraw(region.drawing).flatMap(({ name, number }) => {
    const about = `${name}, ${region.name}, ${role.name}`;
    const drawn = bySlice.filter(({ counts }) => counts.has(number));
    const pooled = { about, dice: diceOf(sumOf(drawn.map(({ counts }) => counts.get(number)!))) };
    if (drawn.length < 2) return [pooled];
    return [pooled, ...drawn.map(({ slice, counts }) => ({ about: `${about}, ${nameAt(slice)}`, dice: diceAt(counts, number) }))];
  });
}

const diceAt = (counts: LabelCounts, label: number) => diceOf(counts.get(label)!);

const sumOf = (all: readonly Counts[]): Counts =>
  all.reduce((sum, { a, b, both }) => ({ a: sum.a + a, b: sum.b + b, both: sum.both + both }), { a: 0, b: 0, both: 0 });
