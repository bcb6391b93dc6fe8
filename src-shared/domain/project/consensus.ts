import canonicalize from "canonicalize";
import type { Answers } from "./answer.ts";

/** What a consensus of a case is asked for, with why; each may be empty, not both. */
export interface ConsensusAsked {
  /** Why scores are decided: all of them that differ then are. */
  readonly scores: readonly string[];
  /** The images that are drawn anew. */
  readonly drawings: readonly { readonly region: string; readonly role: string; readonly reasons: readonly string[] }[];
}

/** The answers that two readings share to the letter: a consensus takes them over. */
export function agreedAnswers(a: Answers, b: Answers): Answers {
  return new Map([...a].filter(([key, answer]) => b.has(key) && canonicalize(answer) === canonicalize(b.get(key))));
}

/** The fields that a consensus decides, of those given: the ones that either reading answered and both do not share. */
export function fieldsToDecide(keys: readonly string[], a: Answers, b: Answers): string[] {
  const agreed = agreedAnswers(a, b);
  return keys.filter((key) => (a.has(key) || b.has(key)) && !agreed.has(key));
}

/** The labels that two label maps of one lattice share; 0 where they differ. */
export function agreedLabels(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((label, at) => (label === b[at] ? label : 0));
}
