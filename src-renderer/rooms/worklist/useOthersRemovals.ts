import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { queryClient, trpc } from "../../client/client.ts";

const askEveryMs = 4000;

/**
 * Has the list asked for again within seconds where another window or the command line removed a study, of which no job tells: when there are
 * other numbers of studies or series than before.
 */
export function useOthersRemovals(): void {
  const { data: counts } = useQuery(trpc.worklist.counts.queryOptions(undefined, { refetchInterval: askEveryMs, staleTime: 0 }));
  const words = counts && `${counts.studies} ${counts.series}`;
  const before = useRef(words);
  useEffect(() => {
    if (before.current !== undefined && words !== before.current) void refreshList();
    before.current = words;
  }, [words]);
}

/** Asks for the list again; the numbers of it are asked for by themselves. */
export async function refreshList(): Promise<void> {
  await Promise.all(
    [trpc.worklist.list.pathFilter(), trpc.worklist.modalities.pathFilter()].map((filter) => queryClient.invalidateQueries(filter)),
  );
}
