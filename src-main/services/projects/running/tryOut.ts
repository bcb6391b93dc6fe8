/** Ends a write, so that nothing of it stays. */
class TriedOut extends Error {}

/**
 * Does a write and, where it is only to be tried, takes all of it back: what is answered is what it would have done. `write` calls the work that it is
 * given within its transaction.
 */
export function tryOut<Result>(isDryRun: boolean, write: (work: (result: Result) => Result) => Result): Result {
  let tried: { readonly result: Result } | undefined;
  try {
    return write((result) => {
      if (!isDryRun) return result;
      tried = { result };
      throw new TriedOut();
    });
  } catch (error) {
    if (error instanceof TriedOut && tried) return tried.result;
    throw error;
  }
}
