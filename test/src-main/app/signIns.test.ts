import { rmSync } from "node:fs";
import { userInfo } from "node:os";
import { deserialize, stringify } from "superjson";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createApp, type App } from "../../../src-main/app/createApp.ts";
import { temporaryFolder } from "../../temporaryFolder.ts";

let dataFolder: string;
let app: App;
beforeEach(() => {
  dataFolder = temporaryFolder();
  app = createApp({ dataFolder, host: { name: "loopback" } });
});
afterEach(async () => {
  await app.close();
  rmSync(dataFolder, { recursive: true });
});

async function ask(
  session: string,
  procedure: string,
  input?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; data: unknown }> {
  const isQuery = input === undefined;
  const response = await app.fetch(
    new Request(`http://127.0.0.1/api/${procedure}`, {
      headers: { "content-type": "application/json", ...headers },
      ...(isQuery ? {} : { method: "POST", body: stringify(input) }),
    }),
    session,
  );
  const body = (await response.json()) as { result?: { data: Parameters<typeof deserialize>[0] }; error?: { json: { message: string } } };
  return { status: response.status, data: body.result ? deserialize(body.result.data) : body.error!.json.message };
}
const get = (path: string, session: string, headers: Record<string, string> = {}) =>
  app.fetch(new Request(`http://127.0.0.1${path}`, { headers }), session);
const details = (name: string) => ({ name, initials: "X", specialty: "", years: null });
const add = async (name: string) => ((await ask("a", "reader.add", details(name))).data as { id: number }).id;
const signedIn = async (session: string) => ((await ask(session, "reader.signedIn")).data as { name: string } | null)?.name ?? null;

test("a fresh data folder needs no click; each session has a reader of its own", async () => {
  expect(await signedIn("a")).toBe(userInfo().username);
  const anna = await add("Anna");
  expect((await ask("b", "reader.signIn", { readerId: anna })).status).toBe(200);
  expect([await signedIn("a"), await signedIn("b")]).toEqual([userInfo().username, "Anna"]);
  // A new session begins with whoever signed in last.
  expect(await signedIn("c")).toBe("Anna");
});

test("a program that is started again signs in the last reader, and asks where there is a passphrase", async () => {
  const anna = await add("Anna");
  await ask("a", "reader.signIn", { readerId: anna });
  const restart = async () => {
    await app.close();
    app = createApp({ dataFolder, host: { name: "loopback" } });
  };
  await restart();
  expect(await signedIn("a")).toBe("Anna");
  expect((await ask("a", "reader.setPassphrase", { next: "correct horse" })).status).toBe(200);
  await restart();
  expect(await signedIn("a")).toBeNull();
  expect(await ask("a", "reader.signIn", { readerId: anna })).toMatchObject({
    status: 400,
    data: expect.stringContaining("has a passphrase") as string,
  });
  expect(await ask("a", "reader.signIn", { readerId: anna, passphrase: "correct Horse" })).toMatchObject({ status: 400 });
  expect(await signedIn("a")).toBeNull();
  expect((await ask("a", "reader.signIn", { readerId: anna, passphrase: "correct horse" })).status).toBe(200);
  expect([await signedIn("a"), await signedIn("b")]).toEqual(["Anna", null]);
});

describe("where nobody is signed in", () => {
  beforeEach(async () => {
    await ask("a", "reader.signOut", {});
  });

  test.each([
    "/volumes/x/frames/0",
    "/segmentations/x/labels",
    "/segmentations/x/export.nrrd",
    "/instances/1.2",
    "/exports/features/x.csv",
    "/reports/x.html",
    "/featuremaps/x/voxels",
  ])("%s is not answered", async (path) => {
    expect((await get(path, "a")).status).toBe(401);
  });

  test.each(["worklist.counts", "job.list", "model.list", "setting.list"])("%s is not answered", async (procedure) => {
    expect(await ask("a", procedure)).toMatchObject({ status: 401, data: expect.stringContaining("Nobody is signed in") as string });
  });

  test("no reader is added, changed or retired, and no upload begins", async () => {
    expect((await ask("a", "reader.add", details("Eve"))).status).toBe(401);
    expect((await ask("a", "reader.setRetired", { readerId: 1, isRetired: true })).status).toBe(401);
    expect((await ask("a", "reader.setPassphrase", { next: "correct horse" })).status).toBe(401);
    expect((await app.fetch(new Request("http://127.0.0.1/uploads", { method: "POST" }), "a")).status).toBe(401);
  });

  test("the list of readers is, and holds no passphrase", async () => {
    const { data } = await ask("a", "reader.list");
    expect(JSON.stringify(data)).toContain(userInfo().username);
    expect(JSON.stringify(data)).not.toContain("scrypt");
  });
});

describe("attacks", () => {
  test("a reader named in a request, in a header, an address or a cookie changes nothing", async () => {
    const anna = await add("Anna");
    const saved = await ask("a", "setting.save", { name: "s", settings: {}, reader: "Anna", readerId: anna, by: { readerId: anna } });
    expect(saved.status).toBe(200);
    for (const headers of [{ cookie: `reader=${anna}` }, { "x-reader": String(anna) }, { session: "b" }] as ReadonlyArray<
      Record<string, string>
    >)
      expect(((await ask("a", "reader.signedIn", undefined, headers)).data as { name: string }).name).toBe(userInfo().username);
    expect(
      (
        (await (await get(`/api/reader.signedIn?session=b&readerId=${anna}`, "a")).json()) as {
          result: { data: { json: { name: string } } };
        }
      ).result.data.json.name,
    ).toBe(userInfo().username);
  });

  test("nobody signs in as the program itself", async () => {
    expect(await ask("a", "reader.signIn", { readerId: 0 })).toMatchObject({ status: 400, data: "There is no such reader." });
  });

  test("a page of another reader that was left open is not answered as the one who signed in since", async () => {
    const anna = await add("Anna");
    await ask("a", "reader.signIn", { readerId: anna });
    const left = { "x-fascicle-reader": "1" };
    expect(await ask("a", "setting.save", { name: "s", settings: {} }, left)).toMatchObject({ status: 409 });
    expect((await get("/segmentations/x/labels", "a", left)).status).toBe(409);
    // It signs nobody in either.
    expect((await get("/segmentations/x/labels", "a", { "x-fascicle-reader": String(anna) })).status).toBe(400);
  });

  test("a reader who is retired, or sets a passphrase, is signed in nowhere else any more", async () => {
    const anna = await add("Anna");
    for (const session of ["b", "c"]) await ask(session, "reader.signIn", { readerId: anna });
    await ask("b", "reader.setPassphrase", { next: "correct horse" });
    expect([await signedIn("b"), await signedIn("c")]).toEqual(["Anna", null]);
    await ask("b", "reader.setRetired", { readerId: anna, isRetired: true });
    expect(await signedIn("b")).toBeNull();
  });

  test("passphrases are guessed slowly, from however many sessions", async () => {
    const anna = await add("Anna");
    await ask("b", "reader.signIn", { readerId: anna });
    await ask("b", "reader.setPassphrase", { next: "correct horse" });
    const answers = await Promise.all(
      Array.from({ length: 9 }, (_, index) => ask(`s${index}`, "reader.signIn", { readerId: anna, passphrase: `guess ${index}` })),
    );
    expect(answers.filter(({ data }) => String(data).includes("not the right one"))).toHaveLength(5);
    expect(answers.filter(({ data }) => String(data).startsWith("Too many wrong passphrases"))).toHaveLength(4);
  });
});
