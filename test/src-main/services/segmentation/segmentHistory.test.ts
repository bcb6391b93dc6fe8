import { array, assert, constantFrom, integer, oneof, property, record, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Segment } from "#shared/domain/segment.ts";
import type { Segmentations } from "../../../../src-main/services/segmentation/index.ts";
import { ranked, reverseSegments, type RankedSegment } from "../../../../src-main/services/segmentation/segmentRevision.ts";
import type { Author, Store } from "../../../../src-main/services/store/index.ts";
import { addReader } from "../../author.ts";
import { obliqueGrid, openSegmentations, strokeOf } from "./sampleVolume.ts";

const perSlice = obliqueGrid.size[0] * obliqueGrid.size[1];
const inWindow = { windowId: "w1", openedRevision: 0 };
const mark = (strokeId: string) => ({ strokeId, windowId: "w1" });

interface Drawn {
  readonly segmentations: Segmentations;
  readonly store: Store;
  readonly dataFolder: string;
  readonly close: () => void;
  readonly id: string;
  readonly r1: Author;
  readonly r2: Author;
}

/** "RFEM right", drawn on slices 1 and 2, and two others: revisions 1 to 4. */
function drawn(): Drawn {
  const opened = openSegmentations();
  const [r1, r2] = [addReader(opened.store, "R1"), addReader(opened.store, "R2")];
  const { id } = opened.segmentations.create(r1, { volumeId: "a", name: "s" });
  opened.segmentations.addSegment(r1, id, { name: "RFEM right", color: "#aa0000", side: "right" });
  opened.segmentations.addSegment(r1, id, { name: "SAR" });
  opened.segmentations.addSegment(r1, id, { name: "GRA" });
  opened.segmentations.applyStroke(
    r1,
    id,
    3,
    strokeOf("brush", obliqueGrid, [1, 2], (index) => Number(index < 9)),
    mark("drawn"),
  );
  return { ...opened, id, r1, r2 };
}

const names = (segments: readonly Segment[]) => segments.map(({ number, name }) => `${number} ${name}`);
const labelled = async ({ segmentations, id }: Pick<Drawn, "segmentations" | "id">, label: number) =>
  (await segmentations.readLabelMap(id)).labels.reduce((sum, each) => sum + Number(each === label), 0);

/** Undoes or does again the next step of a reader, as the window does. */
async function step({ segmentations, id }: Drawn, by: Author, direction: "undo" | "redo", strokeId: string) {
  const { undoable, redoable, ofSegments } = segmentations.steps(by, id, inWindow);
  const reverses = (direction === "undo" ? undoable : redoable).at(-1)!;
  expect(ofSegments).toContain(reverses);
  return segmentations.reverse(by, id, { direction, mark: { ...mark(strokeId), reverses } });
}

