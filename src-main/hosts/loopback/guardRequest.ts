import { entryPath } from "./entryPage.ts";

/** What the guard decides of a request: to the door, one of the two steps of entering, a link for the command line, or refused with a status and words. */
export type Verdict =
  | { readonly kind: "pass"; readonly session: string }
  | { readonly kind: "entry page" | "redeem" | "link" }
  | { readonly kind: "refuse"; readonly status: 401 | 403; readonly reason: string };

export interface Guard {
  readonly cookieName: string;
  /** The session of a token; undefined where it opens none. */
  find(token: string): string | undefined;
  /** Whether this is the secret by which the same user's command line asks for another link. */
  isLinkSecret(secret: string): boolean;
}

/** Where another link of a running server is asked for. */
export const linkPath = "/link";

const loopbackNames = new Set(["127.0.0.1", "localhost"]);

/**
 * Decides whether a request may reach the door. The host listens on 127.0.0.1 only, yet any page in any browser of this machine, and any
 * user of it, can send requests there, so: the Host must be this machine's (DNS rebinding), an Origin must be our own page's (cross-site
 * requests), and the cookie of a session must come along. A session begins with a code that is used once (entryPage.ts).
 * The port of the Host is free: an SSH tunnel may end at another one.
 */
export function guardRequest(request: Request, { cookieName, find, isLinkSecret }: Guard): Verdict {
  const host = request.headers.get("host") ?? "";
  const name = /^(\[[^\]]*\]|[^:]*)(:\d{1,5})?$/.exec(host)?.[1];
  if (name === undefined || !loopbackNames.has(name)) return refuse(403, "This address is not served here.");
  const origin = request.headers.get("origin");
  if (origin !== null && origin !== `http://${host}`) return refuse(403, "Requests of other pages are not answered.");
  const { pathname } = new URL(request.url);
  // Anybody may be sent here, from a file or another page: there is nothing in it.
  if (pathname === entryPath && request.method === "GET") return { kind: "entry page" };
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return refuse(403, "Requests of other pages are not answered.");
  if (pathname === entryPath && request.method === "POST") {
    return origin === null ? refuse(403, "A code is taken from the program's own page only.") : { kind: "redeem" };
  }
  if (pathname === linkPath && request.method === "POST") {
    // A browser names an Origin with every POST: this comes from none.
    const given = /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
    return origin === null && given !== undefined && isLinkSecret(given)
      ? { kind: "link" }
      : refuse(403, "Links are given to the program's own command line only.");
  }
  const session = find(cookieOf(request, cookieName));
  if (session === undefined) return refuse(401, "Open a link that the program printed. `fascicle serve --link` prints a new one.");
  return { kind: "pass", session };
}

function refuse(status: 401 | 403, reason: string): Verdict {
  return { kind: "refuse", status, reason };
}

function cookieOf(request: Request, name: string): string {
  for (const part of (request.headers.get("cookie") ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return "";
}
