import { rmSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PlainError } from "#shared/domain/plainError.ts";
import { createJobs, type JobContext, type Jobs } from "../../../../src-main/services/jobs/index.ts";
import { openStore, type Store } from "../../../../src-main/services/store/index.ts";
import { change } from "../../author.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

let folder: string;
let store: Store;
let jobs: Jobs;
beforeEach(() => {
  folder = temporaryFolder();
  store = openStore(folder);
  jobs = createJobs(store);
});
afterEach(async () => {
  await jobs.close();
  store.close();
  rmSync(folder, { recursive: true });
});

const aborted = (context: JobContext) =>
  new Promise<never>((_resolve, reject) => context.signal.addEventListener("abort", () => reject(new Error("stopped"))));

test("a job's result is kept in the database", async () => {
  const id = jobs.start({
    kind: "test",
    lane: "engine",
    title: "counting",
    run: async ({ progress }) => {
      progress({ phase: "one", done: 1, total: 2 });
      return { answer: 42 };
    },
  });
  expect(await jobs.finished(id)).toMatchObject({
    state: "succeeded",
    result: { answer: 42 },
    done: 1,
    total: 2,
    phase: "one",
    error: null,
  });
  expect(createJobs(store).get(id)).toMatchObject({ state: "succeeded", result: { answer: 42 } });
});

test("results that are not kept whole are told whole of the last jobs only, and as they are kept of those before", async () => {
  const ids: string[] = [];
  for (let number = 0; number < 40; number += 1) {
    const id = jobs.start({
      kind: "test",
      lane: "engine",
      title: "naming",
      run: async () => ({ names: [`file ${number}`] }),
      kept: ({ names }) => ({ names: names.map(() => "a file") }),
    });
    ids.push(id);
    expect((await jobs.finished(id)).result).toEqual({ names: [`file ${number}`] });
  }
  const whole = ids.filter((id, number) => JSON.stringify(jobs.get(id).result) === JSON.stringify({ names: [`file ${number}`] }));
  expect(whole).toEqual(ids.slice(-32));
  expect(jobs.get(ids[0]!)).toMatchObject({ state: "succeeded", result: { names: ["a file"] } });
});

test("a PlainError is told as it stands; anything else without its words, which could hold a patient's name", async () => {
  const plain = jobs.start({ kind: "test", lane: "engine", title: "a", run: () => Promise.reject(new PlainError("The mask is empty.")) });
  const other = jobs.start({
    kind: "test",
    lane: "engine",
    title: "b",
    run: () => Promise.reject(new Error("cannot open /home/x/Doe^John.dcm")),
  });
  expect((await jobs.finished(plain)).error).toBe("The mask is empty.");
  const { state, error } = await jobs.finished(other);
  expect(state).toBe("failed");
  expect(error).not.toContain("Doe");
});

test("cancelling sets the shared flag and the signal, and the job ends as cancelled", async () => {
  let flag: SharedArrayBuffer | undefined;
  const id = jobs.start({
    kind: "test",
    lane: "engine",
    title: "a",
    run: (context) => {
      flag = context.cancelFlag;
      return aborted(context);
    },
  });
  await Promise.resolve();
  jobs.cancel(id);
  expect((await jobs.finished(id)).state).toBe("cancelled");
  expect(Atomics.load(new Int32Array(flag!), 0)).toBe(1);
});

test("watching tells the present state first, each later one once, and the end", async () => {
  let go: () => void = () => undefined;
  const started = new Promise<void>((resolve) => {
    go = resolve;
  });
  const id = jobs.start({
    kind: "test",
    lane: "engine",
    title: "a",
    run: async ({ progress }) => {
      await started;
      for (let i = 1; i <= 1000; i += 1) progress({ done: i, total: 1000 });
    },
  });
  const seen: Array<[string, number]> = [];
  for await (const job of jobs.watch(id)) {
    seen.push([job.state, job.done]);
    go();
  }
  expect(seen[0]).toEqual(["running", 0]);
  expect(seen.at(-1)).toEqual(["succeeded", 1000]);
  // Ten times a second at most: a thousand steps in one go are not a thousand messages.
  expect(seen.length).toBeLessThan(10);
});

test("several jobs are watched at once, each until its own end", async () => {
  const { promise: first, resolve: endFirst } = Promise.withResolvers<void>();
  const { promise: second, resolve: endSecond } = Promise.withResolvers<void>();
  const ids = [first, second].map((end) => jobs.start({ kind: "test", lane: "engine", title: "a", run: () => end }));
  const seen: string[] = [];
  for await (const { id, state } of jobs.watchEach(ids)) {
    seen.push(`${ids.indexOf(id)} ${state}`);
    if (seen.length === 2) endFirst();
    if (seen.at(-1) === "0 succeeded") endSecond();
  }
  expect(seen).toEqual(["0 running", "1 running", "0 succeeded", "1 succeeded"]);
});

test("where one of several jobs is not known, nothing is watched", async () => {
  const id = jobs.start({ kind: "test", lane: "engine", title: "a", run: async () => undefined });
  await expect(jobs.watchEach(["nothing", id]).next()).rejects.toThrow("There is no such job.");
});

test("a watcher that goes away does not hold anything", async () => {
  const id = jobs.start({ kind: "test", lane: "engine", title: "a", run: aborted });
  const controller = new AbortController();
  const seen: string[] = [];
  for await (const job of jobs.watch(id, controller.signal)) {
    seen.push(job.state);
    controller.abort();
  }
  expect(seen).toEqual(["running"]);
});

test("what a gone process left unfinished is reported as interrupted; a living one's goes on", () => {
  const insert = store.database.prepare(
    "INSERT INTO job (id, kind, title, state, phase, done, process_id, created_at) VALUES (?, 'import', 't', 'running', 'p', 5, ?, '2026-01-01T00:00:00.000Z')",
  );
  change(store, () => {
    insert.run("gone", 2 ** 22 + 1);
    insert.run("alive", process.ppid);
  });
  const again = createJobs(store);
  expect(again.get("gone")).toMatchObject({ state: "interrupted", done: 5, error: expect.stringContaining("ended before") });
  expect(again.get("alive").state).toBe("running");
});

test("an unknown job is told in words", () => {
  expect(() => jobs.get("nowhere")).toThrow("There is no such job.");
});

test("an end that the database cannot take (a full disk) is told all the same, and does not end the program", async () => {
  const id = jobs.start({
    kind: "test",
    lane: "engine",
    title: "a",
    run: async () => {
      // The disk is full from now on: no page can be added.
      store.database.pragma(`max_page_count = ${store.database.pragma("page_count", { simple: true }) as number}`);
      return "x".repeat(1 << 20);
    },
  });
  expect((await jobs.finished(id)).state).toBe("succeeded");
  expect(jobs.list().find((job) => job.id === id)).toMatchObject({ state: "succeeded" });
  // The database itself knows only that it began: the next start reports it as interrupted.
  expect(createJobs(store).get(id).state).toBe("interrupted");
});
