import { expect, test } from "vitest";
import { createGuard } from "../../../../src-main/services/readers/createGuard.ts";

function guarded() {
  let now = 0;
  let compared = 0;
  const guard = createGuard(() => now);
  const guess = (isRight: boolean, readerId = 1) =>
    guard.guess(readerId, () => {
      compared += 1;
      return Promise.resolve(isRight);
    });
  return { guess, wait: (ms: number) => (now += ms), compared: () => compared };
}

test("after five wrong guesses each costs a wait that doubles, five minutes at most", async () => {
  const { guess, wait, compared } = guarded();
  for (let at = 0; at < 5; at++) expect(await guess(false)).toBe(false);
  for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]) {
    await expect(guess(true)).rejects.toThrow(`Wait ${seconds} second`);
    wait(seconds * 1000 - 1);
    await expect(guess(true)).rejects.toThrow("Wait 1 second,");
    wait(1);
    expect(await guess(false)).toBe(false);
  }
  expect(compared()).toBe(5 + 11);
});

test("many guesses sent at once are compared one after another: no more than five are free", async () => {
  const { guess, compared } = guarded();
  const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => guess(false)));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  expect(compared()).toBe(5);
});

test("a right one ends the wait; readers are counted apart", async () => {
  const { guess, wait } = guarded();
  for (let at = 0; at < 5; at++) await guess(false);
  expect(await guess(true, 2)).toBe(true);
  wait(1000);
  expect(await guess(true)).toBe(true);
  for (let at = 0; at < 5; at++) expect(await guess(false)).toBe(false);
});
