/** By which column a table is sorted. */
export interface TableSort {
  readonly column: string;
  readonly isDescending: boolean;
}

/** What a row is sorted by; null stands last, whichever the direction. */
export type SortValue = string | number | null;

const collator = new Intl.Collator("en", { numeric: true });

/** The rows in order; those that are alike keep theirs. */
export function sortRows<Row>(rows: readonly Row[], valueOf: (row: Row) => SortValue, { isDescending }: TableSort): Row[] {
  const sign = isDescending ? -1 : 1;
  // Read once a row: comparing reads each of them a dozen times.
  return rows
    .map((row) => ({ row, value: valueOf(row) }))
    .toSorted(({ value: a }, { value: b }) => {
      if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
      if (typeof a === "number" && typeof b === "number") return sign * (a - b);
      return sign * collator.compare(String(a), String(b));
    })
    .map(({ row }) => row);
}

/** The sort after a click on a column's header: the column, or its other direction. Numbers begin with the largest where `descendsFirst`. */
export function sortedBy(sort: TableSort, column: string, descendsFirst: boolean): TableSort {
  return sort.column === column ? { column, isDescending: !sort.isDescending } : { column, isDescending: descendsFirst };
}
