import { randomUUID } from "node:crypto";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { forkProcess } from "../../../../src-main/app/forkProcess.ts";
import { workerPath } from "../../../../src-main/services/jobs/index.ts";
import {
  answerInference,
  createInference,
  type InferenceProcess,
  type InferenceRequest,
} from "../../../../src-main/services/models/index.ts";
import { hashBundleFolder } from "../../../../src-main/services/models/hashBundle.ts";
import { features, sampleBundle, writeBundle } from "./sampleBundle.ts";
import { temporaryFolder } from "../../../temporaryFolder.ts";

const request = {
  kind: "rows" as const,
  modelPath: "/nowhere/model.onnx",
  bundleHash: "0".repeat(64),
  keepSession: true,
  inputTensor: undefined,
  outputTensor: undefined,
  outputValues: "probabilities" as const,
  features: ["a"],
  classes: ["no", "yes"],
  rows: [[1]],
};
const answer = { probabilities: [[0.25, 0.75]], zipMapRemoved: false };

/** Processes that answer as told; each start is noted. */
function fakeProcesses(
  answers: ((request: InferenceRequest, process: { answer(message: unknown): void; exit(code: number | null): void }) => void)[],
) {
  const started: { killed: boolean }[] = [];
  const forkInference = (): InferenceProcess => {
    const onRequest = answers[started.length]!;
    const state = { killed: false };
    started.push(state);
    let onMessage: (message: unknown) => void = () => undefined;
    let onExit: (code: number | null) => void = () => undefined;
    return {
      postMessage: (message) =>
        onRequest(message as InferenceRequest, { answer: (reply) => onMessage(reply), exit: (code) => onExit(code) }),
      onMessage: (listener) => {
        onMessage = listener;
      },
      onExit: (listener) => {
        onExit = listener;
      },
      kill: () => {
        state.killed = true;
      },
    };
  };
  return { started, inference: createInference({ forkInference, modulePath: "worker" }) };
}
const answering = ({ requestId }: InferenceRequest, { answer: reply }: { answer(message: unknown): void }) =>
  reply({ requestId, result: answer });

test("a model that never answers is stopped after its time; the next runs in a new process", async () => {
  vi.useFakeTimers();
  try {
    const { started, inference } = fakeProcesses([() => undefined, answering]);
    const first = inference.run(request).catch((error: Error) => error.message);
    const second = inference.run(request);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(started).toEqual([{ killed: false }]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await first).toMatch(/did not answer within 60 s and was stopped/);
    expect(await second).toEqual(answer);
    expect(started).toEqual([{ killed: true }, { killed: false }]);
  } finally {
    vi.useRealTimers();
  }
});

test("a model that ends its process is reported; those that wait run in a new one", async () => {
  const { started, inference } = fakeProcesses([(_request, { exit }) => exit(134), answering]);
  const first = inference.run(request).catch((error: Error) => error.message);
  const second = inference.run(request);
  expect(await first).toMatch(/made its process end \(exit code 134\)/);
  expect(await second).toEqual(answer);
  expect(started).toHaveLength(2);
});

test("cancelling stops the process at once; a cancelled run that waits never starts", async () => {
  const { started, inference } = fakeProcesses([() => undefined, answering]);
  const running = new AbortController();
  const waiting = new AbortController();
  const first = inference.run(request, { signal: running.signal }).catch((error: Error) => error.message);
  const second = inference.run(request, { signal: waiting.signal }).catch((error: Error) => error.message);
  waiting.abort();
  await vi.waitFor(() => expect(started).toHaveLength(1), { timeout: 15_000 });
  running.abort();
  expect(await first).toMatch(/cancelled/);
  expect(await second).toMatch(/cancelled/);
  expect(started).toEqual([{ killed: true }]);
  expect(await inference.run(request)).toEqual(answer);
});

test("an answer to an earlier run is not taken for this one's", async () => {
  const { inference } = fakeProcesses([
    ({ requestId }, { answer: reply }) => {
      reply({ requestId: requestId - 1, result: { probabilities: [[1, 0]], zipMapRemoved: false } });
      reply({ requestId, result: answer });
    },
  ]);
  expect(await inference.run(request)).toEqual(answer);
});

test("closing ends the process and what runs in it", async () => {
  const { started, inference } = fakeProcesses([() => undefined]);
  const run = inference.run(request).catch((error: Error) => error.message);
  await vi.waitFor(() => expect(started).toHaveLength(1), { timeout: 15_000 });
  inference.close();
  expect(await run).toMatch(/closing/);
  expect(started).toEqual([{ killed: true }]);
  await expect(inference.run(request)).rejects.toThrow(/closing/);
});

test("a process that nobody asks for its time is ended; the next run starts another", async () => {
  vi.useFakeTimers();
  try {
    const { started, inference } = fakeProcesses([answering, answering]);
    await inference.run(request);
    await vi.advanceTimersByTimeAsync(119_999);
    await inference.run(request);
    await vi.advanceTimersByTimeAsync(119_999);
    expect(started).toEqual([{ killed: false }]);
    await vi.advanceTimersByTimeAsync(1);
    expect(started).toEqual([{ killed: true }]);
    expect(await inference.run(request)).toEqual(answer);
    expect(started).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test("a real process that aborts is reported, and a real one answers after it", async () => {
  let starts = 0;
  const inference = createInference({
    modulePath: workerPath("inference"),
    forkInference: (modulePath) => {
      starts += 1;
      return forkProcess(starts === 1 ? join(import.meta.dirname, "abortingWorker.ts") : modulePath);
    },
  });
  await expect(inference.run(request)).rejects.toThrow(/made its process end/);
  // The worker itself answers, in words, that this file is not there.
  await expect(inference.run(request)).rejects.toThrow(/cannot run model\.onnx/);
  expect(starts).toBe(2);
  inference.close();
});

test("the mark that a killed program left is removed at the next start", () => {
  const left = join(tmpdir(), `fascicle-inference-${2 ** 30}_1.a-${randomUUID()}`);
  writeFileSync(left, "");
  fakeProcesses([]).inference.close();
  expect(existsSync(left)).toBe(false);
});

test("a model whose memory is bounded runs without the sessions of others, which would count as its own", async () => {
  const folder = temporaryFolder();
  const [first, second] = await Promise.all(
    ["first", "second"].map(async (name) => {
      const bundle = writeBundle(join(folder, name), { ...sampleBundle(), name });
      const { bundleHash } = await hashBundleFolder(bundle);
      return { ...request, requestId: 1, modelPath: join(bundle, "model.onnx"), bundleHash, features: [...features], rows: [[1, 2]] };
    }),
  );
  const outcome = async (asked: object) => Object.keys(await answerInference(asked as InferenceRequest, () => undefined))[1];
  expect(await outcome(first!)).toBe("result");
  // Only a session that is loaded again looks at the files.
  writeFileSync(first!.modelPath, "damaged");
  expect(await outcome(second!)).toBe("result");
  expect(await outcome(first!)).toBe("result");
  expect(await outcome({ ...second!, memoryBytes: 2 ** 40 })).toBe("result");
  expect(await outcome(first!)).toBe("error");
  rmSync(folder, { recursive: true });
});

test("a module that is not there is reported", async () => {
  const inference = createInference({ forkInference: forkProcess, modulePath: join(import.meta.dirname, "no-such-worker.ts") });
  await expect(inference.run(request)).rejects.toThrow(/made its process end|could not be started/);
  inference.close();
});
