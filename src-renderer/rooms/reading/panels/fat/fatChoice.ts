import type { FatMethod, FatSeriesChoice } from "#shared/api/fat.ts";
import type { FatRole } from "#shared/domain/fat/fatRoles.ts";

/** What the reader set in the form. */
export interface FatChoice {
  readonly kind: FatMethod["kind"];
  readonly roles: Readonly<Partial<Record<FatRole, string>>>;
  /** As typed; empty where it is to be estimated. */
  readonly noiseLimit: string;
}

export const methodNames: Readonly<Record<FatMethod["kind"], string>> = {
  "fat and water": "Dixon: fat and water",
  phases: "Dixon: in and opposed phase",
  threshold: "T1: two classes, Otsu",
  mixture: "T1: two classes, Gaussian mixture",
  area: "Area and volume only",
};

/** The roles of a method's series. */
export const rolesOfMethod: Readonly<Record<FatMethod["kind"], readonly FatRole[]>> = {
  "fat and water": ["fat", "water"],
  phases: ["inPhase", "opposedPhase"],
  threshold: ["t1"],
  mixture: ["t1"],
  area: [],
};

/** The choice to begin with: the best method of which all series were found. */
export function firstChoice({ guessed }: FatSeriesChoice): FatChoice {
  const kind = (["fat and water", "phases", "threshold"] as const).find((each) =>
    rolesOfMethod[each].every((role) => guessed[role] !== undefined),
  );
  return { kind: kind ?? "area", roles: guessed, noiseLimit: "" };
}

/** The choice as it is asked for; what is missing in it, in words, where it cannot be. */
export function methodOf({ kind, roles }: FatChoice): FatMethod | { readonly missing: string } {
  const [first, second] = rolesOfMethod[kind].map((role) => roles[role]);
  const missing = { missing: "Choose the series." };
  if (kind === "area") return { kind };
  if (first === undefined) return missing;
  if (kind === "threshold" || kind === "mixture") return { kind, t1: first };
  if (second === undefined) return missing;
  if (first === second) return { missing: "Both are the same series: choose two." };
  return kind === "phases" ? { kind, inPhase: first, opposedPhase: second } : { kind, fat: first, water: second };
}

/** The limit that was typed, null where none was; undefined where it is no number from 0 on. A decimal comma is one. */
export function noiseLimitOf(typed: string): number | null | undefined {
  if (typed.trim() === "") return null;
  const value = Number(typed.trim().replace(",", "."));
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}
