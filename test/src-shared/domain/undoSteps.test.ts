import { array, assert, constantFrom, property, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeChanges, encodeChanges, reverseChanges, type SliceChange } from "#shared/domain/sliceChanges.ts";
import { decodeRuns, encodeRuns } from "#shared/domain/runLength.ts";
import { UndoSteps } from "#shared/domain/undoSteps.ts";

const perSlice = 6;
const slices = 3;
const labelMap = uint8Array({ minLength: perSlice * slices, maxLength: perSlice * slices, max: 3 });
const sliceOf = (labels: Uint8Array, sliceIndex: number) => labels.slice(sliceIndex * perSlice, (sliceIndex + 1) * perSlice);
const isThere = () => true;

/** The change that leads from one label map to another; empty where nothing differs. */
function changesFrom(before: Uint8Array, after: Uint8Array) {
  const changed = Array.from({ length: slices }, (_, k) => k).filter((k) => !Buffer.from(sliceOf(before, k)).equals(sliceOf(after, k)));
  return changed.map((k) => ({ sliceIndex: k, before: encodeRuns(sliceOf(before, k)), after: encodeRuns(sliceOf(after, k)) }));
}

function applied(labels: Uint8Array, changes: readonly SliceChange[]): Uint8Array {
  const next = labels.slice();
  for (const { sliceIndex, after } of changes) decodeRuns(after, next.subarray(sliceIndex * perSlice, (sliceIndex + 1) * perSlice));
  return next;
}

describe("the steps to undo", () => {
  test("walk a session as a program would that keeps every label map (property)", () => {
    assert(
      property(
        array(constantFrom("draw", "draw", "undo", "redo"), { maxLength: 40 }),
        array(labelMap, { minLength: 40, maxLength: 40 }),
        (actions, drawings) => {
          const steps = new UndoSteps();
          let labels: Uint8Array = new Uint8Array(perSlice * slices);
          let states: Uint8Array[] = [labels];
          let place = 0;
          const found: unknown[] = [];
          const truth: unknown[] = [];
          for (const [index, action] of actions.entries()) {
            if (action === "draw") {
              const changes = changesFrom(labels, drawings[index]!);
              if (changes.length === 0) continue;
              steps.record({ strokeId: `${index}`, changes, isOfSegments: false });
              labels = drawings[index]!;
              states = [...states.slice(0, place + 1), labels];
              place++;
            } else {
              const step = steps.next(action);
              const next = action === "undo" ? place - 1 : place + 1;
              found.push(step !== undefined);
              truth.push(states[next] !== undefined);
              if (!step) continue;
              const { changes, untouched } = reverseChanges(step.changes!, (k) => sliceOf(labels, k), isThere);
              found.push(untouched);
              truth.push(0);
              steps.reverse(action, { strokeId: `${index}`, changes, isOfSegments: false });
              labels = applied(labels, changes);
              place = next;
            }
            found.push(labels);
            truth.push(states[place]);
          }
          expect(found).toEqual(truth);
        },
      ),
    );
  });
});

describe("a reversed stroke", () => {
  test("gives back each voxel that is still as it left it, and no other, whatever was drawn since (property)", () => {
    assert(
      property(labelMap, labelMap, labelMap, (before, after, now) => {
        const { changes: reversed, untouched } = reverseChanges(changesFrom(before, after), (k) => sliceOf(now, k), isThere);
        const found = applied(now, reversed);
        let stay = 0;
        for (const at of now.keys()) {
          const isOwn = before[at] !== after[at];
          const isAsLeft = now[at] === after[at];
          expect(found[at]).toBe(isOwn && isAsLeft ? before[at] : now[at]);
          if (isOwn && !isAsLeft) stay++;
        }
        expect(untouched).toBe(stay);
      }),
    );
  });

  test("never gives a voxel to a segment that is gone", () => {
    const changes = changesFrom(new Uint8Array(18).fill(2), new Uint8Array(18).fill(1));
    expect(
      reverseChanges(
        changes,
        () => new Uint8Array(6).fill(1),
        (label) => label !== 2,
      ),
    ).toEqual({ changes: [], untouched: 18 });
  });
});

describe("changes", () => {
  test("pass through bytes unchanged (property)", () => {
    assert(
      property(labelMap, labelMap, (before, after) => {
        const changes = changesFrom(before, after);
        expect(decodeChanges(encodeChanges(changes))).toEqual(changes);
      }),
    );
  });

  test("that are cut short are refused", () => {
    const bytes = encodeChanges(changesFrom(new Uint8Array(18), new Uint8Array(18).fill(1)));
    expect(() => decodeChanges(bytes.subarray(0, -1))).toThrow(RangeError);
    expect(() => decodeChanges(bytes.subarray(0, 4))).toThrow(RangeError);
  });
});
