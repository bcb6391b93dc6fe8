import { expect, it } from "vitest";
import type { DrawnStroke } from "../../../src-renderer/client/segmentationDoor.ts";
import { NothingToDrawOn, StrokeQueue, type SaveState } from "../../../src-renderer/drawing/strokeQueue.ts";

const stroke = (tool: string): DrawnStroke => ({
  id: tool,
  reverses: null,
  tool,
  // One voxel of background becomes one of segment 1.
  changes: [{ sliceIndex: 0, before: Uint8Array.of(0, 1), after: Uint8Array.of(1, 1) }],
});

it("sends strokes one after another, each on the revision of the one before", async () => {
  const sent: string[] = [];
  let underWay = 0;
  const queue = new StrokeQueue({
    revision: 7,
    send: async (base, { tool }) => {
      expect(++underWay).toBe(1);
      await Promise.resolve();
      sent.push(`${tool} on ${base}`);
      underWay--;
      return base + 1;
    },
    onChange: () => {},
    refresh: () => Promise.reject(new Error("nothing is stale")),
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
    send: async (base, { tool }) => {
      if (failures-- > 0) throw new Error("The disk is full.");
      sent.push(tool);
      return base + 1;
    },
    onChange: (state) => states.push(state),
    refresh: () => Promise.reject(new Error("nothing is stale")),
    wait: (milliseconds) => {
      pauses.push(milliseconds);
      return Promise.resolve();
    },
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
  const queue = new StrokeQueue({
    revision: 0,
    send: (base) => Promise.resolve(base + 1),
    onChange: () => {},
    refresh: () => Promise.resolve(),
    wait: () => Promise.resolve(),
  });
  queue.add(stroke("a"));
  await queue.settled();
  queue.add(stroke("b"));
  await queue.settled();
  expect(queue.revision).toBe(2);
});

it("follows the door before it sends again where the label map there has become another", async () => {
  const sent: string[] = [];
  const queue: StrokeQueue = new StrokeQueue({
    revision: 3,
    send: (base, { tool }) => {
      sent.push(`${tool} on ${base}`);
      return Promise.resolve(base === 3 ? null : base + 1);
    },
    refresh: () => {
      sent.push("refreshed");
      queue.rebase(
        8,
        queue.waiting.map(({ id }) => stroke(`${id}'`)),
      );
      return Promise.resolve();
    },
    onChange: () => {},
    wait: () => Promise.resolve(),
  });
  queue.add(stroke("a"));
  queue.add(stroke("b"));
  await queue.settled();
  expect(sent).toEqual(["a on 3", "refreshed", "a' on 8", "b' on 9"]);
  expect([queue.revision, queue.state]).toEqual([10, { kind: "saved" }]);
});

it("asks what else is there where a stroke turns out to have been kept before", async () => {
  const sent: string[] = [];
  // Kept at 4, and its answer lost; meanwhile another drew 5.
  const queue: StrokeQueue = new StrokeQueue({
    revision: 3,
    send: (base, { id }) => {
      sent.push(`${id} on ${base}`);
      return Promise.resolve(id === "a" ? 4 : base + 1);
    },
    refresh: () => {
      sent.push("refreshed");
      queue.rebase(5, queue.waiting);
      return Promise.resolve();
    },
    onChange: () => {},
    wait: () => Promise.resolve(),
  });
  queue.rebase(5, []);
  queue.add(stroke("a"));
  queue.add(stroke("b"));
  await queue.settled();
  expect(sent).toEqual(["a on 5", "refreshed", "b on 5"]);
  expect(queue.revision).toBe(6);
});

it("gives up, and is done, where what was drawn on is gone", async () => {
  const states: SaveState[] = [];
  let sent = 0;
  const queue = new StrokeQueue({
    revision: 0,
    send: () => {
      sent++;
      return Promise.reject(new NothingToDrawOn("deleted"));
    },
    refresh: () => Promise.reject(new NothingToDrawOn("deleted")),
    onChange: (state) => states.push(state),
    wait: () => Promise.reject(new Error("there is nothing to wait for")),
  });
  queue.add(stroke("a"));
  queue.add(stroke("b"));
  await queue.settled();
  expect([sent, queue.waiting, states.at(-1)]).toEqual([1, [], { kind: "saved" }]);
  await queue.refresh();
  expect(queue.state).toEqual({ kind: "saved" });
});

/** A queue whose door says what it was sent, and answers when it is let go. */
function held() {
  const sent: string[] = [];
  let refreshed = 0;
  const queue: StrokeQueue = new StrokeQueue({
    revision: 3,
    send: async (base, { tool }) => {
      await Promise.resolve();
      sent.push(`${tool} on ${base}`);
      return base + 1;
    },
    onChange: () => {},
    refresh: () => {
      refreshed += 1;
      queue.rebase(20, queue.waiting);
      return Promise.resolve();
    },
    wait: () => Promise.resolve(),
  });
  return { queue, sent, refreshed: () => refreshed };
}

it("does other work between strokes: after those drawn before, and before those drawn meanwhile", async () => {
  const { queue, sent } = held();
  queue.add(stroke("a"));
  const renamed = queue.exclusively(async (base) => {
    sent.push(`rename on ${base}`);
    queue.add(stroke("b"));
    await Promise.resolve();
    return base + 1;
  });
  await renamed;
  await queue.settled();
  expect(sent).toEqual(["a on 3", "rename on 4", "b on 5"]);
  expect(queue.revision).toBe(6);
});

it("loads the label map before it goes on where other work found another one, and goes on where the work was refused", async () => {
  const { queue, sent, refreshed } = held();
  await queue.exclusively(() => Promise.resolve(null));
  await queue.settled();
  expect([refreshed(), queue.revision]).toEqual([1, 20]);
  await expect(queue.exclusively(() => Promise.reject(new Error("refused")))).rejects.toThrow("refused");
  queue.add(stroke("c"));
  await queue.settled();
  expect(sent).toEqual(["c on 20"]);
});

it("does several of them one after another", async () => {
  const { queue } = held();
  let underWay = 0;
  const work = async (base: number) => {
    expect(++underWay).toBe(1);
    await Promise.resolve();
    underWay--;
    return base + 1;
  };
  await Promise.all([queue.exclusively(work), queue.exclusively(work), queue.exclusively(work)]);
  expect(queue.revision).toBe(6);
});
