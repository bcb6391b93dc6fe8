import type { DefaultOptions } from "@tanstack/react-query";

/**
 * Answers are local and change only through us: nothing is fetched again by itself. The door is on this machine: it answers also where the machine loses its
 * network, which by TanStack Query's default would hold every question and every change back until it returns.
 */
export const queryDefaults: DefaultOptions = {
  queries: { staleTime: Infinity, retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false, networkMode: "always" },
  mutations: { networkMode: "always" },
};
