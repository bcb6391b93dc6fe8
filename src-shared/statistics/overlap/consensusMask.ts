import { majority, patternAt, staple, votePatterns, type Staple } from "./consensus.ts";
import { countVoxels, diceOf } from "./maskPair.ts";

/** How drawings of three readers or more become one. */
export const consensusMethods = ["majority", "STAPLE"] as const;
export type ConsensusMethod = (typeof consensusMethods)[number];

export interface ConsensusMask {
  /** 1 where the consensus is. */
  readonly mask: Uint8Array;
  /** How sure each voxel is: the share of the votes, or STAPLE's probability. */
  readonly weight: Float64Array;
  /** Voxels that exactly half of the readers have: the majority leaves them out. 0 of STAPLE. */
  readonly ties: number;
  /** Of each reader against the consensus; null where both are empty. */
  readonly dice: readonly (number | null)[];
  /** What STAPLE estimated of each reader, within the box that it was computed over; null of the majority, and where nothing is drawn. */
  readonly staple: Pick<Staple, "sensitivity" | "specificity" | "iterations"> | null;
}

/**
 * The consensus of masks of one lattice (1 where a reader drew, i fastest): what more than half of them have, or where STAPLE's probability is at least 0.5.
 * STAPLE is computed over the smallest box that holds all masks, with one voxel of background around it in the plane, as background far away raises every
 * specificity. Throws RangeError for fewer than three masks: two readers' drawings are adjudicated.
 */
export function consensusMask(
  masks: readonly Uint8Array[],
  size: readonly [number, number, number],
  method: ConsensusMethod,
): ConsensusMask {
  if (masks.length < 3) throw new RangeError("a consensus by rule is of three masks or more");
  const length = masks[0]!.length;
  const voted = majority(masks);
  const box = method === "STAPLE" ? boxOf(masks, size) : null;
  const found = box && staple(votePatterns(masks.map((mask) => take(mask, size, box))));
  const weight = Float64Array.from({ length }, (_, at) =>
    found
      ? patternAt(masks, at) === 0
        ? 0
        : found.probability[patternAt(masks, at)]!
      : masks.reduce((sum, mask) => sum + mask[at]!, 0) / masks.length,
  );
  const mask = Uint8Array.from({ length }, (_, at) => ((found ? weight[at]! >= 0.5 : voted[at] === 1) ? 1 : 0));
  return {
    mask,
    weight,
    ties: method === "majority" ? voted.filter((vote) => vote === 255).length : 0,
    dice: masks.map((own) => diceOf(countVoxels(own, mask))),
    staple: found && { sensitivity: found.sensitivity, specificity: found.specificity, iterations: found.iterations },
  };
}

type Box = readonly [low: readonly number[], high: readonly number[]];

/** The box that holds all masks; null where nothing is drawn. */
function boxOf(masks: readonly Uint8Array[], [columns, rows]: readonly [number, number, number]): Box | null {
  const [low, high] = [
    [Infinity, Infinity, Infinity],
    [-1, -1, -1],
  ];
  for (let at = 0; at < masks[0]!.length; at++) {
    if (!masks.some((mask) => mask[at] === 1)) continue;
    const place = [at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))];
    place.forEach((value, axis) => {
      low[axis] = Math.min(low[axis]!, value);
      high[axis] = Math.max(high[axis]!, value);
    });
  }
  return high[0]! < 0 ? null : [low, high];
}

/** A mask cut to a box, with an empty voxel on every side in the plane, also where the image ends. */
function take(mask: Uint8Array, [columns, rows]: readonly [number, number, number], [low, high]: Box): Uint8Array {
  const [width, height] = [high[0]! - low[0]! + 1, high[1]! - low[1]! + 1];
  const part = new Uint8Array((width + 2) * (height + 2) * (high[2]! - low[2]! + 1));
  for (let k = low[2]!; k <= high[2]!; k++)
    for (let j = low[1]!; j <= high[1]!; j++) {
      const from = (k * rows + j) * columns + low[0]!;
      part.set(mask.subarray(from, from + width), ((k - low[2]!) * (height + 2) + j - low[1]! + 1) * (width + 2) + 1);
    }
  return part;
}
