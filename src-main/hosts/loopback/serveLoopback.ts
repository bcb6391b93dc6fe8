import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { guardRequest } from "./guardRequest.ts";

/** A running loopback server. */
export interface LoopbackServer {
  /** The address to open: it holds this launch's token. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the door on 127.0.0.1, on a free port, to whoever holds the launch's token (see guardRequest).
 * The token moves at once from the address into a cookie that scripts cannot read and other sites cannot send.
 */
export async function serveLoopback(fetch: (request: Request) => Promise<Response>): Promise<LoopbackServer> {
  const token = randomBytes(32).toString("base64url");
  // Cookies do not know ports: two programs on one machine need two names.
  const cookieName = `fascicle-${randomBytes(4).toString("hex")}`;

  const answer = async (request: Request): Promise<Response> => {
    const verdict = guardRequest(request, { token, cookieName });
    switch (verdict.kind) {
      case "refuse":
        return new Response(verdict.reason, { status: verdict.status, headers: { "content-type": "text/plain; charset=utf-8" } });
      case "enter":
        return new Response(null, {
          status: 303,
          headers: { location: "/", "set-cookie": `${cookieName}=${token}; Path=/; HttpOnly; SameSite=Strict`, "cache-control": "no-store", "referrer-policy": "no-referrer" },
        });
      case "pass":
        return fetch(request);
    }
  };

  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const created = serve({ fetch: answer, hostname: "127.0.0.1", port: 0 }, () => resolve(created));
    created.on("error", reject);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/?token=${token}`,
    close: () => new Promise((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
      // A page that is still open holds its connections for as long as it lives.
      if ("closeAllConnections" in server) server.closeAllConnections();
    }),
  };
}
