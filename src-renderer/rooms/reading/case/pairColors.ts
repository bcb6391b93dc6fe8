import type { PairLetter } from "./readingPair.ts";

/** Colours of A and B, which no segment of the palette has; B's outline is broken too, so that they are told apart without colours. */
export const pairColors: Readonly<Record<PairLetter, `#${string}`>> = { A: "#ff6ad5", B: "#ffe066" };
