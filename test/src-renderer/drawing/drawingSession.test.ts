import { beforeEach, describe, expect, it } from "vitest";
import { paintOverAll } from "#shared/domain/drawing/paintRules.ts";
import { decodeRuns } from "#shared/domain/runLength.ts";
import type { Segmentation } from "#shared/domain/segment.ts";
import type { SliceChange } from "#shared/domain/sliceChanges.ts";
import { DrawingSession } from "../../../src-renderer/drawing/drawingSession.ts";
import type { SessionStart } from "../../../src-renderer/drawing/drawingState.ts";
import { volumeOf } from "../volumeOf.ts";

const volume = volumeOf({ columns: 8, rows: 6, slices: 3, spacingMm: [1, 1, 5] });
const segments = [1, 2].map((number) => ({ number, name: `s${number}`, color: "#ff0000", side: "none" as const }));
const segmentation: Segmentation = {
  id: "s",
  volumeId: "volume",
  name: "S",
  revision: 4,
  createdAt: "2024-01-01T00:00:00Z",
  modifiedAt: "2024-01-01T00:00:00Z",
  segments,
};
const brush = { radiusMm: 1, isBall: false, rule: paintOverAll };

let sent: Array<{ base: number; tool: string; changes: readonly SliceChange[] }>;
let history: Array<{ id: string; reverses: string | null; changes: readonly SliceChange[] }>;
let disk: Uint8Array;
/** What the door says of the segmentation when it is asked again. */
let door: Segmentation;
let session: DrawingSession;

beforeEach(() => {
  sent = [];
  door = { ...segmentation, revision: 9 };
  disk = new Uint8Array(8 * 6 * 3);
  history = [];
  session = open(segmentation, { view: null, steps: { undoable: [], redoable: [], ofSegments: [] } });
});

function labelsOf(runs: Uint8Array): Uint8Array {
  const labels = new Uint8Array(48);
  decodeRuns(runs, labels);
  return labels;
}

function keep(changes: readonly SliceChange[]): void {
  for (const { sliceIndex, after } of changes) decodeRuns(after, disk.subarray(sliceIndex * 48, (sliceIndex + 1) * 48));
}

/** The session on what the disk holds; the disk keeps what each stroke changed. */
function open(at: Segmentation, start: SessionStart): DrawingSession {
  const opened: DrawingSession = new DrawingSession(
    volume,
    at,
    disk.slice(),
    {
      send: (base, { id, reverses, tool, changes }) => {
        sent.push({ base, tool, changes });
        history.push({ id, reverses, changes });
        keep(changes);
        return Promise.resolve(base + 1);
      },
      refresh: () => {
        opened.rebase(disk.slice(), door);
        return Promise.resolve();
      },
      readChanges: (strokeId) => Promise.resolve(history.find(({ id }) => id === strokeId)!.changes),
      reverse: () => Promise.reject(new Error("no step of segments")),
    },
    start,
  );
  return opened;
}

function draw(sliceIndex: number, from: [number, number], to = from): void {
  session.begin("brush", sliceIndex);
  session.brushLine(from, to, brush);
  session.end();
}

