/** What is wrong at a field of the protocol, or within it, by its path from the part that a form shows; undefined where nothing is. */
export type ErrorAt = (...path: readonly PropertyKey[]) => string | undefined;

/** The same, with paths from a part of that part. */
export function within(errorAt: ErrorAt, ...part: readonly PropertyKey[]): ErrorAt {
  return (...path) => errorAt(...part, ...path);
}
