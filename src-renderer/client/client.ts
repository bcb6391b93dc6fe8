import { createTRPCClient, httpBatchStreamLink, httpLink, splitLink } from "@trpc/client";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { QueryClient } from "@tanstack/react-query";
import superjson from "superjson";
import type { AppRouter } from "../../src-main/app/router.ts";

/** Answers are local and change only through us: nothing is fetched again by itself. */
export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: Infinity, retry: false, refetchOnWindowFocus: false } },
});

/** The typed door: `client.noun.verb.query(input)` or `.mutate(input)`. A job is watched on a request of its own, which streams. */
export const client = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (operation) => operation.path === "job.watch",
      true: httpBatchStreamLink({ url: "/api", transformer: superjson, maxItems: 1 }),
      false: httpLink({ url: "/api", transformer: superjson }),
    }),
  ],
});

/** The same door as TanStack Query's options: `useQuery(trpc.noun.verb.queryOptions(input))`. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
