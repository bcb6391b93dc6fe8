import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { readBody } from "../../app/routes/readBody.ts";
import { createSessions, secret } from "./createSessions.ts";
import { entryHeaders, entryPage, entryPath } from "./entryPage.ts";
import { guardRequest } from "./guardRequest.ts";

/** An address to open once. */
export interface Link {
  readonly url: string;
  /** Resolves when the link is opened (true) or has expired (false). */
  readonly ended: Promise<boolean>;
}

/** A running loopback server. */
export interface LoopbackServer {
  readonly port: number;
  /** By which the same user's command line may ask for another link; belongs into a private file. */
  readonly linkSecret: string;
  /** A new link, which opens one session within so many milliseconds. */
  issueLink(lifetimeMs: number): Link;
  close(): Promise<void>;
}

/** How long a printed link is good: a person carries it to a browser by hand, perhaps on another machine. */
export const printedLinkMs = 600_000;

const largestCodeBytes = 256;

/**
 * Serves the door on 127.0.0.1, on a free port, to whoever holds the cookie of a session (see guardRequest). A session begins with a code,
 * which is good once and for a short time; it is also by what the door knows who reads. Scripts cannot read the cookie and other sites
 * cannot send it. Nothing of this is kept beyond the launch.
 */
export async function serveLoopback(fetch: (request: Request, session: string) => Promise<Response>): Promise<LoopbackServer> {
  const sessions = createSessions();
  const linkSecret = secret();
  // Cookies do not know ports: two programs on one machine need two names.
  const cookieName = `fascicle-${randomBytes(4).toString("hex")}`;
  const isLinkSecret = (given: string) => timingSafeEqual(digest(given), digest(linkSecret));

  const issueLink = (lifetimeMs: number): Link => {
    const { code, ended } = sessions.issue(lifetimeMs);
    return { url: `http://127.0.0.1:${port}${entryPath}#${code}`, ended };
  };

  const answer = async (request: Request): Promise<Response> => {
    const verdict = guardRequest(request, { cookieName, find: sessions.find, isLinkSecret });
    switch (verdict.kind) {
      case "refuse":
        return words(verdict.reason, verdict.status);
      case "entry page":
        return new Response(entryPage, { headers: { ...entryHeaders, "cache-control": "no-store" } });
      case "redeem": {
        const code = Buffer.from(await readBody(request, largestCodeBytes, "The code").catch(() => new Uint8Array())).toString();
        const token = sessions.redeem(code);
        if (token === undefined)
          return words(
            "This link was opened before, or is too old. Start Fascicle again; where it still runs, `fascicle serve --link` prints a new link.",
            401,
          );
        return new Response(null, {
          status: 204,
          headers: { "set-cookie": `${cookieName}=${token}; Path=/; HttpOnly; SameSite=Strict`, "cache-control": "no-store" },
        });
      }
      case "link":
        return Response.json({ url: issueLink(printedLinkMs).url }, { headers: { "cache-control": "no-store" } });
      case "pass":
        return fetch(request, verdict.session);
    }
  };

  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const created = serve({ fetch: answer, hostname: "127.0.0.1", port: 0 }, () => resolve(created));
    created.on("error", reject);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    linkSecret,
    issueLink,
    close: () =>
      new Promise((resolve, reject) => {
        sessions.close();
        server.close((error) => (error ? reject(error) : resolve()));
        // A page that is still open holds its connections for as long as it lives.
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}

function words(text: string, status: number): Response {
  return new Response(text, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff", "cache-control": "no-store" },
  });
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
