import { createTRPCClient, httpBatchStreamLink, httpLink, splitLink } from "@trpc/client";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { QueryClient } from "@tanstack/react-query";
import superjson from "superjson";
import { doorPaths } from "#shared/api/doorPaths.ts";
import { readerHeaders } from "./expectedReader.ts";
import { ask } from "./fetchBytes.ts";
import { queryDefaults } from "./queryDefaults.ts";
import type { AppRouter } from "../../src-main/app/router.ts";

export const queryClient = new QueryClient({ defaultOptions: queryDefaults });

/**
 * What goes on for a while and is given up when the reader leaves it. It streams: Electron tells of a request that was given up only where
 * its answer has begun.
 */
const streamed: ReadonlySet<string> = new Set(["job.watch", "prediction.run", "featureSet.histogram"]);

/** The typed door: `client.noun.verb.query(input)` or `.mutate(input)`. */
export const client = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (operation) => streamed.has(operation.path),
      true: httpBatchStreamLink({ url: doorPaths.procedures, transformer: superjson, maxItems: 1, headers: readerHeaders }),
      false: httpLink({
        url: doorPaths.procedures,
        transformer: superjson,
        headers: readerHeaders,
        fetch: (url, init) => ask(url, init as RequestInit),
      }),
    }),
  ],
});

/** The same door as TanStack Query's options: `useQuery(trpc.noun.verb.queryOptions(input))`. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
