/** Readers against each other in one pass, passes of one reader against each other, or two of several of them. */
export interface ReaderComparison {
  readonly kind: "inter" | "intra" | "pair";
  /** In the order of differences: first minus second. */
  readonly readers: readonly string[];
  /** Empty where passes are not told apart. */
  readonly passes: readonly string[];
  /** What is compared: slotOf each reader and pass, in the order of differences. */
  readonly slots: readonly string[];
}

/** The name of what one reader did in one pass. */
export function slotOf(reader: string, pass: string): string {
  return JSON.stringify([reader, pass]);
}

/**
 * All readers of each pass, and all passes of each reader; where these are more than two, every pair of them as well. `present` holds the slots of which
 * anything was read; without `hasPasses` the only pass has the name "".
 */
export function readerComparisons({
  readers,
  passes,
  present,
  hasPasses,
}: {
  readonly readers: readonly string[];
  readonly passes: readonly string[];
  readonly present: ReadonlySet<string>;
  readonly hasPasses: boolean;
}): ReaderComparison[] {
  const comparison = (kind: ReaderComparison["kind"], some: readonly (readonly [reader: string, pass: string])[]): ReaderComparison => ({
    kind,
    readers: [...new Set(some.map(([reader]) => reader))],
    passes: hasPasses ? [...new Set(some.map(([, pass]) => pass))] : [],
    slots: some.map(([reader, pass]) => slotOf(reader, pass)),
  });
  const withPairs = (kind: "inter" | "intra", all: readonly (readonly [string, string])[]) => {
    const own = all.filter(([reader, pass]) => present.has(slotOf(reader, pass)));
    return [
      ...(own.length > 1 ? [comparison(kind, own)] : []),
      ...(own.length > 2 ? own.flatMap((one, at) => own.slice(at + 1).map((other) => comparison("pair", [one, other]))) : []),
    ];
  };
  return [
    ...passes.flatMap((pass) =>
      withPairs(
        "inter",
        readers.map((reader) => [reader, pass]),
      ),
    ),
    ...readers.flatMap((reader) =>
      withPairs(
        "intra",
        passes.map((pass) => [reader, pass]),
      ),
    ),
  ];
}
