import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createLanes, lanes, type Lane } from "../../../../src-main/services/jobs/createLanes.ts";

const lane = fc.constantFrom(...lanes);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("enter" as const), lane }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("leave" as const), lane, which: fc.integer({ min: 0 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("drop" as const), lane, which: fc.integer({ min: 0 }) }) },
);
const bounds = fc.record(
  Object.fromEntries(lanes.map((name) => [name, fc.integer({ min: 1, max: 4 })])) as Record<Lane, fc.Arbitrary<number>>,
);

test("never more in work than the bound, never one waiting beside a free place, and first in, first out within a lane", () => {
  fc.assert(
    fc.property(bounds, fc.array(step, { maxLength: 200 }), (most, steps) => {
      const all = createLanes<number>(most);
      const working = new Map(lanes.map((name) => [name, new Set<number>()]));
      const begun = new Map(lanes.map((name) => [name, [] as number[]]));
      const dropped = new Set<number>();
      const drops: boolean[] = [];
      let next = 0;
      const begin = (name: Lane, item: number) => {
        working.get(name)!.add(item);
        begun.get(name)!.push(item);
      };
      for (const { kind, lane: name, ...rest } of steps) {
        const which = "which" in rest ? rest.which : 0;
        const inWork = [...working.get(name)!];
        const waiting = all.waiting(name);
        if (kind === "enter") {
          if (all.enter(name, next)) begin(name, next);
          next += 1;
        } else if (kind === "leave" && inWork.length > 0) {
          working.get(name)!.delete(inWork[which % inWork.length]!);
          const item = all.leave(name);
          if (item !== undefined) begin(name, item);
        } else if (kind === "drop" && waiting.length > 0) {
          const item = waiting[which % waiting.length]!;
          drops.push(all.drop(name, item), all.drop(name, item));
          dropped.add(item);
        }
        for (const other of lanes) {
          expect(working.get(other)!.size).toBeLessThanOrEqual(most[other]);
          expect(all.waiting(other).length === 0 || working.get(other)!.size === most[other]).toBe(true);
        }
      }
      // Once, and not twice.
      expect(drops).toEqual(drops.map((_, index) => index % 2 === 0));
      // Numbers were given out in order: each lane began its own in rising order, and none that was taken out.
      for (const name of lanes) {
        expect(begun.get(name)).toEqual(begun.get(name)!.toSorted((a, b) => a - b));
        expect(begun.get(name)!.some((item) => dropped.has(item))).toBe(false);
      }
    }),
  );
});
