import { expect, test } from "vitest";
import { runAhead } from "../../../../src-main/app/commands/runAhead.ts";

/** A promise that is kept by hand. */
function gate() {
  let open = () => undefined as void;
  const opened = new Promise<void>((resolve) => { open = resolve; });
  return { open, opened };
}
const settled = () => new Promise((resolve) => { setImmediate(resolve); });

test("prepares one item ahead of each lane, and begins them in their order", async () => {
  const gates = Array.from({ length: 6 }, gate);
  const prepared: number[] = [];
  const begun: number[] = [];
  const all = runAhead([0, 1, 2, 3, 4, 5], 2, async (item) => { prepared.push(item); return item * 10; }, async (item, of) => {
    expect(await of()).toBe(item * 10);
    begun.push(item);
    await gates[item]!.opened;
  });
  await settled();
  expect([prepared, begun]).toEqual([[0, 1, 2, 3], [0, 1]]);
  gates[1]!.open();
  await settled();
  expect([prepared, begun]).toEqual([[0, 1, 2, 3, 4], [0, 1, 3]]);
  gates.forEach(({ open }) => open());
  await all;
  expect(begun.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
});

test("what cannot be prepared is told to the work, which goes on with the others", async () => {
  const told: string[] = [];
  await runAhead([1, 2, 3], 1, async (item) => { if (item === 2) throw new Error("unreadable"); return item; }, async (item, of) => {
    told.push(await of().then(() => `${item} done`, (error: Error) => `${item} ${error.message}`));
  });
  expect(told).toEqual(["1 done", "2 unreadable", "3 done"]);
});

test("stops where the work cannot go on", async () => {
  const begun: number[] = [];
  const run = runAhead([1, 2, 3, 4, 5, 6], 2, async (item) => item, async (item) => {
    begun.push(item);
    if (item === 1) throw new Error("the disk is full");
  });
  await expect(run).rejects.toThrow("the disk is full");
  await settled();
  expect(begun.length).toBeLessThan(6);
});
