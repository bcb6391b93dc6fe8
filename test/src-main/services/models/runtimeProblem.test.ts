import { expect, test } from "vitest";
import { createInference, runtimeProblem } from "../../../../src-main/services/models/index.ts";
import { openApp } from "../../app/openApp.ts";

// What the package onnxruntime-node 1.30.0 holds, by its own listing.
const made = [
  ["darwin", "arm64"],
  ["linux", "x64"],
  ["linux", "arm64"],
  ["win32", "x64"],
  ["win32", "arm64"],
] as const;

test.each(made)("models run on %s %s", (platform, architecture) => {
  expect(runtimeProblem(platform, architecture)).toBeUndefined();
});

test("where there is no runtime, the words say why and what works", () => {
  expect(runtimeProblem("darwin", "x64")).toMatch(
    /^Models cannot be run on a Mac with an Intel processor: ONNX Runtime, which runs them, is not made for it\. Everything else works here\./,
  );
  expect(runtimeProblem("freebsd", "x64")).toMatch(/^Models cannot be run on this kind of machine \(freebsd, x64\)/);
  expect(runtimeProblem("linux", "x64", () => false)).toBeDefined();
});

test("a run is refused in these words, and no process is started", async () => {
  let started = 0;
  const inference = createInference({
    forkInference: () => {
      started += 1;
      throw new Error("started");
    },
    modulePath: "worker",
    problem: runtimeProblem("darwin", "x64"),
  });
  await expect(
    inference.run({
      kind: "rows",
      bundleHash: "",
      keepSession: false,
      modelPath: "m",
      inputTensor: undefined,
      outputTensor: undefined,
      outputValues: "probabilities",
      features: [],
      classes: [],
      rows: [],
    }),
  ).rejects.toThrow(/^Models cannot be run on a Mac with an Intel processor/);
  expect(started).toBe(0);
});

test("the program starts without loading the runtime, and the window can ask", async () => {
  const opened = openApp();
  expect(await opened.query("model.runtime")).toEqual({ problem: runtimeProblem() ?? null });
  await opened.close();
});