describe("DrawingSession", () => {
  it("sends each stroke as the slice it changed, in order", async () => {
    draw(1, [3, 3]);
    draw(2, [4, 2]);
    await session.settled();
    expect(sent.map(({ base, tool, changes }) => [base, tool, changes.map(({ sliceIndex }) => sliceIndex)])).toEqual([
      [4, "brush", [1]],
      [5, "brush", [2]],
    ]);
    expect(disk).toEqual(session.labels);
    expect(session.revision).toBe(6);
  });

  it("tells of each stroke and step back what the slice held before", async () => {
    draw(1, [3, 3]);
    draw(1, [6, 2]);
    await session.undo();
    await session.settled();
    const [first, second, back] = sent.map(({ changes }) => ({ before: labelsOf(changes[0]!.before), after: labelsOf(changes[0]!.after) }));
    expect(first!.before).toEqual(new Uint8Array(48));
    expect(second!.before).toEqual(first!.after);
    expect(back).toEqual({ before: second!.after, after: first!.after });
  });

  it("sends no stroke that changed nothing", async () => {
    draw(1, [3, 3]);
    draw(1, [3, 3]);
    session.begin("eraser", 0);
    session.eraseLine([1, 1], [5, 5], { ...brush, radiusMm: 2 });
    session.end();
    await session.settled();
    expect(sent).toHaveLength(1);
  });

  it("goes back and forth through any number of steps, and the disk with it", async () => {
    const states = [session.labels.slice()];
    for (let step = 0; step < 200; step++) {
      session.activate(1 + (step % 2));
      draw(step % 3, [step % 8, (step * 5) % 6], [(step * 3) % 8, step % 6]);
      if (session.state.value.edits === states.length) states.push(session.labels.slice());
    }
    for (let at = states.length - 2; at >= 0; at--) {
      await session.undo();
      expect(session.labels).toEqual(states[at]);
    }
    expect(await session.undo()).toEqual({ sliceIndex: null, message: null });
    expect(session.state.value.canUndo).toBe(false);
    for (let at = 1; at < states.length; at++) {
      await session.redo();
      expect(session.labels).toEqual(states[at]);
    }
    expect(await session.redo()).toEqual({ sliceIndex: null, message: null });
    await session.settled();
    expect(disk).toEqual(session.labels);
    expect(new Set(sent.map(({ tool }) => tool))).toEqual(new Set(["brush", "undo", "redo"]));
  });

  it("forgets what was undone once something new is drawn", async () => {
    draw(0, [2, 2]);
    await session.undo();
    draw(0, [6, 3]);
    expect(session.state.value.canRedo).toBe(false);
  });

  it("leaves locked segments alone, with every tool", () => {
    draw(0, [3, 3]);
    const before = session.labels.slice();
    session.setLocked(1, true);
    session.activate(2);
    session.begin("brush", 0);
    session.brushLine([3, 3], [3, 3], { ...brush, radiusMm: 1 });
    session.end();
    session.fillCurve(
      "polygon",
      0,
      [
        [1.5, 1.5],
        [4.5, 1.5],
        [4.5, 4.5],
        [1.5, 4.5],
      ],
      { isErasing: false, rule: paintOverAll },
    );
    const drawn = [...before.keys()].filter((index) => before[index] === 1);
    expect(drawn.map((index) => session.labels[index])).toEqual([1, 1, 1, 1, 1]);
    session.activate(1);
    expect(session.deleteOnSlice(0)).toBe(0);
    expect(session.labels.filter((label) => label === 1)).toHaveLength(5);
    expect(session.whyNotDrawable()).toMatch(/locked/);
  });

  it("fills a contour by voxel centres, and erases inside it", () => {
    session.fillCurve(
      "polygon",
      1,
      [
        [0.5, 0.5],
        [4.5, 0.5],
        [4.5, 3.5],
        [0.5, 3.5],
      ],
      { isErasing: false, rule: paintOverAll },
    );
    // Columns 1 to 4, rows 1 to 3.
    expect(session.labels.filter((label) => label === 1)).toHaveLength(12);
    session.fillCurve(
      "freehand",
      1,
      [
        [1.5, 1.5],
        [3.5, 1.5],
        [3.5, 2.5],
        [1.5, 2.5],
      ],
      { isErasing: true, rule: paintOverAll },
    );
    expect(session.labels.filter((label) => label === 1)).toHaveLength(10);
    // The hole has the columns 2 and 3 of row 2; only the first has a value in the range.
    const values = () => Float32Array.from({ length: 48 }, (_, index) => index % 8);
    expect(session.fillHoles(1, { rule: { ...paintOverAll, range: [0, 2] }, values })).toBe(1);
    expect(session.fillHoles(1, { rule: paintOverAll })).toBe(1);
    expect(session.labels.filter((label) => label === 1)).toHaveLength(12);
  });

  it("keeps the threshold brush to its range, both ends included", () => {
    const voxels = Float32Array.from({ length: 48 }, (_, index) => index % 8);
    session.begin("threshold brush", 0);
    session.brushLine([0, 2], [7, 2], { ...brush, radiusMm: 0.4, rule: { ...paintOverAll, range: [2, 4] }, values: () => voxels });
    session.end();
    expect([...session.slice(0).subarray(16, 24)]).toEqual([0, 0, 1, 1, 1, 0, 0, 0]);
  });

  it("takes back a stroke that is abandoned, without a step or a message", async () => {
    session.begin("brush", 0);
    session.brushLine([3, 3], [3, 3], brush);
    session.abandon();
    await session.settled();
    expect(session.labels.every((label) => label === 0)).toBe(true);
    expect([session.state.value.canUndo, sent.length]).toEqual([false, 0]);
  });

  it("keeps a stroke in the segment it began in, whichever becomes active or locked meanwhile", async () => {
    session.begin("brush", 0);
    session.brushLine([1, 1], [2, 1], brush);
    session.activate(2);
    session.setLocked(1, true);
    session.brushLine([2, 1], [5, 1], brush);
    session.end();
    await session.settled();
    expect(new Set(disk)).toEqual(new Set([0, 1]));
    expect(disk[8 + 5]).toBe(1);
  });

  it("has no active segment, and draws nothing, once the active one is gone", () => {
    session.adopt({ ...segmentation, segments: segments.slice(1) });
    expect(session.state.value.activeSegment).toBeNull();
    expect(session.whyNotDrawable()).toMatch(/Choose the segment/);
    draw(0, [2, 2]);
    expect(session.labels.every((label) => label === 0)).toBe(true);
    session.activate(2);
    draw(0, [2, 2]);
    expect(session.labels).toContain(2);
  });

  it("starts as the reader left it, without what is gone", () => {
    const view = {
      activeSegment: 2,
      hidden: [1, 7],
      locked: [2],
      polygon: {
        sliceIndex: 1,
        points: [
          [1, 1],
          [5, 1.5],
        ] as const,
        isErasing: false,
      },
    };
    expect(open(segmentation, { view, steps: { undoable: ["x"], redoable: [], ofSegments: [] } }).state.value).toMatchObject({
      activeSegment: 2,
      hidden: new Set([1]),
      locked: new Set([2]),
      polygon: view.polygon,
      canUndo: true,
      canRedo: false,
    });
    expect(
      open(segmentation, { view: { ...view, activeSegment: 7 }, steps: { undoable: [], redoable: [], ofSegments: [] } }).state.value
        .activeSegment,
    ).toBeNull();
  });
});

