import { request, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { afterEach, beforeEach, expect, test } from "vitest";
import { serveLoopback, type LoopbackServer } from "../../../../src-main/hosts/loopback/serveLoopback.ts";

let server: LoopbackServer;
let port: number;

beforeEach(async () => {
  server = await serveLoopback(async () => new Response("the door"));
  ({ port } = server);
});
afterEach(() => server.close());

/** The code of a new link; the part of an address that a browser never sends. */
function newCode(lifetimeMs = 60_000): string {
  return new URL(server.issueLink(lifetimeMs).url).hash.slice(1);
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A real request; node:http, since fetch does not let us forge Host and Origin. */
function ask(path: string, headers: Record<string, string> = {}, method = "GET", content = ""): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, headers, method }, (response) => {
      let body = "";
      response
        .setEncoding("utf8")
        .on("data", (part: string) => (body += part))
        .on("end", () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    });
    sent.on("error", reject).end(content);
  });
}

function redeem(code: string, headers: Record<string, string> = {}): Promise<Answer> {
  return ask("/enter", { origin: `http://127.0.0.1:${port}`, ...headers }, "POST", code);
}

async function enter(): Promise<string> {
  const { headers } = await redeem(newCode());
  return headers["set-cookie"]![0]!.split(";")[0]!;
}

