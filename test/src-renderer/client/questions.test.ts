import { afterEach, expect, test, vi } from "vitest";
import { asQuestion, holdQuestions, releaseQuestions } from "../../../src-renderer/client/questions.ts";

afterEach(releaseQuestions);

test("what was asked before is answered first; what is asked meanwhile is asked afterwards", async () => {
  const order: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = asQuestion(async () => {
    await promise;
    order.push("first answered");
  });
  const holding = holdQuestions().then(() => order.push("held"));
  const second = asQuestion(async () => order.push("second asked"));
  resolve();
  await first;
  await holding;
  expect(order).toEqual(["first answered", "held"]);
  releaseQuestions();
  await second;
  expect(order).toEqual(["first answered", "held", "second asked"]);
});

test("a question that fails is answered too", async () => {
  const failing = asQuestion(() => Promise.reject(new Error("refused")));
  const holding = holdQuestions();
  await expect(failing).rejects.toThrow("refused");
  await holding;
});

test("one that is not answered is not waited for longer than three seconds", async () => {
  vi.useFakeTimers();
  try {
    void asQuestion(() => new Promise(() => undefined));
    let isHeld = false;
    const holding = holdQuestions().then(() => (isHeld = true));
    await vi.advanceTimersByTimeAsync(2900);
    expect(isHeld).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    await holding;
  } finally {
    vi.useRealTimers();
  }
});
