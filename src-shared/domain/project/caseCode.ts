import { codeAlphabet } from "../codeAlphabet.ts";
import { shuffled } from "./readingOrder.ts";

/** Characters of a case code: 27^6 is 387 million. */
const length = 6;

/** A case code as it is written. */
export const caseCodePattern = new RegExp(`^[${codeAlphabet}]{${length}}$`);

/**
 * A new code for each case, at random and none that is in `taken` (all codes of the project, of every pass): what a code is says nothing of its case.
 * The pairs come in random order too, so that rows that are written in it do not tell which case was added first. `randomIndex` answers a whole
 * number from 0 up
 * to, not including, its argument, from a source that cannot be guessed (crypto.randomInt): a seed would let anybody who knows it work the codes out.
 */
export function makeCaseCodes(
  cases: readonly string[],
  taken: ReadonlySet<string>,
  randomIndex: (count: number) => number,
): { readonly case: string; readonly code: string }[] {
  const used = new Set(taken);
  return shuffled(cases, { index: randomIndex }).map((id) => {
    let code: string;
    do code = Array.from({ length }, () => codeAlphabet[randomIndex(codeAlphabet.length)]).join("");
    while (used.has(code));
    used.add(code);
    return { case: id, code };
  });
}
