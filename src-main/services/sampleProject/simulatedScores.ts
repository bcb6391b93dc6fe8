import { createRandom, type MercuriGrade } from "../sample/index.ts";

/** The grade of a number in [0, 1): each as often as its probability says. */
export function drawnGrade(probabilities: readonly number[], uniform: number): MercuriGrade {
  let rest = uniform;
  for (const [grade, probability] of probabilities.entries()) {
    if (rest < probability) return grade as MercuriGrade;
    rest -= probability;
  }
  // Rounding: the last one that can be.
  return probabilities.findLastIndex((probability) => probability > 0) as MercuriGrade;
}

/** What is scored: by whom, in which pass, which muscle of which case. */
export interface ScoreRequest {
  readonly seed: number;
  /** From 1. */
  readonly readerNumber: number;
  readonly pass: number;
  readonly caseKey: string;
  /** "RFEM/right" */
  readonly muscle: string;
  readonly truth: MercuriGrade;
}

/**
 * The grade that a simulated reader gives: drawn from the reader's confusion of the true grade. A later pass repeats the first one's grade for the share
 * `repeats` of muscles, else it is drawn anew: the confusion of each pass by itself is the same.
 */
export function simulatedScore(
  { confusion, repeats }: { readonly confusion: readonly (readonly number[])[]; readonly repeats: number },
  { seed, readerNumber, pass, caseKey, muscle, truth }: ScoreRequest,
): MercuriGrade {
  const inPass = (of: number) => createRandom(seed, `${caseKey}/score/${readerNumber}/${of}/${muscle}`);
  const random = inPass(pass);
  const own = drawnGrade(confusion[truth]!, random.uniform());
  if (pass === 1 || random.uniform() >= repeats) return own;
  return drawnGrade(confusion[truth]!, inPass(1).uniform());
}
