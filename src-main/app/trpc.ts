import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { PlainError } from "#shared/domain/plainError.ts";
import { errorWords } from "./errorWords.ts";
import type { Host } from "./host.ts";
import type { Services } from "./services.ts";

export interface Context {
  readonly services: Services;
  readonly host: Host;
}

const trpc = initTRPC.context<Context>().create({
  transformer: superjson,
  // No stack leaves the main process: it names paths and may hold health data.
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    message: error.code === "INTERNAL_SERVER_ERROR" && !(error.cause instanceof PlainError) ? errorWords(error.cause) : shape.message,
    data: { ...shape.data, stack: undefined },
  }),
});

/** A PlainError is an answer, not a fault of the program. */
const plainErrors = trpc.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof PlainError) {
    throw new TRPCError({ code: "BAD_REQUEST", message: result.error.cause.message, cause: result.error.cause });
  }
  return result;
});

export const router = trpc.router;
export const procedure = trpc.procedure.use(plainErrors);
