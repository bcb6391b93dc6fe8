export { checkRemovals } from "./checkRemovals.ts";
export { createStudies, type Studies } from "./createStudies.ts";
export { createArrangements, type Arrangements } from "./arrangements.ts";
export { createPreferredSeries, type PreferredSeries } from "./preferredSeries.ts";
