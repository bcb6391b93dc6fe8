import { beforeEach, expect, it, vi } from "vitest";
import type { OpenPolygon } from "#shared/api/segmentation.ts";
import type { Segmentation } from "#shared/domain/segment.ts";
import type * as segmentationDoor from "../../../src-renderer/client/segmentationDoor.ts";
import { DrawingDesk } from "../../../src-renderer/drawing/drawingDesk.ts";
import { volumeOf } from "../volumeOf.ts";

const door = vi.hoisted(() => {
  // What the desk asks of a page.
  vi.stubGlobal("window", Object.assign(new EventTarget(), { setTimeout, clearTimeout }));
  return {
    /** How to let the labels of a segmentation come, by its id. */
    waiting: new Map<string, () => void>(),
    polygons: new Map<string, OpenPolygon>(),
    keptViews: [] as string[],
    /** How the addition of a segment that was asked for ends. */
    addition: null as { readonly resolve: (segmentation: Segmentation) => void; readonly reject: (error: Error) => void } | null,
  };
});

vi.mock("../../../src-renderer/client/segmentationDoor.ts", (): Partial<typeof segmentationDoor> => ({
  loadSegmentation: (id) =>
    new Promise((resolve) => {
      const segmentation: Segmentation = {
        id,
        volumeId: "volume",
        name: id,
        revision: 1,
        createdAt: "2024-01-01T00:00:00Z",
        modifiedAt: "2024-01-01T00:00:00Z",
        segments: [{ number: 1, name: "s1", color: "#ff0000", side: "none" }],
      };
      door.waiting.set(id, () => resolve({ segmentation, labels: new Uint8Array(60) }));
    }),
  loadView: (id) => Promise.resolve({ activeSegment: 1, hidden: [], locked: [], polygon: door.polygons.get(id) ?? null }),
  loadSteps: () => Promise.resolve({ undoable: [], redoable: [], ofSegments: [] }),
  latestSegmentation: (volumeId) => Promise.resolve(`latest of ${volumeId}`),
  addSegment: () =>
    new Promise((resolve, reject) => {
      door.addition = { resolve, reject };
    }),
  keepView: (id) => {
    door.keptViews.push(id);
    return Promise.resolve();
  },
}));
vi.mock("../../../src-renderer/viewer/sliceVoxels.ts", () => ({ loadSliceVoxels: () => new Promise(() => {}) }));

const volume = volumeOf();
const letCome = async (id: string) => {
  await vi.waitUntil(() => door.waiting.has(id));
  door.waiting.get(id)!();
};

beforeEach(() => {
  door.waiting.clear();
  door.polygons.clear();
  door.keptViews.length = 0;
  door.addition = null;
});

it("of two segmentations that are opened quickly the one asked for last stays, whichever is loaded last", async () => {
  const desk = new DrawingDesk();
  const first = desk.openSegmentation(volume, "first");
  const second = desk.openSegmentation(volume, "second");
  await letCome("second");
  const session = await second;
  await letCome("first");
  await first;
  expect(desk.sessions.value.get(volume.id)).toBe(session);
  // The one that was not shown is not kept as the one that the reader had open last.
  expect(door.keptViews).toEqual(["second"]);
});

it("a segmentation that the reader chooses while the latest is looked up stays", async () => {
  const desk = new DrawingDesk();
  const opening = desk.open(volume);
  const chosen = desk.openSegmentation(volume, "chosen");
  await letCome("chosen");
  await Promise.all([opening, chosen]);
  expect(desk.sessions.value.get(volume.id)?.state.value.segmentation.id).toBe("chosen");
  expect([...door.waiting.keys()]).toEqual(["chosen"]);
});

it("volumes that are not shown are opened where a polygon waits in them, and only those", async () => {
  const desk = new DrawingDesk();
  const [plain, waiting] = [volumeOf({ id: "plain" }), volumeOf({ id: "waiting" })];
  door.polygons.set("latest of waiting", { sliceIndex: 2, points: [[1, 1]], isErasing: false });
  const opened = desk.openWaiting([plain, waiting]);
  await letCome("latest of waiting");
  await opened;
  expect([...desk.sessions.value.keys()]).toEqual(["waiting"]);
  expect(desk.sessions.value.get("waiting")?.state.value.polygon?.sliceIndex).toBe(2);
});

it("nothing is drawn into the segment that was active before while another one is being added", async () => {
  const desk = new DrawingDesk();
  const opening = desk.open(volume);
  await letCome(`latest of ${volume.id}`);
  await opening;
  const session = desk.sessions.value.get(volume.id)!;
  expect(session.whyNotDrawable()).toBeNull();

  const adding = desk.newSegment(volume);
  await vi.waitUntil(() => door.addition !== null);
  expect(session.whyNotDrawable()).toMatch(/being added/);
  const { segmentation } = session.state.value;
  const segments = [...segmentation.segments, { number: 2, name: "s2", color: "#00ff00", side: "none" as const }];
  door.addition!.resolve({ ...segmentation, segments, revision: segmentation.revision + 1 });
  await adding;
  expect(session.state.value.activeSegment).toBe(2);
  expect(session.whyNotDrawable()).toBeNull();
});

it("a segment that could not be added leaves the one before active, to be drawn in", async () => {
  const desk = new DrawingDesk();
  const opening = desk.open(volume);
  await letCome(`latest of ${volume.id}`);
  await opening;
  const session = desk.sessions.value.get(volume.id)!;
  door.addition = null;
  const adding = desk.newSegment(volume);
  await vi.waitUntil(() => door.addition !== null);
  door.addition!.reject(new Error("refused"));
  await expect(adding).rejects.toThrow("refused");
  expect(session.state.value.activeSegment).toBe(1);
  expect(session.whyNotDrawable()).toBeNull();
});
