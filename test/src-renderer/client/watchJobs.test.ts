import { beforeEach, expect, test, vi } from "vitest";
import type { Job } from "#shared/domain/job.ts";

const { watch, get } = vi.hoisted(() => ({ watch: vi.fn(), get: vi.fn() }));
vi.mock("../../../src-renderer/client/client.ts", () => ({ client: { job: { watch: { query: watch }, get: { query: get } } } }));
const { watchJob } = await import("../../../src-renderer/client/watchJobs.ts");

const job = (id: string, state: Job["state"]) => ({ id, state }) as Job;

/** One stream that was opened: what it was asked for; what it yields is put by the test. */
class Stream {
  readonly #jobs: Job[] = [];
  #wake = Promise.withResolvers<void>();
  #error: unknown = null;
  readonly jobIds: readonly string[];
  readonly signal: AbortSignal;
  constructor(jobIds: readonly string[], signal: AbortSignal) {
    this.jobIds = jobIds;
    this.signal = signal;
    signal.addEventListener("abort", () => this.#wake.resolve());
  }
  put(...jobs: Job[]): void {
    this.#jobs.push(...jobs);
    this.#wake.resolve();
  }
  break(error: unknown): void {
    this.#error = error;
    this.#wake.resolve();
  }
  async *read(): AsyncGenerator<Job> {
    for (;;) {
      this.signal.throwIfAborted();
      if (this.#error) throw this.#error;
      const next = this.#jobs.shift();
      if (next) yield next;
      else {
        await this.#wake.promise;
        this.#wake = Promise.withResolvers();
      }
    }
  }
}

let streams: Stream[] = [];
beforeEach(() => {
  streams = [];
  watch.mockReset().mockImplementation(({ jobIds }: { jobIds: string[] }, { signal }: { signal: AbortSignal }) => {
    const stream = new Stream(jobIds, signal);
    streams.push(stream);
    return Promise.resolve(stream.read());
  });
  get.mockReset();
});
const opened = (count: number) => vi.waitFor(() => expect(streams).toHaveLength(count));
const open = () => streams.filter(({ signal }) => !signal.aborted).map(({ jobIds }) => jobIds);

test("however many jobs are followed, one request is open, and each job's changes go to who asked for it", async () => {
  const told: string[] = [];
  const ended = ["a", "b", "c"].map((id) => watchJob(id, ({ state }) => told.push(`${id} ${state}`)));
  await opened(1);
  expect(open()).toEqual([["a", "b", "c"]]);
  const late = watchJob("d", ({ state }) => told.push(`d ${state}`));
  await opened(2);
  expect(open()).toEqual([["a", "b", "c", "d"]]);
  streams[1]!.put(job("a", "queued"), job("c", "failed"), job("a", "running"), job("b", "succeeded"), job("d", "cancelled"));
  expect(await ended[2]).toEqual(job("c", "failed"));
  expect(await ended[1]).toEqual(job("b", "succeeded"));
  expect(await late).toEqual(job("d", "cancelled"));
  expect(told).toEqual(["a queued", "c failed", "a running", "b succeeded", "d cancelled"]);
  streams[1]!.put(job("a", "succeeded"));
  expect(await ended[0]).toEqual(job("a", "succeeded"));
});

test("a job that is not known fails by itself; the others are followed further", async () => {
  const error = new Error("There is no such job.");
  get.mockImplementation(({ jobId }: { jobId: string }) =>
    jobId === "gone" ? Promise.reject(error) : Promise.resolve(job(jobId, "running")),
  );
  const gone = watchJob("gone", () => undefined);
  const other = watchJob("other", () => undefined);
  await opened(1);
  streams[0]!.break(error);
  await expect(gone).rejects.toThrow("There is no such job.");
  await opened(2);
  expect(open().at(-1)).toEqual(["other"]);
  streams[1]!.put(job("other", "succeeded"));
  expect(await other).toEqual(job("other", "succeeded"));
});

test("a stream that fails though every job is known ends the waiting, with the reason", async () => {
  get.mockResolvedValueOnce(job("a", "running"));
  const ended = watchJob("a", () => undefined);
  await opened(1);
  streams[0]!.break(new Error("The program does not answer."));
  await expect(ended).rejects.toThrow("The program does not answer.");
  expect(streams).toHaveLength(1);
});
