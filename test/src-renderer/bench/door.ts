import { QueryClient } from "@tanstack/react-query";
import { createTRPCClient, TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { queryDefaults } from "../../../src-renderer/client/queryDefaults.ts";
import type { AppRouter } from "../../../src-main/app/router.ts";

/** One request as the door would get it. */
export interface Call {
  readonly path: string;
  readonly input: unknown;
}

const answers = new Map<string, (input: never) => unknown>();
const calls: Call[] = [];

/** Answers a procedure ("noun.verb") in this test; an Error that is thrown is what the door refuses with, in its own words. */
export function answer(path: string, by: (input: never) => unknown): void {
  answers.set(path, by);
}

/** The inputs that a procedure was asked with in this test, in order. */
export function sentTo(path: string): unknown[] {
  return calls.filter((call) => call.path === path).map(({ input }) => input);
}

/** Forgets what was answered, asked and kept. */
export function clearDoor(): void {
  answers.clear();
  calls.length = 0;
  queryClient.clear();
}

const link: TRPCLink<AppRouter> =
  () =>
  ({ op: { path, input } }) =>
    observable((observer) => {
      calls.push({ path, input });
      const by = answers.get(path);
      void (async () => {
        try {
          if (!by) throw new Error(`This test has no answer for ${path}: give it one with answer().`);
          observer.next({ result: { type: "data", data: await by(input as never) } });
          observer.complete();
        } catch (cause) {
          observer.error(TRPCClientError.from(cause as Error));
        }
      })();
    });

export const queryClient = new QueryClient({ defaultOptions: queryDefaults });

/** Stands in for src-renderer/client/client.ts: the same typed door, with answers that a test gives in place of the program. */
export const client = createTRPCClient<AppRouter>({ links: [link] });

export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
