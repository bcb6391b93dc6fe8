import { join } from "node:path";
import { availableParallelism } from "node:os";
import { afterEach, expect, test } from "vitest";
import { forkProcess } from "../../../../src-main/app/forkProcess.ts";
import { createEnginePool, type EnginePool } from "../../../../src-main/services/engine/index.ts";

let pools: EnginePool[] = [];
afterEach(() => {
  for (const pool of pools) pool.close();
  pools = [];
});
const open = (options: Partial<Parameters<typeof createEnginePool>[0]> = {}) => {
  const pool = createEnginePool({
    forkProcess,
    modulePath: join(import.meta.dirname, "badTasks.ts"),
    setup: { word: "set up" },
    processes: 1,
    ...options,
  });
  pools.push(pool);
  return pool;
};
const what = { what: "mask.nii on image.nii" };
const process = async (pool: EnginePool) => ((await pool.run("echo", 1, what)) as { process: number }).process;

test("a task is run on its input, with what the process was set up with; parts come before the result", async () => {
  const parts: unknown[] = [];
  const input = { numbers: Float64Array.of(1, Number.NaN, Infinity), bytes: Uint8Array.of(1, 2) };
  const answer = await open().run("echo", input, { ...what, onPart: (part) => parts.push(part) });
  expect(answer).toMatchObject({ input, word: "set up", threads: availableParallelism() });
  expect(parts).toEqual(["a part"]);
});

test("one process serves one task after the other, and two at once share the cores", async () => {
  const pool = open({ processes: 2 });
  expect(await process(pool)).toBe(await process(pool));
  const [a, b] = (await Promise.all([pool.run("echo", 1, what), pool.run("echo", 2, what)])) as Array<{ process: number; threads: number }>;
  expect(a!.process).not.toBe(b!.process);
  expect(b!.threads).toBe(Math.max(1, Math.floor(availableParallelism() / 2)));
});

test("a task's refusal is its words; any other error is told without its own, which could name a patient", async () => {
  const pool = open();
  await expect(pool.run("refuse", 0, what)).rejects.toThrow("The mask is empty.");
  const fault = await pool.run("fault", 0, what).catch((error: unknown) => error as Error);
  expect(fault).toMatchObject({ name: "RangeError" });
  expect((fault as Error).message).not.toContain("Doe");
});

test.each([
  ["abort", "SIGABRT"],
  ["kill", "SIGKILL: perhaps the machine ran out of memory"],
  ["exit", "exit code 3"],
])("a process that ends by %s fails its own task in words, and the next has a new one", async (task, words) => {
  const pool = open();
  const before = await process(pool);
  const [bad, good] = await Promise.allSettled([pool.run(task, 0, what), pool.run("echo", 5, what)]);
  expect((bad as PromiseRejectedResult).reason).toMatchObject({
    name: "PlainError",
    message: expect.stringContaining(`ended (${words}) while measuring mask.nii on image.nii`) as string,
  });
  expect(good).toMatchObject({ status: "fulfilled", value: { input: 5 } });
  expect((good as PromiseFulfilledResult<{ process: number }>).value.process).not.toBe(before);
});

test("where several were given to the process that ended, only the one that ends it alone fails", async () => {
  const pool = open({ ahead: 4 });
  const all = await Promise.allSettled([
    pool.run("echo", 1, what),
    pool.run("abort", 2, { what: "the bad one" }),
    pool.run("echo", 3, what),
    pool.run("echo", 4, what),
    pool.run("echo", 5, what),
  ]);
  expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled", "fulfilled"]);
  expect(String((all[1] as PromiseRejectedResult).reason)).toContain("the bad one");
});

test("a process that takes more memory than it may is ended, in words", async () => {
  const pool = open({ memoryBytes: 300 * 2 ** 20 });
  await expect(pool.run("grow", 0, what)).rejects.toThrow("Measuring mask.nii on image.nii took more memory");
  expect(await process(pool)).toBeGreaterThan(0);
});

test("cancelling reaches what polls the flag, and the process goes on serving", async () => {
  const pool = open();
  const before = await process(pool);
  const controller = new AbortController();
  let reports = 0;
  const running = pool.run("untilCancelled", 0, {
    ...what,
    signal: controller.signal,
    onProgress: () => {
      reports += 1;
      controller.abort();
    },
  });
  await expect(running).rejects.toThrow("a task of the engine failed");
  expect(reports).toBeGreaterThan(0);
  expect(await process(pool)).toBe(before);
});

test("a process that does not hear of cancelling is ended, and a new one serves the next", async () => {
  const pool = open();
  const before = await process(pool);
  const controller = new AbortController();
  const running = pool.run("deaf", 0, { ...what, signal: controller.signal, onPart: () => controller.abort() });
  await expect(running).rejects.toThrow("aborted");
  expect(await process(pool)).not.toBe(before);
});

test("what waits is cancelled at once, and what a reader waits for goes first", async () => {
  const pool = open();
  const [blocking, waiting] = [new AbortController(), new AbortController()];
  const begun = Promise.withResolvers<void>();
  const order: string[] = [];
  const first = pool.run("untilCancelled", 0, { ...what, signal: blocking.signal, onProgress: () => begun.resolve() });
  first.catch(() => undefined);
  const late = pool.run("echo", 1, what).then(() => order.push("late"));
  const urgent = pool.run("echo", 2, { ...what, first: true }).then(() => order.push("urgent"));
  const dropped = pool.run("echo", 3, { ...what, signal: waiting.signal });
  await begun.promise;
  waiting.abort();
  await expect(dropped).rejects.toThrow("aborted");
  blocking.abort();
  await Promise.all([late, urgent]);
  expect(order).toEqual(["urgent", "late"]);
});

test("closing ends what runs and what waits, in words", async () => {
  const pool = open();
  const begun = Promise.withResolvers<void>();
  const running = pool.run("untilCancelled", 0, { ...what, onProgress: () => begun.resolve() });
  const waiting = pool.run("echo", 1, what);
  const both = Promise.allSettled([running, waiting]);
  await begun.promise;
  pool.close();
  for (const { status, reason } of (await both) as PromiseRejectedResult[]) {
    expect(status).toBe("rejected");
    expect(String(reason)).toContain("closing");
  }
  await expect(pool.run("echo", 2, what)).rejects.toThrow("closing");
});

test("a module that is not there fails what it was to do, in words", async () => {
  const pool = open({ modulePath: join(import.meta.dirname, "no-such-module.ts") });
  await expect(pool.run("echo", 1, what)).rejects.toThrow("The engine's process ended (exit code 1)");
});