describe("a session opened again", () => {
  it("takes back and does again, from the history on disk, what was drawn before", async () => {
    const states = [disk.slice()];
    for (const at of [
      [2, 2],
      [4, 3],
      [3, 2],
    ] as const) {
      draw(1, [...at]);
      states.push(session.labels.slice());
    }
    await session.settled();
    const again = open(segmentation, { view: null, steps: { undoable: history.map(({ id }) => id), redoable: [], ofSegments: [] } });
    // Pressed faster than the disk answers.
    await Promise.all([again.undo(), again.undo()]);
    expect(again.labels).toEqual(states[1]);
    await again.undo();
    expect(again.labels).toEqual(states[0]);
    expect(again.state.value.canUndo).toBe(false);
    for (const truth of states.slice(1)) {
      await again.redo();
      expect(again.labels).toEqual(truth);
    }
    await again.settled();
    expect(disk).toEqual(states[3]);
    // Each names the stroke before it that it reverses.
    expect(history.slice(3).map(({ reverses }) => history.findIndex(({ id }) => id === reverses))).toEqual([2, 1, 0, 5, 4, 3]);
  });
});

describe("a session whose label map was changed by another window", () => {
  it("shows what was drawn there and keeps its own: active segment, locks, view, steps and the stroke in the making", async () => {
    draw(0, [2, 2]);
    await session.settled();
    const own = session.labels.slice();
    session.activate(2);
    session.setLocked(1, true);
    session.setHidden(1, true);
    disk.fill(1, 48 + 40, 48 + 44);
    const truth = disk.slice();
    session.begin("brush", 1);
    session.brushLine([2, 2], [2, 2], brush);
    await session.refresh();
    expect(session.state.value).toMatchObject({ activeSegment: 2, locked: new Set([1]), hidden: new Set([1]), canUndo: true });
    session.brushLine([2, 2], [4, 2], brush);
    session.end();
    await session.settled();
    expect(session.revision).toBe(10);
    expect(disk).toEqual(session.labels);
    const drawnThere = [...truth.keys()].filter((at) => truth[at] !== 0);
    expect(drawnThere.map((at) => disk[at])).toEqual(drawnThere.map((at) => truth[at]));
    // The stroke in the making, before and after the change of the disk.
    expect([disk[48 + 16 + 2], disk[48 + 16 + 4]]).toEqual([2, 2]);
    await session.undo();
    expect(session.labels).toEqual(truth);
    await session.undo();
    expect(session.labels).toEqual(truth.map((label, at) => (own[at] === 1 ? 0 : label)));
  });

  it("keeps the step of a stroke whose answer was lost twice, also where the label map was loaded before it was known to be kept", async () => {
    const keptAt = new Map<string, number>();
    let revision = 4;
    let lost = 2;
    const lossy: DrawingSession = new DrawingSession(volume, segmentation, new Uint8Array(144), {
      // The first answer is lost, and the second: the page then follows the disk.
      send: async (_, { id, reverses, changes }) => {
        if (!keptAt.has(id)) {
          keptAt.set(id, ++revision);
          history.push({ id, reverses, changes });
          keep(changes);
        }
        return lost-- > 0 ? null : keptAt.get(id)!;
      },
      refresh: () => {
        lossy.rebase(disk.slice(), { ...segmentation, revision });
        return Promise.resolve();
      },
      reverse: () => Promise.reject(new Error("no step of segments")),
      readChanges: (strokeId) => Promise.resolve(history.find(({ id }) => id === strokeId)!.changes),
    });
    const stroke = (sliceIndex: number) => {
      lossy.begin("brush", sliceIndex);
      lossy.brushLine([3, 3], [4, 3], brush);
      lossy.end();
    };
    stroke(1);
    await lossy.settled();
    expect([...keptAt.values()]).toEqual([5]);
    expect(lossy.labels).toEqual(disk);
    expect(lossy.state.value.canUndo).toBe(true);
    await lossy.undo();
    await lossy.settled();
    expect(disk.every((label) => label === 0)).toBe(true);
    lost = 2;
    await lossy.redo();
    await lossy.settled();
    expect(disk.some((label) => label === 1)).toBe(true);
    expect(lossy.labels).toEqual(disk);
    await lossy.undo();
    await lossy.settled();
    expect(disk.every((label) => label === 0)).toBe(true);
    expect(lossy.state.value).toMatchObject({ canUndo: false, canRedo: true });
  });

  it("undoes only what is still as the step left it, and says what is not", async () => {
    draw(0, [3, 3]);
    await session.settled();
    // Another window painted over two of the five voxels.
    disk[3 * 8 + 3] = 2;
    disk[3 * 8 + 4] = 2;
    await session.refresh();
    const { message } = await session.undo();
    expect(message).toMatch(/2 voxels/);
    expect([...session.labels.entries()].filter(([, label]) => label !== 0)).toEqual([
      [27, 2],
      [28, 2],
    ]);
  });

  it("says where a step cannot be undone at all, and goes on to the one before", async () => {
    draw(2, [5, 3]);
    draw(0, [3, 3]);
    await session.settled();
    disk.fill(2, 0, 48);
    await session.refresh();
    expect((await session.undo()).message).toMatch(/can no longer be undone/);
    expect(session.labels.subarray(0, 48).every((label) => label === 2)).toBe(true);
    expect(await session.undo()).toEqual({ sliceIndex: 2, message: null });
    expect(session.state.value.canUndo).toBe(false);
  });

  it("keeps no stroke in a segment that is gone there, nor lets it become another's", async () => {
    session.activate(2);
    draw(1, [3, 3]);
    await session.settled();
    door = { ...door, segments: segments.slice(0, 1) };
    disk.fill(0);
    await session.refresh();
    expect(session.labels.every((label) => label === 0)).toBe(true);
    expect(session.state.value.activeSegment).toBeNull();
    expect((await session.undo()).message).toMatch(/can no longer/);
  });
});

