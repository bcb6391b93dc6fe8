import { expect, it } from "vitest";
import type { DrawnStroke } from "../../../../../src-renderer/rooms/reading/drawing/mergeStroke.ts";
import { StrokeQueue, type SaveState } from "../../../../../src-renderer/rooms/reading/drawing/strokeQueue.ts";

const stroke = (tool: string): DrawnStroke => ({
  stroke: { tool, slices: [{ sliceIndex: 0, labels: Uint8Array.of(1) }] }, before: [{ sliceIndex: 0, labels: Uint8Array.of(0) }],
});

it("sends strokes one after another, each on the revision of the one before", async () => {
  const sent: string[] = [];
  let underWay = 0;
  const queue = new StrokeQueue({
    revision: 7,
    send: async (base, { stroke: { tool } }) => {
      expect(++underWay).toBe(1);
      await Promise.resolve();
      sent.push(`${tool} on ${base}`);
      underWay--;
      return base + 1;
    },
    onChange: () => {},
    wait: () => Promise.resolve(),
  });
  for (const tool of ["a", "b", "c"]) queue.add(stroke(tool));
  await queue.settled();
  expect(sent).toEqual(["a on 7", "b on 8", "c on 9"]);
  expect(queue.revision).toBe(10);
});

it("keeps a stroke that was not taken, says why, and sends it again before any other", async () => {
  const sent: string[] = [];
  const states: SaveState[] = [];
  const pauses: number[] = [];
  let failures = 2;
  const queue = new StrokeQueue({
    revision: 0,
    send: async (base, { stroke: { tool } }) => {
      if (failures-- > 0) throw new Error("The disk is full.");
      sent.push(tool);
      return base + 1;
    },
    onChange: (state) => states.push(state),
    wait: (milliseconds) => { pauses.push(milliseconds); return Promise.resolve(); },
  });
  queue.add(stroke("a"));
  queue.add(stroke("b"));
  await queue.settled();
  expect(sent).toEqual(["a", "b"]);
  expect(states).toContainEqual({ kind: "not saved", waiting: 2, reason: "The disk is full." });
  expect(states.at(-1)).toEqual({ kind: "saved" });
  expect(pauses).toHaveLength(2);
  expect(pauses[1]).toBeGreaterThan(pauses[0]!);
});

it("runs again after it was idle", async () => {
  const queue = new StrokeQueue({ revision: 0, send: (base) => Promise.resolve(base + 1), onChange: () => {}, wait: () => Promise.resolve() });
  queue.add(stroke("a"));
  await queue.settled();
  queue.add(stroke("b"));
  await queue.settled();
  expect(queue.revision).toBe(2);
});
