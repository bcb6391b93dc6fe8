/**
 * Ends this process as a fault of native code would (SIGABRT) at the task of the number that FASCICLE_ENGINE_ABORT names, from 1 in the order in which
 * tasks were given to the pool. For the tests of what becomes of the others: whoever starts the program sets its environment, and no file, page or
 * request does.
 */
export function abortWhereAsked(number: number): void {
  if (process.env["FASCICLE_ENGINE_ABORT"] === String(number)) process.abort();
}
