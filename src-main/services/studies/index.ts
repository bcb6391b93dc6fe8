export { checkRemovals } from "./checkRemovals.ts";
export { createStudies, type Studies } from "./createStudies.ts";
export { createPreferredSeries, type PreferredSeries } from "./preferredSeries.ts";
