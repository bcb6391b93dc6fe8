import type { MiddlewareHandler } from "hono";
import type { Author } from "../services/store/index.ts";
import { blindedWords } from "./blinded/refused.ts";
import { servicesFor } from "./blinded/servicesFor.ts";
import type { SignIns } from "./createSignIns.ts";
import type { Services } from "./services.ts";

/** What a route of the door knows of a request besides what it asks: who is signed in. */
export interface DoorEnvironment {
  /** The host's session; it comes beside the request, so that nothing in one can name another. */
  readonly Bindings: { readonly session: string };
  /** Who asks, and what that reader can ask for. */
  readonly Variables: { readonly by: Author; readonly services: Services };
}

/** The header in which a page says for whom it was opened. It signs nobody in: it only keeps a page of another reader from being answered. */
export const expectedReaderHeader = "x-fascicle-reader";

export const nobodyWords = "Nobody is signed in in this window. Choose who reads, then try again.";
export const otherReaderWords =
  "Another reader has signed in in this program's window or browser. Sign in again as the reader for whom this page was opened: what was " +
  "drawn here is kept until then.";

/** Whether a page was opened for the reader who is signed in; a page that does not say takes whoever it is. */
export function isExpected(headers: Headers, { readerId }: Author): boolean {
  const expected = headers.get(expectedReaderHeader);
  return expected === null || expected === String(readerId);
}

/**
 * Lets a request pass only where somebody is signed in in its session, and hands on who it is and what he or she can ask for. An address that
 * `isForBlinded` does not let through is refused in a blinded session; so is the answer to one that was under way when a blinded study started.
 */
export function requireReader(signIns: SignIns, services: Services, isForBlinded: () => boolean): MiddlewareHandler<DoorEnvironment> {
  return async (context, next) => {
    const reader = signIns.readerOf(context.env.session);
    if (!reader) return context.text(nobodyWords, 401);
    const by: Author = { readerId: reader.id, name: reader.name };
    if (!isExpected(context.req.raw.headers, by)) return context.text(otherReaderWords, 409);
    const isBlinded = services.blinding.isBlinded(by.readerId);
    const own = servicesFor(services, by);
    if (isBlinded && !isForBlinded()) return context.text(blindedWords, 403);
    context.set("by", by);
    context.set("services", own);
    await next();
    if (!isBlinded && services.blinding.isBlinded(by.readerId)) context.res = context.text(blindedWords, 403);
    return undefined;
  };
}
