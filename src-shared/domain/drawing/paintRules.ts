/** Over what a stroke paints: everything, only background, only voxels of chosen segments, or only voxels of none of the chosen segments. */
export const paintOvers = ["all", "background", "inside", "outside"] as const;
export type PaintOver = (typeof paintOvers)[number];

/** The reader's rule of painting. Locked segments keep their voxels whatever it says. */
export interface PaintRule {
  readonly over: PaintOver;
  /** The segments that "inside" and "outside" are about. */
  readonly chosen: ReadonlySet<number>;
  /** Only voxels with values in this range, both ends included, are painted or erased; null for any. */
  readonly range: readonly [number, number] | null;
}

/** Paints over everything that is not locked. */
export const paintOverAll: PaintRule = { over: "all", chosen: new Set(), range: null };

/** Paints on background only. */
export const paintOnBackground: PaintRule = { ...paintOverAll, over: "background" };

/** Which voxels a stroke may change. */
export interface PaintRules {
  /** The segment that voxels are given to. */
  readonly activeSegment: number;
  /** Segments that keep their voxels. */
  readonly locked: ReadonlySet<number>;
  readonly rule: PaintRule;
}

/** True where a voxel's value is in the rule's range; false where there is a range and the value is not known. */
export function isInRange({ range }: Pick<PaintRule, "range">, value: number | undefined): boolean {
  return range === null || (value !== undefined && value >= range[0] && value <= range[1]);
}

/** True where a stroke may give a voxel that holds `current` to the active segment. */
export function mayTake(current: number, { activeSegment, locked, rule: { over, chosen } }: PaintRules): boolean {
  if (locked.has(activeSegment) || current === activeSegment || locked.has(current)) return false;
  if (over === "background") return current === 0;
  if (over === "inside") return chosen.has(current);
  return over === "all" || !chosen.has(current);
}

/** True where the eraser may clear a voxel that holds `current`: only the active segment's own voxels, so that neighbours stay as they are. */
export function mayErase(current: number, { activeSegment, locked }: Pick<PaintRules, "activeSegment" | "locked">): boolean {
  return current === activeSegment && !locked.has(current);
}

/** What an operation made of labels, within the rules. */
export interface RuledLabels {
  readonly labels: Uint8Array;
  /** Voxels that each segment gained and lost, by its number. */
  readonly gained: ReadonlyMap<number, number>;
  readonly lost: ReadonlyMap<number, number>;
  readonly changed: number;
  /** Voxels that a lock or the rule kept as they are. */
  readonly kept: number;
}

/**
 * Takes over wanted labels voxel by voxel where the rules allow it: a voxel goes to another segment as a stroke in that segment would take it, and
 * becomes background where its own segment is not locked.
 * @param values of the voxels; needed with a range
 */
export function withinRules(
  before: Uint8Array,
  wanted: Uint8Array,
  { locked, rule }: Omit<PaintRules, "activeSegment">,
  values: ArrayLike<number> | null,
): RuledLabels {
  const labels = before.slice();
  const [gained, lost] = [new Map<number, number>(), new Map<number, number>()];
  let [changed, kept] = [0, 0];
  for (let index = 0; index < labels.length; index++) {
    const [current, next] = [before[index]!, wanted[index]!];
    if (current === next) continue;
    const may = next === 0 ? !locked.has(current) : mayTake(current, { activeSegment: next, locked, rule });
    if (!may || !isInRange(rule, values?.[index])) {
      kept++;
      continue;
    }
    labels[index] = next;
    changed++;
    if (next !== 0) gained.set(next, (gained.get(next) ?? 0) + 1);
    if (current !== 0) lost.set(current, (lost.get(current) ?? 0) + 1);
  }
  return { labels, gained, lost, changed, kept };
}
