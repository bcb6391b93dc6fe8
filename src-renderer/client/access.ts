import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Access } from "#shared/api/reading.ts";
import { queryClient, trpc } from "./client.ts";
import { beginAnew } from "./reader.ts";
import { onRefusal } from "./refusals.ts";

/** A project may be started or closed in another window. */
const everyMs = 30_000;
const leastMs = 1000;

onRefusal(() => {
  const state = queryClient.getQueryState(trpc.reading.access.queryKey());
  if (state?.data && state.fetchStatus === "idle" && Date.now() - state.dataUpdatedAt > leastMs)
    void queryClient.invalidateQueries(trpc.reading.access.queryFilter());
});

/**
 * What the reader may see, kept up to date; null while it is not known. A session that becomes blinded begins anew: what the page remembers of studies and
 * patients is not to be shown any more. Where the program does not answer, the rooms say so.
 */
export function useAccess(): Access | null {
  const { data, isError } = useQuery(
    trpc.reading.access.queryOptions(undefined, { refetchInterval: everyMs, refetchOnWindowFocus: "always" }),
  );
  const before = useRef<boolean | null>(null);
  const isBlinded = data?.isBlinded ?? null;
  useEffect(() => {
    if (isBlinded === true && before.current === false) void beginAnew();
    before.current = isBlinded ?? before.current;
  }, [isBlinded]);
  return data ?? (isError ? { isBlinded: false } : null);
}
