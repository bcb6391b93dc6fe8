import { fitsRole, type SeriesFacts } from "../project/roleRule.ts";
import type { RoleRule } from "../project/region.ts";

/** What a series is for where fat is measured. */
export const fatRoles = ["fat", "water", "inPhase", "opposedPhase", "t1"] as const;
export type FatRole = (typeof fatRoles)[number];

export const fatRoleNames: Readonly<Record<FatRole, string>> = {
  fat: "Fat only",
  water: "Water only",
  inPhase: "In phase",
  opposedPhase: "Opposed phase",
  t1: "T1-weighted",
};

const rule = (parts: Partial<RoleRule>): RoleRule => ({
  descriptionHas: [],
  descriptionLacks: [],
  imageTypeHas: [],
  plane: null,
  ...parts,
});

/** No signals, or of fat that is suppressed. */
const noSignal = ["fraction", "pdff", "fatsat", "fat sat", "fat supp", "_fs", "-fs", "stir", "map", "r2*", "t2*"];

/**
 * How series are found, the surest rule first: by Image Type (PS3.3 C.7.6.1.1.2; Siemens writes W, F, IN_PHASE, OUT_PHASE or OPP_PHASE, GE WATER, FAT,
 * IN_PHASE, OUT_PHASE, Philips W, F, IP, OP), then by the description.
 */
const rules: Readonly<Record<FatRole, readonly RoleRule[]>> = {
  fat: [
    ...["FAT", "F"].map((value) => rule({ imageTypeHas: [value], descriptionLacks: ["fraction", "pdff"] })),
    rule({ descriptionHas: ["fat"], descriptionLacks: ["water", ...noSignal] }),
    rule({ descriptionHas: ["dixon", "_f"], descriptionLacks: ["water", "_fs", "_w"] }),
  ],
  water: [
    ...["WATER", "W"].map((value) => rule({ imageTypeHas: [value] })),
    rule({ descriptionHas: ["water"], descriptionLacks: ["fraction", "pdff", "map"] }),
    rule({ descriptionHas: ["dixon", "_w"] }),
  ],
  inPhase: [
    ...["IN_PHASE", "IP", "IN-PHASE"].map((value) => rule({ imageTypeHas: [value] })),
    ...["in phase", "in-phase", "inphase", "_in"].map((words) => rule({ descriptionHas: [words], descriptionLacks: ["opp", "out"] })),
  ],
  opposedPhase: [
    ...["OUT_PHASE", "OPP_PHASE", "OUT_OF_PHASE", "OP"].map((value) => rule({ imageTypeHas: [value] })),
    ...["opposed", "opp", "out of phase", "out-of-phase", "out phase"].map((words) => rule({ descriptionHas: [words] })),
  ],
  t1: [rule({ descriptionHas: ["t1"], descriptionLacks: ["dixon", "water", "contrast", "+gd", "_gd", "-gd", "flair", ...noSignal] })],
};

/**
 * The series that most likely has a role, of those given; undefined where none is like it. Of several that the surest rule describes it is the first one.
 */
export function findFatRole<Of extends { readonly facts: SeriesFacts }>(role: FatRole, series: readonly Of[]): Of | undefined {
  for (const each of rules[role]) {
    const found = series.find(({ facts }) => fitsRole(each, facts));
    if (found) return found;
  }
  return undefined;
}
