import { expect, test } from "vitest";
import { ActiveTime } from "../../../../../src-renderer/rooms/reading/case/activeTime.ts";

test("counts from each act until nothing has happened for so long", () => {
  const time = new ActiveTime(60_000, 0);
  time.act(10_000);
  time.act(50_000);
  // Idle from 110 s on.
  expect(time.take(300_000)).toBe(110_000);
  time.act(400_000);
  expect(time.take(405_000)).toBe(5000);
  expect(time.take(405_000)).toBe(0);
});

test("what is asked for in between adds up to the same", () => {
  const time = new ActiveTime(60_000, 0);
  let sum = 0;
  for (let now = 0; now <= 200_000; now += 7000) {
    if (now < 90_000) time.act(now);
    sum += time.take(now);
  }
  // The last act is at 84 s.
  expect(sum).toBe(84_000 + 60_000);
});

test("keeps what was put back", () => {
  const time = new ActiveTime(60_000, 0);
  time.putBack(time.take(30_000));
  expect(time.take(40_000)).toBe(40_000);
});
