import { describe, expect, test } from "vitest";
import { nextReading, opensAt, type PlannedReading } from "#shared/domain/project/nextReading.ts";

const reading = (id: string, over: Partial<PlannedReading> = {}): PlannedReading => ({
  id,
  caseId: id.slice(0, 1),
  pass: Number(id.slice(1)),
  position: 1,
  isTraining: false,
  state: "open",
  openedAt: null,
  submittedAt: null,
  isAsking: false,
  ...over,
});
const submitted = (id: string, at: string, over: Partial<PlannedReading> = {}) =>
  reading(id, { state: "submitted", openedAt: "2026-01-01T00:00:00Z", submittedAt: at, ...over });
const washouts = [null, "P2M"];

describe("the washout of a case", () => {
  test.each([
    // Worked by hand on the calendar: the day that a month does not have is its last one.
    ["2026-01-15T09:30:00.000Z", "2026-03-15T09:30:00.000Z"],
    ["2025-12-31T23:59:59.999Z", "2026-02-28T23:59:59.999Z"],
    ["2027-12-31T08:00:00.000Z", "2028-02-29T08:00:00.000Z"],
  ])("of two months from %s ends at %s", (at, ends) => {
    expect(opensAt(reading("a2"), [submitted("a1", at), reading("a2")], washouts)).toBe(ends);
  });

  test("is that of the reader's own submission of this case; not submitted yet, it has no end", () => {
    const all = [reading("a1", { openedAt: "2026-01-01T00:00:00Z" }), submitted("b1", "2026-01-05T00:00:00.000Z"), reading("a2")];
    expect(opensAt(all[2]!, all, washouts)).toBeNull();
    expect(opensAt(all[0]!, all, washouts)).toBeUndefined();
  });

  test("counts from a reading that was withdrawn too, if it was opened", () => {
    const withdrawn = submitted("a1", "2026-01-15T09:30:00.000Z", { state: "withdrawn" });
    expect(opensAt(reading("a2"), [withdrawn, reading("a2")], washouts)).toBe("2026-03-15T09:30:00.000Z");
    const left = reading("a1", { state: "withdrawn", openedAt: "2026-01-10T00:00:00.000Z" });
    expect(opensAt(reading("a2"), [left, reading("a2")], washouts)).toBe("2026-03-10T00:00:00.000Z");
    expect(opensAt(reading("a2"), [reading("a1", { state: "withdrawn" }), reading("a2")], washouts)).toBeUndefined();
  });

  test("a millisecond before its end the case is not opened, at its end it is", () => {
    const all = [submitted("a1", "2026-01-15T09:30:00.000Z"), reading("a2")];
    expect(nextReading(all, washouts, "2026-03-15T09:29:59.999Z").next).toBeNull();
    expect(nextReading(all, washouts, "2026-03-15T09:30:00.000Z").next?.id).toBe("a2");
  });
});

describe("the next case", () => {
  test("is the first of the order; while it waits for its washout none is taken before it", () => {
    const all = [
      submitted("a1", "2026-01-15T00:00:00.000Z", { position: 2 }),
      submitted("b1", "2026-01-20T00:00:00.000Z", { position: 1 }),
      reading("b2", { position: 1 }),
      reading("a2", { position: 2 }),
    ];
    expect(nextReading(all, washouts, "2026-03-16T00:00:00.000Z").next).toBeNull();
    expect(nextReading(all, washouts, "2026-03-16T00:00:00.000Z").waiting).toEqual([
      { reading: all[2], opens: "2026-03-20T00:00:00.000Z" },
    ]);
    expect(nextReading(all, washouts, "2026-03-21T00:00:00.000Z").next?.id).toBe("b2");
  });

  test("is none while the first of the order is out in a packet; what is out waits for no washout here", () => {
    const all = [submitted("a1", "2026-01-15T09:30:00.000Z"), reading("a2", { isAway: true }), reading("b2", { position: 2 })];
    const { next, away, waiting } = nextReading(all, washouts, "2026-02-01T00:00:00.000Z");
    expect([next, away?.id, waiting]).toEqual([null, "a2", []]);
    expect(nextReading([all[2]!], washouts, "2026-02-01T00:00:00.000Z")).toMatchObject({ next: { id: "b2" }, away: null });
  });

  test("comes after the one that is open was submitted, or while a question about it waits", () => {
    const open = { openedAt: "2026-01-01T00:00:00Z" };
    const second = reading("b1", { position: 2 });
    expect(nextReading([reading("a1", open), second], washouts, "2026-01-02T00:00:00Z")).toMatchObject({
      next: null,
      blocking: { id: "a1" },
    });
    expect(nextReading([reading("a1", { ...open, isAsking: true }), second], washouts, "2026-01-02T00:00:00Z").next?.id).toBe("b1");
  });

  test("waits while questions about two cases wait for their answers", () => {
    const asking = { openedAt: "2026-01-01T00:00:00Z", isAsking: true };
    const [first, second, third] = [reading("a1", asking), reading("b1", { ...asking, position: 2 }), reading("c1", { position: 3 })];
    const now = "2026-01-02T00:00:00Z";
    expect(nextReading([first, second, third], washouts, now)).toMatchObject({ next: null, asking: [{ id: "a1" }, { id: "b1" }] });
    const submitted = { ...first, state: "submitted" as const, submittedAt: now };
    expect(nextReading([submitted, second, third], washouts, now).next?.id).toBe("c1");
  });

  test("is a training case until all of them are submitted", () => {
    const training = reading("t1", { isTraining: true, position: 1, openedAt: "2026-01-01T00:00:00Z", isAsking: true });
    const counted = reading("a1", { position: 2 });
    expect(nextReading([training, counted], washouts, "2026-01-02T00:00:00Z").next).toBeNull();
    const done = { ...training, state: "submitted" as const, submittedAt: "2026-01-02T00:00:00Z" };
    expect(nextReading([done, counted], washouts, "2026-01-03T00:00:00Z").next?.id).toBe("a1");
  });
});
