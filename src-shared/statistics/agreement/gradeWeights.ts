/** How far apart two grades count as agreement: only the same grade; falling with their distance on the scale; falling with its square. */
export const weightings = ["unweighted", "linear", "quadratic"] as const;
export type Weighting = (typeof weightings)[number];

/** Weights of agreement, rows by columns, 1 on the diagonal. */
export type Weights = readonly (readonly number[])[];

/**
 * Weights for a declared scale of `grades` grades: identity; 1 - |i - j| / (c - 1); 1 - (i - j)^2 / (c - 1)^2. They come from the declared scale, whichever
 * grades occur.
 */
export function gradeWeights(weighting: Weighting, grades: number): Weights {
  const positions = Array.from({ length: grades }, (_, index) => index);
  return positions.map((i) =>
    positions.map((j) => {
      if (i === j) return 1;
      if (weighting === "unweighted") return 0;
      const apart = Math.abs(i - j) / (grades - 1);
      return weighting === "linear" ? 1 - apart : 1 - apart * apart;
    }),
  );
}

/** The table of counts of two readers' grades: grades of the first (rows) by those of the second. Grades are positions on the scale, from 0. */
export function gradeTable(first: readonly number[], second: readonly number[], grades: number): number[][] {
  const table = Array.from({ length: grades }, () => Array.from({ length: grades }, () => 0));
  first.forEach((grade, index) => {
    table[grade]![second[index]!]! += 1;
  });
  return table;
}