describe("changes of segments", () => {
  const renamed = (revision: number, name: string): Segmentation => ({
    ...segmentation,
    revision,
    segments: segmentation.segments.map((segment, index) => (index === 0 ? { ...segment, name } : segment)),
  });

  it("are steps among strokes, which the door reverses, and strokes go on from their revision", async () => {
    const asked: string[] = [];
    const bases: number[] = [];
    const { revision } = segmentation;
    const own: DrawingSession = new DrawingSession(volume, segmentation, new Uint8Array(144), {
      send: (base) => {
        bases.push(base);
        return Promise.resolve(base + 1);
      },
      refresh: () => Promise.reject(new Error("nothing is stale")),
      readChanges: () => Promise.reject(new Error("nothing is on disk alone")),
      reverse: (direction, reverses) => {
        asked.push(`${direction} ${reverses}`);
        return Promise.resolve({
          segmentation: renamed(own.revision + 1, direction === "undo" ? segmentation.segments[0]!.name : "VLA left"),
          slices: [],
          untouched: 0,
          refusal: null,
        });
      },
    });
    let sentId = "";
    await own.changeSegments({
      send: (strokeId) => {
        sentId = strokeId;
        return Promise.resolve(renamed(revision + 1, "VLA left"));
      },
      isStep: true,
    });
    expect([own.state.value.segmentation.segments[0]!.name, own.state.value.canUndo, own.revision]).toEqual([
      "VLA left",
      true,
      revision + 1,
    ]);
    own.begin("brush", 1);
    own.brushLine([2, 2], [2, 2], brush);
    own.end();
    await own.settled();
    expect(bases).toEqual([revision + 1]);
    await own.undo();
    expect(own.labels.every((label) => label === 0)).toBe(true);
    await own.undo();
    expect(own.state.value.segmentation.segments[0]!.name).toBe(segmentation.segments[0]!.name);
    expect(own.state.value.canUndo).toBe(false);
    await own.redo();
    expect(own.state.value.segmentation.segments[0]!.name).toBe("VLA left");
    expect(asked[0]).toBe(`undo ${sentId}`);
    expect(asked).toHaveLength(2);
    expect(own.state.value.canRedo).toBe(true);
  });

  it("that find another window's work there have the label map loaded, also where one revision lies between and it is not theirs", async () => {
    for (const answered of [renamed(segmentation.revision + 2, "VLA left"), { ...segmentation, revision: segmentation.revision + 1 }]) {
      let refreshed = 0;
      const own: DrawingSession = new DrawingSession(volume, segmentation, new Uint8Array(144), {
        send: (base) => Promise.resolve(base + 1),
        refresh: () => {
          refreshed += 1;
          own.rebase(new Uint8Array(144).fill(1), answered);
          return Promise.resolve();
        },
        readChanges: () => Promise.resolve([]),
        reverse: () => Promise.reject(new Error("no step")),
      });
      await own.changeSegments({ send: () => Promise.resolve(answered), isStep: true });
      expect([refreshed, own.labels[5], own.revision]).toEqual([1, 1, answered.revision]);
    }
  });

  it("that can never be reversed any more are forgotten, in words", async () => {
    const own: DrawingSession = new DrawingSession(
      volume,
      segmentation,
      new Uint8Array(144),
      {
        send: (base) => Promise.resolve(base + 1),
        refresh: () => Promise.reject(new Error("nothing is stale")),
        readChanges: () => Promise.resolve([]),
        reverse: () => Promise.resolve({ segmentation, slices: [], untouched: 0, refusal: "It has been changed since." }),
      },
      { view: null, steps: { undoable: ["x"], redoable: [], ofSegments: ["x"] } },
    );
    expect(await own.undo()).toEqual({ sliceIndex: null, message: "It has been changed since." });
    expect([own.state.value.canUndo, own.state.value.canRedo]).toEqual([false, false]);
  });
});