describe("changes of segments", () => {
  test("are revisions with reader and time, and every revision shows the names that it had", async () => {
    const opened = drawn();
    const { segmentations, id, r1, r2 } = opened;
    expect(segmentations.updateSegment(r2, id, 1, { name: "VLA left", side: "left" }).revision).toBe(5);
    expect(segmentations.updateSegment(r1, id, 2, { color: "#00ff00" }).revision).toBe(6);
    expect(names(segmentations.orderSegments(r1, id, [3, 1, 2]).segments)).toEqual(["3 GRA", "1 VLA left", "2 SAR"]);
    segmentations.removeSegment(r2, id, 3);
    const history = segmentations.history(id).slice(4);
    expect(history.map(({ revision, tool, reader, segments, slices }) => ({ revision, tool, reader, segments, slices }))).toEqual([
      {
        revision: 5,
        tool: "change segment",
        reader: "R2",
        slices: [],
        segments: [
          { number: 1, field: "name", from: "RFEM right", to: "VLA left" },
          { number: 1, field: "side", from: "right", to: "left" },
        ],
      },
      {
        revision: 6,
        tool: "recolour segment",
        reader: "R1",
        slices: [],
        segments: [{ number: 2, field: "color", from: expect.stringMatching(/^#[0-9a-f]{6}$/) as string, to: "#00ff00" }],
      },
      {
        revision: 7,
        tool: "order segments",
        reader: "R1",
        slices: [],
        segments: [{ number: null, field: "order", from: "1 2 3", to: "3 1 2" }],
      },
      { revision: 8, tool: "delete segment", reader: "R2", slices: [], segments: [{ number: 3, field: "segment", from: "GRA", to: null }] },
    ]);
    for (const { createdAt } of history) expect(new Date(createdAt).toISOString()).toBe(createdAt);
    const at = async (revision: number) => names((await segmentations.readLabelMap(id, revision)).segmentation.segments);
    expect(await Promise.all([0, 2, 4, 5, 7, 8].map(at))).toEqual([
      [],
      ["1 RFEM right", "2 SAR"],
      ["1 RFEM right", "2 SAR", "3 GRA"],
      ["1 VLA left", "2 SAR", "3 GRA"],
      ["3 GRA", "1 VLA left", "2 SAR"],
      ["1 VLA left", "2 SAR"],
    ]);
    // What is so already is no revision.
    expect(segmentations.updateSegment(r1, id, 1, { name: "VLA left" }).revision).toBe(8);
    expect(() => segmentations.orderSegments(r1, id, [1])).toThrow("changed since");
    expect(() => segmentations.orderSegments(r1, id, [1, 1])).toThrow("same number");
  });

  test("that are sent twice, because the answer was lost, are made once", () => {
    const { segmentations, id, r1 } = drawn();
    for (const _ of [1, 2]) {
      expect(segmentations.updateSegment(r1, id, 1, { name: "VLA left" }, mark("x")).revision).toBe(5);
    }
    for (const _ of [1, 2]) expect(segmentations.removeSegment(r1, id, 1, mark("y")).revision).toBe(6);
  });

  test("are kept by the database itself: a row is never changed in place", () => {
    const { store, r1 } = drawn();
    expect(() => store.write(r1, ({ database }) => database.exec("UPDATE segment SET name = 'Forged'"))).toThrow("revision of its own");
  });
});

describe("undo", () => {
  test("of a deletion brings back name, colour, side, number, place and voxels in one step, also after a restart, and does it again", async () => {
    const opened = drawn();
    const { segmentations, id, r1 } = opened;
    const before = segmentations.describe(id).segments;
    segmentations.removeSegment(r1, id, 1, mark("gone"));
    expect(await labelled(opened, 1)).toBe(0);
    opened.close();
    const again = { ...opened, ...openSegmentations(obliqueGrid, opened.dataFolder) };
    expect(again.segmentations.steps(r1, id, { windowId: "other", openedRevision: 5 })).toEqual({
      undoable: ["drawn", "gone"],
      redoable: [],
      ofSegments: ["gone"],
    });
    const reversed = await step(again, r1, "undo", "back");
    expect(reversed).toMatchObject({ slices: [1, 2], untouched: 0, refusal: null, segmentation: { revision: 6 } });
    expect(reversed.segmentation.segments).toEqual(before);
    expect(await labelled(again, 1)).toBe(18);
    await step(again, r1, "redo", "gone again");
    expect(names(again.segmentations.describe(id).segments)).toEqual(["2 SAR", "3 GRA"]);
    expect(await labelled(again, 1)).toBe(0);
    await step(again, r1, "undo", "back again");
    expect(again.segmentations.describe(id).segments).toEqual(before);
    expect(await labelled(again, 1)).toBe(18);
  });

  test("gives back only names that are still as the step left them", async () => {
    const opened = drawn();
    const { segmentations, id, r1, r2 } = opened;
    segmentations.updateSegment(r1, id, 1, { name: "VLA left", color: "#0000aa" }, mark("both"));
    segmentations.updateSegment(r2, id, 1, { name: "VIN" });
    expect((await step(opened, r1, "undo", "u1")).segmentation.segments[0]).toMatchObject({ name: "VIN", color: "#aa0000" });
    segmentations.updateSegment(r1, id, 2, { name: "ST" }, mark("name"));
    segmentations.updateSegment(r2, id, 2, { name: "SM" });
    const refused = await step(opened, r1, "undo", "u2");
    expect(refused).toMatchObject({ refusal: expect.stringContaining("changed since") as string, slices: [] });
    expect(segmentations.describe(id).segments[1]!.name).toBe("SM");
  });

  test("of a deletion leaves voxels that another reader drew there since", async () => {
    const opened = drawn();
    const { segmentations, id, r1, r2 } = opened;
    segmentations.removeSegment(r1, id, 1, mark("gone"));
    segmentations.applyStroke(
      r2,
      id,
      5,
      strokeOf("brush", obliqueGrid, [1], (index) => (index < 4 ? 2 : 0)),
      { strokeId: "r2", windowId: "w2" },
    );
    expect(await step(opened, r1, "undo", "back")).toMatchObject({ untouched: 4, slices: [1, 2] });
    expect([await labelled(opened, 1), await labelled(opened, 2)]).toEqual([14, 4]);
  });

  test("does not take a segment away that has been drawn in since, nor give a name that is another's now", async () => {
    const opened = drawn();
    const { segmentations, id, r1, r2 } = opened;
    segmentations.removeSegment(r1, id, 1, mark("gone"));
    await step(opened, r1, "undo", "back");
    const { revision } = segmentations.describe(id);
    segmentations.applyStroke(
      r2,
      id,
      revision,
      strokeOf("brush", obliqueGrid, [3], () => 1),
      { strokeId: "r2", windowId: "w2" },
    );
    expect((await step(opened, r1, "redo", "again")).refusal).toMatch(/drawn in since/);
    expect(await labelled(opened, 1)).toBe(18 + perSlice);

    segmentations.updateSegment(r1, id, 2, { name: "ST" }, mark("renamed"));
    segmentations.updateSegment(r2, id, 3, { name: "SAR" });
    await expect(step(opened, r1, "undo", "u")).rejects.toThrow("“SAR” already");
  });

  test("is each reader's own; what is sent twice is reversed once; an unknown step is refused in words", async () => {
    const opened = drawn();
    const { segmentations, id, r1, r2 } = opened;
    segmentations.updateSegment(r1, id, 1, { name: "VLA left" }, mark("x"));
    expect(segmentations.steps(r2, id, { ...inWindow, openedRevision: 99 })).toEqual({ undoable: [], redoable: [], ofSegments: [] });
    const reversal = { direction: "undo" as const, mark: { ...mark("u"), reverses: "x" } };
    expect((await segmentations.reverse(r1, id, reversal)).segmentation.revision).toBe(6);
    expect((await segmentations.reverse(r1, id, reversal)).segmentation.revision).toBe(6);
    expect((await segmentations.reverse(r1, id, { ...reversal, mark: { ...mark("v"), reverses: "none" } })).refusal).toMatch(
      "no such step",
    );
    expect(segmentations.describe(id).revision).toBe(6);
  });
});

const segment = (number: number, name: string): Segment => ({ number, name, color: "#000000", side: "none" });
type Change = { readonly kind: "rename" | "delete" | "move"; readonly at: number; readonly to: number };
const changes = array(
  oneof(
    record({
      kind: constantFrom<Change["kind"]>("rename", "delete", "move"),
      at: integer({ min: 0, max: 7 }),
      to: integer({ min: 0, max: 7 }),
    }),
  ),
  { maxLength: 6 },
);
function changed(list: readonly RankedSegment[], { kind, at, to }: Change): RankedSegment[] {
  if (list.length === 0) return [...list];
  const segments = list.map((each) => each.segment);
  const place = at % segments.length;
  const one = segments[place]!;
  if (kind === "rename") segments[place] = { ...one, name: `${one.name}${to}` };
  else {
    segments.splice(place, 1);
    if (kind === "move") segments.splice(to % (segments.length + 1), 0, one);
  }
  return ranked(segments, list);
}

test("reversing the last change gives what was before it, whatever the changes were; ranks rise (property)", () => {
  assert(
    property(tuple(integer({ min: 0, max: 8 }), changes), ([count, list]) => {
      const states = [
        ranked(
          Array.from({ length: count }, (_, index) => segment(index + 1, `s${index}`)),
          [],
        ),
      ];
      for (const change of list) states.push(changed(states.at(-1)!, change));
      for (let at = states.length - 1; at > 0; at--) {
        const [before, after] = [states[at - 1]!, states[at]!];
        const reversed = reverseSegments({ before, after, now: after });
        expect(reversed.map((each) => each.segment)).toEqual(before.map((each) => each.segment));
        expect(reversed.every(({ rank }, index) => index === 0 || rank > reversed[index - 1]!.rank)).toBe(true);
        // And forth again.
        expect(reverseSegments({ before: after, after: before, now: reversed }).map((each) => each.segment)).toEqual(
          after.map((each) => each.segment),
        );
      }
    }),
    { numRuns: 300 },
  );
});
