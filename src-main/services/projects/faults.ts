import { PlainError } from "#shared/domain/plainError.ts";

const mostFaults = 10;

/** Everything that is wrong with what cases were to be made of, by row and column. */
export function faultsError(source: string, faults: readonly string[]): PlainError {
  const more = faults.length > mostFaults ? [`and ${faults.length - mostFaults} more`] : [];
  const lines = [...faults.slice(0, mostFaults), ...more].map((fault) => `\n  ${fault}.`).join("");
  return new PlainError(`${source} cannot be used. No case was added.${lines}`);
}
