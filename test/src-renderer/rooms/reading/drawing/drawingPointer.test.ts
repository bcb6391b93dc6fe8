import { beforeEach, describe, expect, it } from "vitest";
import type { ImageViewport } from "../../../../../src-renderer/viewer/imageViewport.ts";
import type { DrawingTool } from "../../../../../src-renderer/rooms/reading/deskState.ts";
import { DrawingHand } from "../../../../../src-renderer/rooms/reading/drawing/drawingPointer.ts";
import { DrawingSession } from "../../../../../src-renderer/rooms/reading/drawing/drawingSession.ts";
import { volumeOf } from "../../../volumeOf.ts";

const volume = volumeOf({ columns: 12, rows: 12, slices: 1, spacingMm: [1, 1, 5] });
const press = { shiftKey: false } as PointerEvent;
const viewport = { state: { plane: "acquisition", isRendered: true, sliceIndex: 0 } } as unknown as ImageViewport;
const at = (i: number, j: number) => ({ canvas: [i, j] as [number, number], voxel: [i, j, 0] as [number, number, number] });

let sent: number;
let session: DrawingSession;

function handWith(tool: DrawingTool): DrawingHand {
  return new DrawingHand({
    viewport, session: () => session, tool: () => tool, settings: () => ({ brushRadiusMm: 1, isOnlyOnEmpty: false, fillOpacity: 0.4, isOutlined: true }),
    range: () => [0, 10], voxels: () => new Uint8Array(144).fill(5), onContour: () => {}, onRefused: (reason) => { throw new Error(reason); },
  });
}

beforeEach(() => {
  sent = 0;
  const labels = new Uint8Array(144);
  labels.fill(1, 0, 36);
  session = new DrawingSession(volume, {
    id: "s", volumeId: "volume", name: "S", revision: 1, createdAt: "2024-01-01T00:00:00Z", modifiedAt: "2024-01-01T00:00:00Z",
    segments: [{ number: 1, name: "s1", color: "#ff0000", side: "none" }],
  }, labels, (base) => {
    sent++;
    return Promise.resolve(base + 1);
  });
});

describe.each(["brush", "eraser", "threshold brush", "freehand"] as const)("a stroke with the %s", (tool) => {
  const drawn = (isGivenUp: boolean) => {
    const hand = handWith(tool);
    hand.down(at(2, 2), press);
    hand.move([at(8, 2), at(8, 8)]);
    expect(hand.isDrawing).toBe(true);
    if (isGivenUp) hand.cancel();
    hand.move([at(2, 8)]);
    hand.up(at(2, 5));
    expect(hand.isDrawing).toBe(false);
  };

  it("that is given up with the button down leaves nothing: no label, no step, no message", async () => {
    const before = session.labels.slice();
    drawn(true);
    await session.settled();
    expect(session.labels).toEqual(before);
    expect(session.state.value.canUndo).toBe(false);
    expect(sent).toBe(0);
  });

  it("that is not given up is kept", async () => {
    const before = session.labels.slice();
    drawn(false);
    await session.settled();
    expect(session.labels).not.toEqual(before);
    expect(sent).toBe(1);
  });
});
