import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { z } from "zod";
import { PlainError } from "#shared/domain/plainError.ts";
import { fieldProblems, unusable } from "#shared/domain/project/fieldProblems.ts";
import type { Author } from "../services/store/index.ts";
import type { SignIns } from "./createSignIns.ts";
import { isExpected, nobodyWords, otherReaderWords } from "./doorContext.ts";
import { blindedWords } from "./blinded/refused.ts";
import { servicesFor } from "./blinded/servicesFor.ts";
import { errorWords } from "./errorWords.ts";
import type { Host } from "./host.ts";
import type { Services } from "./services.ts";

export interface Context {
  readonly services: Services;
  readonly host: Host;
  readonly signIns: SignIns;
  /** The host's session that asks: what says who reads. */
  readonly session: string;
  readonly headers: Headers;
}

/** Plain words for what others worded; nothing that was sent stands in them. Undefined where the message is ours. */
function wordsOf({ code, cause }: TRPCError): string | undefined {
  if (cause instanceof PlainError) return undefined;
  if (cause instanceof z.ZodError && code === "BAD_REQUEST") return unusable("The request", fieldProblems(cause, "the input"));
  // The parser of JSON quotes what it could not read.
  if (code === "PARSE_ERROR" || cause instanceof SyntaxError) return "The request cannot be used: it is no JSON that can be read.";
  return code === "INTERNAL_SERVER_ERROR" ? errorWords(cause) : undefined;
}

const trpc = initTRPC.context<Context>().create({
  transformer: superjson,
  // No stack leaves the main process: it names paths and may hold health data.
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    message: wordsOf(error) ?? shape.message,
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

/**
 * Who reads is known by the session, and handed on as `by`. What was asked before a blinded study started is not answered any more, but where what was asked
 * started it (`startsStudy`).
 */
const signedIn = ({ startsStudy }: { readonly startsStudy: boolean }) =>
  trpc.middleware(async ({ ctx, next }) => {
    const reader = ctx.signIns.readerOf(ctx.session);
    if (!reader) throw new TRPCError({ code: "UNAUTHORIZED", message: nobodyWords });
    const by: Author = { readerId: reader.id, name: reader.name };
    if (!isExpected(ctx.headers, by)) throw new TRPCError({ code: "CONFLICT", message: otherReaderWords });
    const isBlinded = ctx.services.blinding.isBlinded(by.readerId);
    const services = servicesFor(ctx.services, by);
    const result = await next({ ctx: { reader, by, services } });
    if (!startsStudy && !isBlinded && ctx.services.blinding.isBlinded(by.readerId))
      throw new TRPCError({ code: "FORBIDDEN", message: blindedWords });
    return result;
  });

export const router = trpc.router;
/** For what is asked before anybody is signed in. */
export const openProcedure = trpc.procedure.use(plainErrors);
export const procedure = openProcedure.use(signedIn({ startsStudy: false }));
/** For what makes its own author a blinded reader: importing a packet. */
export const blindingProcedure = openProcedure.use(signedIn({ startsStudy: true }));
