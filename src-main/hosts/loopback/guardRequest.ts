import { timingSafeEqual } from "node:crypto";

/** What the guard decides of a request: let it pass, set the cookie and go to the page, or refuse with a status and words. */
export type Verdict = { readonly kind: "pass" } | { readonly kind: "enter" } | { readonly kind: "refuse"; readonly status: 400 | 401 | 403; readonly reason: string };

const loopbackNames = new Set(["127.0.0.1", "localhost"]);

/**
 * Decides whether a request may reach the door. The host listens on 127.0.0.1 only, yet any page in any browser of this machine can
 * send requests there, so: the Host must be this machine's (DNS rebinding), an Origin must be our own page's (cross-site requests), and
 * the launch's token must come along, once in the address and from then on in the cookie.
 * The port of the Host is free: an SSH tunnel may end at another one.
 */
export function guardRequest(request: Request, { token, cookieName }: { token: string; cookieName: string }): Verdict {
  const host = request.headers.get("host") ?? "";
  const name = /^(\[[^\]]*\]|[^:]*)(:\d{1,5})?$/.exec(host)?.[1];
  if (name === undefined || !loopbackNames.has(name)) return refuse(403, "This address is not served here.");
  const origin = request.headers.get("origin");
  if (origin !== null && origin !== `http://${host}`) return refuse(403, "Requests of other pages are not answered.");
  const site = request.headers.get("sec-fetch-site");
  const url = new URL(request.url);
  const given = url.searchParams.get("token");
  if (given !== null && url.pathname === "/" && request.method === "GET") {
    return equal(given, token) ? { kind: "enter" } : refuse(401, "This link is of an earlier launch. Open the one that the program printed last.");
  }
  if (site !== null && site !== "same-origin" && site !== "none") return refuse(403, "Requests of other pages are not answered.");
  if (!equal(cookieOf(request, cookieName), token)) return refuse(401, "Open the link that the program printed: it holds this launch's token.");
  return { kind: "pass" };
}

function refuse(status: 400 | 401 | 403, reason: string): Verdict {
  return { kind: "refuse", status, reason };
}

function cookieOf(request: Request, name: string): string {
  for (const part of (request.headers.get("cookie") ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return "";
}

function equal(given: string, token: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(token);
  return a.length === b.length && timingSafeEqual(a, b);
}
