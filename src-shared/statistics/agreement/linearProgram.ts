const rounding = 1e-11;
const mostPivots = 10_000;

/**
 * The largest value of `objective` . x over x >= 0 with rows . x = right (right >= 0): the simplex method in two phases with Bland's rule,
 * which cannot cycle. For some
 * hundred unknowns. Null where no x fits, or the value has no bound.
 */
export function linearProgram(objective: readonly number[], rows: readonly (readonly number[])[], right: readonly number[]): number | null {
  const variables = objective.length;
  // One artificial variable a row makes a first corner; the first phase drives them out.
  const tableau = rows.map((row, index) => [...row, ...rows.map((_, other) => (other === index ? 1 : 0)), right[index]!]);
  const basis = rows.map((_, index) => variables + index);
  const artificial = [...objective.map(() => 0), ...rows.map(() => -1)];
  if (!improve(tableau, basis, artificial, variables + rows.length)) return null;
  if (valueOf(tableau, basis, artificial) < -rounding) return null;
  // An artificial variable that stayed at 0 gives way to any other one; a row without one says nothing new.
  for (let row = tableau.length - 1; row >= 0; row--) {
    if (basis[row]! < variables) continue;
    const column = tableau[row]!.findIndex((value, at) => at < variables && Math.abs(value) > rounding);
    if (column !== -1) pivot(tableau, basis, row, column);
    else {
      tableau.splice(row, 1);
      basis.splice(row, 1);
    }
  }
  const costs = [...objective, ...rows.map(() => 0)];
  return improve(tableau, basis, costs, variables) ? valueOf(tableau, basis, costs) : null;
}

/** Moves from corner to corner among the first `columns` variables until none is better; false where there is no bound. */
function improve(tableau: number[][], basis: number[], costs: readonly number[], columns: number): boolean {
  for (let step = 0; step < mostPivots; step++) {
    let entering = -1;
    for (let column = 0; column < columns && entering === -1; column++) {
      const gain = costs[column]! - tableau.reduce((sum, row, index) => sum + costs[basis[index]!]! * row[column]!, 0);
      if (gain > rounding) entering = column;
    }
    if (entering === -1) return true;
    let leaving = -1;
    let least = Number.POSITIVE_INFINITY;
    tableau.forEach((row, index) => {
      if (row[entering]! <= rounding) return;
      const ratio = row.at(-1)! / row[entering]!;
      const isTied = leaving !== -1 && Math.abs(ratio - least) <= rounding;
      if (isTied ? basis[index]! < basis[leaving]! : ratio < least) {
        least = ratio;
        leaving = index;
      }
    });
    if (leaving === -1) return false;
    pivot(tableau, basis, leaving, entering);
  }
  return false;
}

function pivot(tableau: number[][], basis: number[], row: number, column: number): void {
  const own = tableau[row]!;
  const divisor = own[column]!;
  own.forEach((value, at) => (own[at] = value / divisor));
  tableau.forEach((other, index) => {
    if (index === row || other[column] === 0) return;
    const factor = other[column]!;
    own.forEach((value, at) => (other[at]! -= factor * value));
  });
  basis[row] = column;
}

function valueOf(tableau: readonly (readonly number[])[], basis: readonly number[], costs: readonly number[]): number {
  return tableau.reduce((sum, row, index) => sum + costs[basis[index]!]! * row.at(-1)!, 0);
}