test("a code sets a cookie that scripts cannot read and other sites cannot send, with a secret of its own", async () => {
  const code = newCode();
  const { status, headers } = await redeem(code);
  expect(status).toBe(204);
  expect(headers["set-cookie"]).toHaveLength(1);
  expect(headers["set-cookie"]![0]).toMatch(/^fascicle-[0-9a-f]{8}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  expect(headers["set-cookie"]![0]).not.toContain(code);
  expect(code).toMatch(/^[\w-]{43}$/);
});

test("a code dies at its first use, and with its time; sessions are told apart", async () => {
  const link = server.issueLink(60_000);
  const code = new URL(link.url).hash.slice(1);
  expect((await redeem(code)).status).toBe(204);
  expect(await link.ended).toBe(true);
  const again = await redeem(code);
  expect(again.status).toBe(401);
  expect(again.headers["set-cookie"]).toBeUndefined();
  const late = server.issueLink(1);
  expect(await late.ended).toBe(false);
  expect((await redeem(new URL(late.url).hash.slice(1))).status).toBe(401);
  expect(await enter()).not.toBe(await enter());
});

test("a code is taken from our own page only, in a body and in no address", async () => {
  const code = newCode();
  const foreign: Array<Record<string, string>> = [
    { origin: "null" },
    { origin: "file://" },
    { origin: "https://evil.example" },
    { "sec-fetch-site": "cross-site" },
  ];
  for (const headers of foreign) {
    expect((await redeem(code, headers)).status).toBe(403);
  }
  expect((await ask("/enter", {}, "POST", code)).status).toBe(403);
  for (const path of [`/?token=${code}`, `/?code=${code}`, `/api/job.list?code=${code}`]) expect((await ask(path)).status).toBe(401);
  const page = await ask(`/enter?code=${code}`);
  expect(page.headers["set-cookie"]).toBeUndefined();
  for (const long of [`${code}x`, code.slice(1), "", "x".repeat(100_000)]) expect((await redeem(long)).status).toBe(401);
  expect((await redeem(code)).status).toBe(204);
});

test("the page that a link opens holds no secret, runs its own script only, and anybody may be sent to it", async () => {
  const code = newCode();
  const page = await ask("/enter", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" });
  expect(page.status).toBe(200);
  expect(page.body).not.toContain(code);
  expect(page.body).not.toContain("the door");
  expect(page.headers["content-security-policy"]).toMatch(
    /^default-src 'none'; script-src 'sha256-[^ ']+'; style-src 'sha256-[^ ']+'; connect-src 'self'; .*frame-ancestors 'none'$/,
  );
  expect(page.headers).toMatchObject({ "referrer-policy": "no-referrer", "cache-control": "no-store" });
});

test("another link is given to the launch's own command line, and to no page", async () => {
  const secret = `Bearer ${server.linkSecret}`;
  const given = await ask("/link", { authorization: secret }, "POST");
  const { url } = JSON.parse(given.body) as { url: string };
  expect((await redeem(new URL(url).hash.slice(1))).status).toBe(204);
  for (const headers of [
    {},
    { authorization: "Bearer x" },
    { authorization: `${secret}x` },
    { authorization: secret, origin: `http://127.0.0.1:${port}` },
  ]) {
    expect((await ask("/link", headers as Record<string, string>, "POST")).status).toBe(403);
  }
  expect((await ask("/link", { cookie: await enter() }, "POST")).status).toBe(403);
});

test("with the cookie the door answers", async () => {
  expect(await ask("/api/job.list", { cookie: await enter() })).toMatchObject({ status: 200, body: "the door" });
});

test("without a session, or with a wrong one, nothing is answered", async () => {
  const cookie = await enter();
  const [name, token] = cookie.split("=") as [string, string];
  const wrong: Array<Record<string, string>> = [
    {},
    { cookie: `${name}=` },
    { cookie: `${name}=${"A".repeat(token.length)}` },
    { cookie: `other=${token}` },
    { cookie: `${name}=${newCode()}` },
    { cookie: `${name}=${server.linkSecret}` },
  ];
  for (const headers of wrong) {
    const answer = await ask("/", headers);
    expect(answer.status).toBe(401);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.body).not.toContain("the door");
  }
});

test.each(["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example", "[::1]", "0.0.0.0"])(
  "a foreign Host %s is refused, cookie or not",
  async (host) => {
    const answer = await ask("/", { host, cookie: await enter() });
    expect([400, 403]).toContain(answer.status);
    expect(answer.body).not.toContain("the door");
  },
);

test("a request that names no Host is refused", async () => {
  const cookie = await enter();
  const answer = await new Promise<string>((resolve) => {
    let text = "";
    const socket = connect({ host: "127.0.0.1", port }, () => socket.end(`GET / HTTP/1.0\r\nCookie: ${cookie}\r\n\r\n`));
    socket.on("data", (part) => (text += part.toString())).on("close", () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect(answer).not.toContain("the door");
});

test.each(["https://evil.example", "http://localhost:1", "null", "http://127.0.0.1"])("a foreign Origin %s is refused", async (origin) => {
  expect((await ask("/api/job.list", { origin, cookie: await enter() }, "POST")).status).toBe(403);
});

test("our own Origin passes, also at the near end of an SSH tunnel", async () => {
  const cookie = await enter();
  expect((await ask("/", { origin: `http://127.0.0.1:${port}`, cookie }, "POST")).status).toBe(200);
  expect((await ask("/", { host: "localhost:8080", origin: "http://localhost:8080", cookie }, "POST")).status).toBe(200);
});

test("a cross-site request is refused even without an Origin", async () => {
  expect((await ask("/instances/1.2.3", { "sec-fetch-site": "cross-site", cookie: await enter() })).status).toBe(403);
});

test("a session of one launch is none of another", async () => {
  const other = await serveLoopback(async () => new Response("another door"));
  const [, token] = (await enter()).split("=") as [string, string];
  const answer = await fetch(`http://127.0.0.1:${other.port}/`, { headers: { cookie: `fascicle-00000000=${token}` } });
  expect(answer.status).toBe(401);
  await other.close();
});

test("no address of this machine but 127.0.0.1 is listened on", async () => {
  const others = Object.values(networkInterfaces())
    .flat()
    .filter((entry) => entry && entry.address !== "127.0.0.1" && entry.family === "IPv4")
    .map((entry) => entry!.address);
  for (const host of [...others, "127.0.0.2"]) {
    const outcome = await new Promise<string>((resolve) => {
      const socket = connect({ host, port }, () => {
        socket.destroy();
        resolve("connected");
      });
      socket.on("error", () => resolve("refused"));
    });
    expect(`${host} ${outcome}`).toBe(`${host} refused`);
  }
});
