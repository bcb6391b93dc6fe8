import { beforeEach, describe, expect, it } from "vitest";
import type { Segmentation, Stroke } from "#shared/domain/segment.ts";
import { DrawingSession } from "../../../../../src-renderer/rooms/reading/drawing/drawingSession.ts";
import { volumeOf } from "../../../volumeOf.ts";

const volume = volumeOf({ columns: 8, rows: 6, slices: 3, spacingMm: [1, 1, 5] });
const segments = [1, 2].map((number) => ({ number, name: `s${number}`, color: "#ff0000", side: "none" as const }));
const segmentation: Segmentation = {
  id: "s", volumeId: "volume", name: "S", revision: 4, createdAt: "2024-01-01T00:00:00Z", modifiedAt: "2024-01-01T00:00:00Z", segments,
};
const brush = { radiusMm: 1, isOnlyOnEmpty: false, range: null, voxels: null };

let sent: Array<{ base: number; stroke: Stroke; before: Stroke["slices"] }>;
let disk: Uint8Array;
let session: DrawingSession;

beforeEach(() => {
  sent = [];
  disk = new Uint8Array(8 * 6 * 3);
  session = new DrawingSession(volume, segmentation, new Uint8Array(8 * 6 * 3), (base, { stroke, before }) => {
    sent.push({ base, stroke, before });
    for (const { sliceIndex, labels } of stroke.slices) disk.set(labels, sliceIndex * 48);
    return Promise.resolve(base + 1);
  });
});

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
    expect(sent.map(({ base, stroke }) => [base, stroke.tool, stroke.slices.map(({ sliceIndex }) => sliceIndex)])).toEqual([[4, "brush", [1]], [5, "brush", [2]]]);
    expect(disk).toEqual(session.labels);
    expect(session.revision).toBe(6);
  });

  it("tells of each stroke and step back what the slice held before", async () => {
    draw(1, [3, 3]);
    draw(1, [6, 2]);
    session.undo();
    await session.settled();
    const [first, second, back] = sent.map(({ stroke, before }) => ({ before: before[0]!.labels, after: stroke.slices[0]!.labels }));
    expect(first!.before).toEqual(new Uint8Array(48));
    expect(second!.before).toEqual(first!.after);
    expect(back).toEqual({ before: second!.after, after: first!.after });
  });

  it("sends no stroke that changed nothing", async () => {
    draw(1, [3, 3]);
    draw(1, [3, 3]);
    session.begin("eraser", 0);
    session.eraseLine([1, 1], [5, 5], 2);
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
      session.undo();
      expect(session.labels).toEqual(states[at]);
    }
    expect(session.undo()).toBeNull();
    expect(session.state.value.canUndo).toBe(false);
    for (let at = 1; at < states.length; at++) {
      session.redo();
      expect(session.labels).toEqual(states[at]);
    }
    expect(session.redo()).toBeNull();
    await session.settled();
    expect(disk).toEqual(session.labels);
    expect(new Set(sent.map(({ stroke }) => stroke.tool))).toEqual(new Set(["brush", "undo", "redo"]));
  });

  it("forgets what was undone once something new is drawn", () => {
    draw(0, [2, 2]);
    session.undo();
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
    session.fillCurve("polygon", 0, [[1.5, 1.5], [4.5, 1.5], [4.5, 4.5], [1.5, 4.5]], { isErasing: false, isOnlyOnEmpty: false });
    const drawn = [...before.keys()].filter((index) => before[index] === 1);
    expect(drawn.map((index) => session.labels[index])).toEqual([1, 1, 1, 1, 1]);
    session.activate(1);
    session.deleteOnSlice(0);
    expect(session.labels.filter((label) => label === 1)).toHaveLength(5);
    expect(session.whyNotDrawable()).toMatch(/locked/);
  });

  it("fills a contour by voxel centres, and erases inside it", () => {
    session.fillCurve("polygon", 1, [[0.5, 0.5], [4.5, 0.5], [4.5, 3.5], [0.5, 3.5]], { isErasing: false, isOnlyOnEmpty: false });
    // Columns 1 to 4, rows 1 to 3.
    expect(session.labels.filter((label) => label === 1)).toHaveLength(12);
    session.fillCurve("freehand", 1, [[1.5, 1.5], [3.5, 1.5], [3.5, 2.5], [1.5, 2.5]], { isErasing: true, isOnlyOnEmpty: false });
    expect(session.labels.filter((label) => label === 1)).toHaveLength(10);
    expect(session.fillHoles(1)).toBe(2);
    expect(session.labels.filter((label) => label === 1)).toHaveLength(12);
  });

  it("keeps the threshold brush to its range, both ends included", () => {
    const voxels = Float32Array.from({ length: 48 }, (_, index) => index % 8);
    session.begin("threshold brush", 0);
    session.brushLine([0, 2], [7, 2], { radiusMm: 0.4, isOnlyOnEmpty: false, range: [2, 4], voxels });
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

  it("follows the door when a segment is removed: its voxels go, its steps are forgotten, the next stroke builds on the new revision", async () => {
    draw(0, [2, 2]);
    draw(2, [5, 3]);
    await session.settled();
    session.removed(1, { ...segmentation, revision: 7, segments: segments.slice(1) });
    expect(session.labels.every((label) => label === 0)).toBe(true);
    expect(session.state.value).toMatchObject({ canUndo: false, activeSegment: 2 });
    draw(1, [3, 3]);
    await session.settled();
    expect(sent.map(({ base }) => base)).toEqual([4, 5, 7]);
  });
});
