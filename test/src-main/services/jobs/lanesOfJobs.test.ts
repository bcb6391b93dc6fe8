import { rmSync } from "node:fs";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Job } from "#shared/domain/job.ts";
import { createJobs, type Jobs } from "../../../../src-main/services/jobs/index.ts";
import { openStore, type Store } from "../../../../src-main/services/store/index.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";
import { change } from "../../author.ts";

let folder: string;
let store: Store;
beforeEach(() => {
  folder = temporaryFolder();
  store = openStore(folder);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const bounds = { import: 1, engine: 2, inference: 1, registration: 1, preparation: 1, learning: 1 };

/** Jobs that end when they are told to. */
function open(jobs: Jobs) {
  const working = new Map<string, () => void>();
  const log: string[] = [];
  return {
    working,
    log,
    start: (title: string, lane: keyof typeof bounds = "engine") =>
      jobs.start({
        kind: "test",
        lane,
        title,
        discard: () => void log.push(`discarded ${title}`),
        run: ({ signal }) => {
          log.push(`began ${title}`);
          return new Promise<string>((resolve, reject) => {
            working.set(title, () => resolve(title));
            const stopped = () => reject(new Error("stopped"));
            if (signal.aborted) stopped();
            signal.addEventListener("abort", stopped);
          });
        },
      }),
  };
}
/** All that can happen by itself has happened. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const shown = (jobs: Jobs) => jobs.list().map(({ title, state, place }) => [title, state, place]);

test("what is beyond the bound waits, with its place, in the database too; the next begins when one has ended", async () => {
  const jobs = createJobs(store, bounds);
  const { working, start } = open(jobs);
  const ids = ["a", "b", "c", "d"].map((title) => start(title));
  const other = start("e", "import");
  await settled();
  expect([...working.keys()]).toEqual(["a", "b", "e"]);
  expect(jobs.get(ids[2]!)).toMatchObject({ state: "queued", place: 1, phase: "waiting" });
  expect(jobs.get(ids[3]!)).toMatchObject({ state: "queued", place: 2 });
  expect(shown(jobs).filter(([, state]) => state === "queued")).toEqual(
    expect.arrayContaining([
      ["d", "queued", 2],
      ["c", "queued", 1],
    ]),
  );
  expect(store.database.prepare("SELECT count(*) FROM job WHERE state = 'queued'").pluck().get()).toBe(2);
  working.get("b")!();
  expect(await jobs.finished(ids[1]!)).toMatchObject({ state: "succeeded", result: "b", place: null });
  await settled();
  expect(jobs.get(ids[2]!)).toMatchObject({ state: "running", place: null });
  expect(jobs.get(ids[3]!)).toMatchObject({ state: "queued", place: 1 });
  expect(jobs.get(other).state).toBe("running");
  expect(store.database.prepare<[], string>("SELECT state FROM job WHERE title = 'c'").pluck().get()).toBe("running");
  await jobs.close();
});

test("one that waits is cancelled before it begins, and what it was to work on is removed", async () => {
  const jobs = createJobs(store, bounds);
  const { log, start } = open(jobs);
  const ids = ["a", "b", "c", "d"].map((title) => start(title));
  const seen: Array<[Job["state"], number | null]> = [];
  const watching = (async () => {
    for await (const { state, place } of jobs.watch(ids[3]!)) seen.push([state, place]);
  })();
  await settled();
  jobs.cancel(ids[2]!);
  // Its place is the next one's at once, also while what it was to work on is removed.
  expect(ids.map((id) => jobs.get(id).place)).toEqual([null, null, null, 1]);
  expect(await jobs.finished(ids[2]!)).toMatchObject({ state: "cancelled", error: null, place: null });
  expect(jobs.get(ids[3]!).place).toBe(1);
  jobs.cancel(ids[0]!);
  expect((await jobs.finished(ids[0]!)).state).toBe("cancelled");
  await settled();
  jobs.cancel(ids[3]!);
  await watching;
  expect(log).toEqual(["began a", "began b", "discarded c", "began d"]);
  expect(seen[0]).toEqual(["queued", 2]);
  expect(seen.at(-1)).toEqual(["cancelled", null]);
  await jobs.close();
});

test("a job that fails lets the next begin", async () => {
  const jobs = createJobs(store, { ...bounds, engine: 1 });
  const bad = jobs.start({ kind: "test", lane: "engine", title: "bad", run: () => Promise.reject(new Error("bad")) });
  const good = jobs.start({ kind: "test", lane: "engine", title: "good", run: async () => "good" });
  expect((await jobs.finished(bad)).state).toBe("failed");
  expect(await jobs.finished(good)).toMatchObject({ state: "succeeded", result: "good" });
});

test("what waits when the program closes, or is killed, is reported as interrupted", async () => {
  const jobs = createJobs(store, bounds);
  const { log, start } = open(jobs);
  const ids = ["a", "b", "c"].map((title) => start(title));
  await settled();
  await jobs.close();
  expect(createJobs(store).get(ids[2]!)).toMatchObject({ state: "interrupted", error: expect.stringContaining("before this was begun") });
  expect(log).toEqual(["began a", "began b", "discarded c"]);

  change(store, (database) =>
    database
      .prepare(
        "INSERT INTO job (id, kind, title, state, phase, done, process_id, created_at) VALUES ('killed', 'test', 't', 'queued', 'waiting', " +
          "0, ?, '2026-01-01T00:00:00.000Z')",
      )
      .run(2 ** 22 + 1),
  );
  expect(createJobs(store).get("killed")).toMatchObject({ state: "interrupted", place: null });
});

test("whatever is started, ended and cancelled, each job ends once and never more are in work than the bound", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ what: fc.constantFrom("start", "end", "cancel", "wait"), which: fc.integer({ min: 0 }) }), { maxLength: 30 }),
      async (steps) => {
        const jobs = createJobs(store, bounds);
        const { working, log, start } = open(jobs);
        const ids: string[] = [];
        for (const { what, which } of steps) {
          if (what === "start") ids.push(start(String(ids.length)));
          else if (what === "wait") await settled();
          else if (what === "cancel" && ids.length > 0) jobs.cancel(ids[which % ids.length]!);
          else if (what === "end" && working.size > 0) [...working.values()][which % working.size]!();
          expect(ids.filter((id) => jobs.get(id).state === "running").length).toBeLessThanOrEqual(bounds.engine);
          const places = ids.map((id) => jobs.get(id).place).filter((place) => place !== null);
          // Those that wait, in the order in which they were started: 1, 2, 3 ...
          expect(places).toEqual(places.map((_, index) => index + 1));
        }
        await jobs.close();
        for (const [index, id] of ids.entries()) {
          expect(["succeeded", "cancelled", "interrupted"]).toContain(jobs.get(id).state);
          // Begun or discarded, never both.
          expect(log.filter((line) => line.endsWith(` ${index}`))).toHaveLength(1);
        }
      },
    ),
    { numRuns: 20 },
  );
});
