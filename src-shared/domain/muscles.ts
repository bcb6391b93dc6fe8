import { leftSegmentPalette, segmentPalette } from "./segmentPalette.ts";
import type { Segment } from "./segment.ts";

export type MuscleRegion = "thigh" | "calf";

/** A muscle of the lower limb that is drawn as a segment of its own. */
export interface Muscle {
  readonly code: string;
  /** The English name, lower case. */
  readonly name: string;
  readonly region: MuscleRegion;
  /** Of the right one and of the left one, "#rrggbb". */
  readonly colors: { readonly right: string; readonly left: string };
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
  ["GASM", "gastrocnemius medial head", "calf"],
  ["GASL", "gastrocnemius lateral head", "calf"],
];

/** The eleven muscles of the thigh and the six of the calf that studies of muscle disease draw (myopathy MR; the Mercuri score rates the same ones). */
export const muscles: readonly Muscle[] = named.map(([code, name, region], index) => ({
  code,
  name,
  region,
  colors: { right: segmentPalette[index]!, left: leftSegmentPalette[index]! },
}));

/** The segments of a region's muscles on one side or both, named "rectus femoris right": the right leg's first, numbered from `firstNumber`. */
export function muscleSegments(region: MuscleRegion, sides: readonly ("right" | "left")[], firstNumber = 1): Segment[] {
  const ofRegion = muscles.filter((muscle) => muscle.region === region);
  return sides.flatMap((side, at) =>
    ofRegion.map(({ name, colors }, index) => ({
      number: firstNumber + at * ofRegion.length + index,
      name: `${name} ${side}`,
      color: colors[side],
      side,
    })),
  );
}

/** The short name of a muscle's segment, which is what earlier versions called it: "RFEM right" for "rectus femoris right". The name itself for any other. */
export function shortMuscleName(name: string): string {
  const [, whole = "", side = ""] = /^(.*) (right|left)$/.exec(name) ?? [];
  const muscle = muscles.find((each) => each.name === whole);
  return muscle ? `${muscle.code} ${side}` : name;
}
