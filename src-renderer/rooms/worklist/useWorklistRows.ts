import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { WorklistPage, WorklistRow } from "#shared/api/worklist.ts";
import { trpc } from "../../client/client.ts";
import type { WorklistFilter } from "./worklistFilter.ts";

export const rowsPerPage = 200;

/** The rows of the table by their number; undefined while they are on their way. Only the pages in sight are asked for. */
export function useWorklistRows(filter: WorklistFilter, firstRow: number, lastRow: number) {
  const page = (number: number) => trpc.worklist.list.queryOptions({ ...filter, offset: number * rowsPerPage, limit: rowsPerPage });
  // While a new search is on its way the old answer stays, so that the table does not flicker with every letter.
  const top = useQuery({ ...page(0), placeholderData: keepPreviousData });
  const total = top.data?.total ?? 0;
  const numbers: number[] = [];
  for (
    let number = Math.max(1, Math.floor(firstRow / rowsPerPage));
    number <= Math.floor(Math.min(lastRow, total - 1) / rowsPerPage);
    number++
  )
    numbers.push(number);
  const others = useQueries({ queries: numbers.map(page) });

  const pages = new Map<number, WorklistPage | undefined>([[0, top.data]]);
  for (const [at, number] of numbers.entries()) pages.set(number, others[at]!.data);
  const rowAt = (index: number): WorklistRow | undefined => pages.get(Math.floor(index / rowsPerPage))?.rows[index % rowsPerPage];
  const indexOf = (key: string): number | undefined => {
    for (const [number, page] of pages) {
      const at = page?.rows.findIndex((row) => row.key === key) ?? -1;
      if (at >= 0) return number * rowsPerPage + at;
    }
    return undefined;
  };
  const error = useMemo(() => top.error ?? others.find((other) => other.error)?.error ?? null, [top.error, others]);
  return {
    total,
    rowAt,
    /** Where a row stands now, by its key, among those that are there. */
    indexOf,
    isLoading: top.isLoading || (top.isFetching && total === 0),
    isStale: top.isPlaceholderData,
    error,
    retry: () => top.refetch(),
  };
}
