import { PlainError } from "#shared/domain/plainError.ts";

const mostFaults = 10;

/** Everything that is wrong with what cases or levels were to be made of, by row and column. */
export function faultsError(source: string, faults: readonly string[], outcome = "No case was added."): PlainError {
  const more = faults.length > mostFaults ? [`and ${faults.length - mostFaults} more`] : [];
  const lines = [...faults.slice(0, mostFaults), ...more].map((fault) => `\n  ${fault}.`).join("");
  return new PlainError(`${source} cannot be used. ${outcome}${lines}`);
}
