import { describe, expect, test } from "vitest";
import type { Answer } from "#shared/domain/project/answer.ts";
import type { SaveState } from "../../../../../src-renderer/drawing/strokeQueue.ts";
import { AnswerQueue, type SentAnswer } from "../../../../../src-renderer/rooms/reading/case/answerQueue.ts";

const grade = (value: string): Answer => ({ type: "grade", value });
class Refused extends Error {}

/** A queue whose door fails as often as it is told, one reason after another. */
function queueWith(failures: Error[] = []) {
  const events: string[] = [];
  const waits: number[] = [];
  const states: SaveState[] = [];
  let open = 0;
  let most = 0;
  const queue = new AnswerQueue({
    send: async ({ key, answer }) => {
      most = Math.max(most, ++open);
      await Promise.resolve();
      open--;
      const failure = failures.shift();
      if (failure) throw failure;
      events.push(`${key}=${answer?.type === "grade" ? answer.value : "none"}`);
    },
    isRefused: (error) => error instanceof Refused,
    inWords: (error) => (error as Error).message,
    onKept: ({ key }: SentAnswer) => events.push(`kept ${key}`),
    onRefused: ({ key }, reason) => events.push(`refused ${key}: ${reason}`),
    onChange: (state) => states.push(state),
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
  });
  return { queue, events, waits, states, mostAtOnce: () => most };
}

describe("the queue of answers", () => {
  test("sends one at a time, in the order in which they were given", async () => {
    const { queue, events, states, mostAtOnce } = queueWith();
    for (const [key, value] of [
      ["a", "1"],
      ["b", "2"],
      ["a", "3"],
    ] as const)
      queue.add({ key, answer: grade(value) });
    queue.add({ key: "b", answer: null });
    expect(queue.state).toEqual({ kind: "saving", waiting: 4 });
    await queue.settled();
    expect(events).toEqual(["a=1", "kept a", "b=2", "kept b", "a=3", "kept a", "b=none", "kept b"]);
    expect(mostAtOnce()).toBe(1);
    expect(states.at(-1)).toEqual({ kind: "saved" });
  });

  test("sends again what did not arrive, after longer and longer pauses, and says so meanwhile", async () => {
    const away = () => new Error("The program does not answer.");
    const { queue, events, waits, states } = queueWith([away(), away(), away(), away(), away()]);
    queue.add({ key: "a", answer: grade("1") });
    queue.add({ key: "b", answer: grade("2") });
    await queue.settled();
    expect(events).toEqual(["a=1", "kept a", "b=2", "kept b"]);
    expect(waits).toEqual([500, 1000, 2000, 5000, 5000]);
    expect(states).toContainEqual({ kind: "not saved", waiting: 2, reason: "The program does not answer." });
    expect(queue.state).toEqual({ kind: "saved" });
  });

  test("gives up what a rule refuses, says why, and goes on with the next", async () => {
    const { queue, events, waits } = queueWith([new Refused("This study scores after drawing.")]);
    queue.add({ key: "a", answer: grade("1") });
    queue.add({ key: "b", answer: grade("2") });
    await queue.settled();
    expect(events).toEqual(["refused a: This study scores after drawing.", "b=2", "kept b"]);
    expect(waits).toEqual([]);
  });

  test("is settled at once where nothing waits", async () => {
    const { queue } = queueWith();
    await queue.settled();
    expect(queue.state).toEqual({ kind: "saved" });
  });
});
