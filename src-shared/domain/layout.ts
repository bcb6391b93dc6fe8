/** How the viewports of a desk lie: rows by columns. */
export const layouts = ["1x1", "1x2", "2x1", "2x2"] as const;
export type Layout = (typeof layouts)[number];
