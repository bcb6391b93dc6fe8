import { request, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { afterEach, beforeEach, expect, test } from "vitest";
import { serveLoopback, type LoopbackServer } from "../../../../src-main/hosts/loopback/serveLoopback.ts";

let server: LoopbackServer;
let port: number;
let token: string;

beforeEach(async () => {
  server = await serveLoopback(async () => new Response("the door"));
  const url = new URL(server.url);
  port = Number(url.port);
  token = url.searchParams.get("token")!;
});
afterEach(() => server.close());

interface Answer { status: number; headers: IncomingHttpHeaders; body: string }

/** A real request; node:http, since fetch does not let us forge Host and Origin. */
function ask(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, headers, method }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (part: string) => (body += part)).on("end", () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    });
    sent.on("error", reject).end();
  });
}

async function enter(): Promise<string> {
  const { headers } = await ask(`/?token=${token}`);
  return headers["set-cookie"]![0]!.split(";")[0]!;
}

test("the link sets a cookie that scripts cannot read and other sites cannot send, and leaves no token in the address", async () => {
  const { status, headers } = await ask(`/?token=${token}`);
  expect(status).toBe(303);
  expect(headers.location).toBe("/");
  expect(headers["set-cookie"]![0]).toMatch(/^fascicle-[0-9a-f]{8}=.+; Path=\/; HttpOnly; SameSite=Strict$/);
});

test("with the cookie the door answers", async () => {
  expect(await ask("/api/job.list", { cookie: await enter() })).toMatchObject({ status: 200, body: "the door" });
});

test("without a token, or with a wrong one, nothing is answered", async () => {
  const cookie = await enter();
  const name = cookie.split("=")[0]!;
  const wrong: Array<Record<string, string>> = [{}, { cookie: `${name}=` }, { cookie: `${name}=${"A".repeat(token.length)}` }, { cookie: `other=${token}` }];
  for (const headers of wrong) {
    const answer = await ask("/", headers);
    expect(answer.status).toBe(401);
    expect(answer.body).not.toContain("the door");
  }
  expect((await ask(`/?token=${token}x`)).status).toBe(401);
  // The token in the address opens the page only, no procedure.
  expect((await ask(`/api/job.list?token=${token}`)).status).toBe(401);
});

test.each(["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example", "[::1]", "0.0.0.0"])("a foreign Host %s is refused, cookie or not", async (host) => {
  const answer = await ask("/", { host, cookie: await enter() });
  expect([400, 403]).toContain(answer.status);
  expect(answer.body).not.toContain("the door");
});

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

test("two launches have different tokens", async () => {
  const other = await serveLoopback(async () => new Response());
  expect(new URL(other.url).searchParams.get("token")).not.toBe(token);
  expect(token.length).toBeGreaterThanOrEqual(43);
  await other.close();
});

test("no address of this machine but 127.0.0.1 is listened on", async () => {
  const others = Object.values(networkInterfaces()).flat().filter((entry) => entry && entry.address !== "127.0.0.1" && entry.family === "IPv4").map((entry) => entry!.address);
  for (const host of [...others, "127.0.0.2"]) {
    const outcome = await new Promise<string>((resolve) => {
      const socket = connect({ host, port }, () => { socket.destroy(); resolve("connected"); });
      socket.on("error", () => resolve("refused"));
    });
    expect(`${host} ${outcome}`).toBe(`${host} refused`);
  }
});
