import { PlainError } from "../plainError.ts";
import { createRandom, type Random } from "../../statistics/random.ts";
import { canonicalHash, type Sha256 } from "./canonicalHash.ts";

/** The seed (32 bits) for a purpose: the first eight hexadecimal digits of SHA-256 over the canonical JSON of the list. */
export function seedOf(parts: readonly (string | number)[], sha256: Sha256): number {
  return Number.parseInt(canonicalHash(parts, sha256).slice(0, 8), 16);
}

/** A list in random order (Fisher & Yates, in the form of Durstenfeld 1964): from the last place down, each changes with a place from the first to itself. */
export function shuffled<Item>(items: readonly Item[], random: Pick<Random, "index">): Item[] {
  const list = [...items];
  for (let place = list.length - 1; place > 0; place--) {
    const other = random.index(place + 1);
    [list[place], list[other]] = [list[other]!, list[place]!];
  }
  return list;
}

/** Who reads what for the how-manieth time. `cases` are the ids of cases; the order in which they are given has no effect. */
export interface OrderRequest {
  readonly project: string;
  readonly reader: string;
  /** From 1. */
  readonly pass: number;
  readonly cases: readonly string[];
  /** The same reader's order in the pass before, which this one must differ from; null in the first pass. */
  readonly earlier: readonly string[] | null;
}

/** An order, with the seed it is repeated from: it is stored and printed. */
export interface ReadingOrder {
  readonly seed: number;
  readonly order: readonly string[];
}

/**
 * The order in which a reader reads the cases of a pass, from a seed of project, reader, pass and attempt. Where it happens to be that of the pass
 * before (of the
 * cases of both), the next attempt is taken, so that two or more cases never come in the same order again.
 */
export function readingOrder({ project, reader, pass, cases, earlier }: OrderRequest, sha256: Sha256): ReadingOrder {
  const sorted = sortedIds(cases);
  const before = earlier?.filter((id) => sorted.includes(id)) ?? [];
  for (let attempt = 1; ; attempt++) {
    const seed = seedOf(["reading order", project, reader, pass, attempt], sha256);
    const order = shuffled(sorted, createRandom(seed));
    const again = order.filter((id) => before.includes(id));
    if (before.length < 2 || again.some((id, place) => id !== before[place])) return { seed, order };
  }
}

/**
 * The cases of a pass that is of `size` of them only, at random from a seed of project and pass: the same for every reader. Throws PlainError where there are
 * fewer cases than that.
 */
export function subsetOfCases(
  { project, pass, cases, size }: Pick<OrderRequest, "project" | "pass" | "cases"> & { readonly size: number },
  sha256: Sha256,
): { readonly seed: number; readonly cases: readonly string[] } {
  if (size > cases.length)
    throw new PlainError(
      `Pass ${pass} is of a random subset of ${size} cases, but the project has ${cases.length}. Add cases, or make the subset smaller.`,
    );
  const seed = seedOf(["subset of cases", project, pass], sha256);
  return { seed, cases: sortedIds(shuffled(sortedIds(cases), createRandom(seed)).slice(0, size)) };
}

/** By code units, so that it is the same on every machine. */
function sortedIds(ids: readonly string[]): string[] {
  return ids.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
