import { segmentPalette } from "./segmentPalette.ts";
import type { Segment } from "./segment.ts";

export type MuscleRegion = "thigh" | "calf";

/** A muscle of the lower limb that is drawn as a segment of its own. */
export interface Muscle {
  readonly code: string;
  /** The English name, lower case. */
  readonly name: string;
  readonly region: MuscleRegion;
  /** "#rrggbb" */
  readonly color: string;
}

const named: readonly (readonly [code: string, name: string, region: MuscleRegion])[] = [
  ["RFEM", "rectus femoris", "thigh"],
  ["VME", "vastus medialis", "thigh"],
  ["VIN", "vastus intermedius", "thigh"],
  ["VLA", "vastus lateralis", "thigh"],
  ["SAR", "sartorius", "thigh"],
  ["GR", "gracilis", "thigh"],
  ["AL", "adductor longus", "thigh"],
  ["AM", "adductor magnus", "thigh"],
  ["SMB", "semimembranosus", "thigh"],
  ["SMT", "semitendinosus", "thigh"],
  ["HBF", "biceps femoris", "thigh"],
  ["TA", "tibialis anterior", "calf"],
  ["PER", "peroneal", "calf"],
  ["TP", "tibialis posterior", "calf"],
  ["SOL", "soleus", "calf"],
  ["GASM", "gastrocnemius, medial head", "calf"],
  ["GASL", "gastrocnemius, lateral head", "calf"],
];

/** The eleven muscles of the thigh and the six of the calf that studies of muscle disease draw (myopathy MR; the Mercuri score rates the same ones). */
export const muscles: readonly Muscle[] = named.map(([code, name, region], index) => ({ code, name, region, color: segmentPalette[index]! }));

/**
 * The segments of a region's muscles on one side or both, named "RFEM right": the right leg's first, numbered from `firstNumber`.
 * A muscle has the same colour on both sides.
 */
export function muscleSegments(region: MuscleRegion, sides: readonly ("right" | "left")[], firstNumber = 1): Segment[] {
  const ofRegion = muscles.filter((muscle) => muscle.region === region);
  return sides.flatMap((side, at) =>
    ofRegion.map(({ code, color }, index) => ({ number: firstNumber + at * ofRegion.length + index, name: `${code} ${side}`, color, side })));
}
