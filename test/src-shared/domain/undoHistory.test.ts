import { array, assert, constantFrom, integer, property, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Stroke } from "#shared/domain/segment.ts";
import { emptyUndoHistory, recordStroke, redo, undo } from "#shared/domain/undoHistory.ts";

const perSlice = 6;
const slices = 3;
const labelMap = uint8Array({ minLength: perSlice * slices, maxLength: perSlice * slices, max: 3 });

function applied(labels: Uint8Array, stroke: Stroke): Uint8Array {
  const next = labels.slice();
  for (const slice of stroke.slices) next.set(slice.labels, slice.sliceIndex * perSlice);
  return next;
}

/** The stroke that leads from one label map to another, and what its slices held before. Undefined where nothing differs. */
function strokeBetween(tool: string, before: Uint8Array, after: Uint8Array, voxelsPerSlice: number): { stroke: Stroke; before: Stroke["slices"] } | undefined {
  const sliceOf = (labels: Uint8Array, sliceIndex: number) => labels.slice(sliceIndex * voxelsPerSlice, (sliceIndex + 1) * voxelsPerSlice);
  const changed = Array.from({ length: before.length / voxelsPerSlice }, (_, sliceIndex) => sliceIndex)
    .filter((sliceIndex) => !Buffer.from(sliceOf(before, sliceIndex)).equals(sliceOf(after, sliceIndex)));
  if (changed.length === 0) return undefined;
  const copies = (labels: Uint8Array) => changed.map((sliceIndex) => ({ sliceIndex, labels: sliceOf(labels, sliceIndex) }));
  return { stroke: { tool, slices: copies(after) }, before: copies(before) };
}

describe("the undo history", () => {
  test("walks a session as one that keeps every label map would (property)", () => {
    // The other program: a list of whole label maps and a place in it.
    assert(property(array(constantFrom("draw", "draw", "undo", "redo"), { maxLength: 40 }), array(labelMap, { minLength: 40, maxLength: 40 }), (actions, drawings) => {
      let history = emptyUndoHistory;
      let labels: Uint8Array = new Uint8Array(perSlice * slices);
      let states: Uint8Array[] = [labels];
      let place = 0;
      const seen: (Uint8Array | undefined)[][] = [];
      const tools: (string | undefined)[][] = [];
      for (const [index, action] of actions.entries()) {
        if (action === "draw") {
          const found = strokeBetween("brush", labels, drawings[index]!, perSlice);
          if (!found) continue;
          history = recordStroke(history, found.stroke, found.before);
          labels = applied(labels, found.stroke);
          states = [...states.slice(0, place + 1), drawings[index]!];
          place++;
        } else {
          const step = action === "undo" ? undo(history) : redo(history);
          const next = action === "undo" ? place - 1 : place + 1;
          tools.push([step?.stroke.tool, states[next] && action]);
          if (!step) continue;
          history = step.history;
          labels = applied(labels, step.stroke);
          place = next;
        }
        seen.push([labels, states[place]]);
      }
      for (const [found, truth] of [...seen, ...tools]) expect(found).toEqual(truth);
    }));
  });

  test("undo after do is where one was, and redo is where one went (property)", () => {
    assert(property(labelMap, labelMap, (before, after) => {
      const found = strokeBetween("brush", before, after, perSlice);
      if (!found) return;
      const back = undo(recordStroke(emptyUndoHistory, found.stroke, found.before))!;
      expect(applied(after, back.stroke)).toEqual(before);
      expect(applied(before, redo(back.history)!.stroke)).toEqual(after);
    }));
  });

  test("strokes on 512 x 512 stay small: a few runs each", () => {
    const before = new Uint8Array(512 * 512);
    const after = before.slice().fill(1, 1000, 2000);
    const found = strokeBetween("brush", before, after, 512 * 512)!;
    let history = emptyUndoHistory;
    for (let stroke = 0; stroke < 100; stroke++) history = recordStroke(history, found.stroke, found.before);
    let bytes = 0;
    for (let list = history.undoable; list; list = list.rest) for (const change of list.step.changes) bytes += change.before.length + change.after.length;
    expect(bytes).toBeLessThan(100 * 32);
  });

  test("a stroke whose slices have no earlier state is a fault of the caller", () => {
    expect(() => recordStroke(emptyUndoHistory, { tool: "brush", slices: [{ sliceIndex: 0, labels: new Uint8Array(4) }] }, [])).toThrow(RangeError);
  });

  test("old histories stay as they were", () => {
    assert(property(integer({ min: 1, max: 3 }), (label) => {
      const stroke = { tool: "brush", slices: [{ sliceIndex: 0, labels: new Uint8Array(4).fill(label) }] };
      const one = recordStroke(emptyUndoHistory, stroke, [{ sliceIndex: 0, labels: new Uint8Array(4) }]);
      undo(one);
      expect(undo(one)?.stroke.slices[0]?.labels).toEqual(new Uint8Array(4));
      expect(redo(one)).toBeUndefined();
    }));
  });
});
