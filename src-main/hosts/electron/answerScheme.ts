import { isOwnAddress, windowOrigin } from "./guards.ts";

/** Hands requests of the scheme to the door: those of our own page to our own address only, each with the signal of its page. */
export function answerScheme(
  fetch: (request: Request) => Promise<Response>,
  pageSignal: () => AbortSignal,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (!isOwnAddress(request.url)) return refuse("This address is not served here.");
    const origin = request.headers.get("origin");
    if (origin !== null && origin !== windowOrigin) return refuse("Requests of other pages are not answered.");
    return fetch(new Request(request, { signal: pageSignal() }));
  };
}

function refuse(words: string): Response {
  return new Response(words, { status: 403, headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" } });
}
