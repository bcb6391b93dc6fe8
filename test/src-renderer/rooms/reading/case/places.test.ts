import { describe, expect, test } from "vitest";
import type { ReadingLacks } from "#shared/api/reading.ts";
import type { MissingDrawing } from "#shared/domain/project/segmentsToDraw.ts";
import type { DrawingSession } from "../../../../../src-renderer/drawing/drawingSession.ts";
import { followCell, goToRegion, isLevelDone, placeOfMissing } from "../../../../../src-renderer/rooms/reading/case/places.ts";
import { Observable } from "../../../../../src-renderer/ui/observable.ts";
import type { Desk } from "../../../../../src-renderer/rooms/reading/desk.ts";
import type { OpenCase } from "../../../../../src-renderer/rooms/reading/case/openCase.ts";
import { missing, openReading } from "./openReadings.ts";

const region = openReading().regions[0]!;
const [proximal, distal] = region.levels;
const none = { sessions: new Observable<ReadonlyMap<string, DrawingSession>>(new Map()) };
const lacking = (...drawings: MissingDrawing[]) => ({ lacks: new Observable<ReadingLacks | null>({ levels: [], drawings, answers: [] }) });
/** What is open of T1: labels of the slice of the proximal level, of segments 1 and 2. */
const drawn = (...labels: number[]) => {
  const session = {
    slice: (index: number) => Uint8Array.from(index === 4 ? labels : []),
    state: { value: { segmentation: { segments: [{ number: 1 }, { number: 2 }] } } },
  };
  return { sessions: new Observable(new Map([["i1", session as unknown as DrawingSession]])) };
};

describe("a level is done", () => {
  test("where nothing of it is missing on the image that is drawn on", () => {
    const openCase = lacking(missing("sartorius left", "distal", "t1"), missing("sartorius left", "proximal", "water"));
    expect(isLevelDone(openCase, none, region, proximal!)).toBe(true);
    expect(isLevelDone(openCase, none, region, distal!)).toBe(false);
  });

  test("not where its slice was not chosen, and not before it is known what is missing", () => {
    expect(isLevelDone(lacking(), none, region, { ...proximal!, slices: {} })).toBe(false);
    expect(isLevelDone({ lacks: new Observable<ReadingLacks | null>(null) }, none, region, proximal!)).toBe(false);
  });

  test("where the drawing is open here: each segment has a voxel on the slice, also where the study does not ask for it", () => {
    expect(isLevelDone(lacking(), drawn(0, 1, 2), region, proximal!)).toBe(true);
    expect(isLevelDone(lacking(), drawn(0, 1, 1), region, proximal!)).toBe(false);
    expect(isLevelDone(lacking(), drawn(0, 1, 2), region, distal!)).toBe(false);
  });
});

test("a missing drawing has its place in the reading", () => {
  expect(placeOfMissing([region], missing("sartorius right", "distal", "water"))).toMatchObject({
    level: "distal",
    imageId: "i2",
    segment: "sartorius right",
  });
  const whole = { ...region, levels: [] };
  expect(placeOfMissing([whole], missing("sartorius right", null, "t1"))).toMatchObject({ level: null, imageId: "i1" });
  expect(placeOfMissing([region], missing("sartorius right", "distal", "t1", "calf"))).toBeNull();
});

test("while scoring, the images follow to the region and level that is asked about; the region comes back at the level that was on show", () => {
  const calf = { ...region, id: "calf", levels: [{ ...proximal!, level: "middle" }], startLevel: "middle" };
  const arranged: unknown[] = [];
  const desk = { arrange: (arrangement: unknown) => arranged.push(arrangement) } as unknown as Desk;
  const openCase = {
    reading: { regions: [region, calf] },
    place: new Observable({ region, level: "proximal" }),
    levels: new Map(),
    isScoring: new Observable(false),
    cell: new Observable<unknown>({ region: "calf" }),
  } as unknown as OpenCase;
  const place = () => [openCase.place.value.region.id, openCase.place.value.level];
  followCell(desk, openCase);
  expect([place(), arranged.length]).toEqual([["thigh", "proximal"], 0]);
  openCase.isScoring.set(true);
  followCell(desk, openCase);
  expect(place()).toEqual(["calf", "middle"]);
  openCase.cell.set({ region: "thigh", level: "distal" } as never);
  followCell(desk, openCase);
  expect(place()).toEqual(["thigh", "distal"]);
  // Of a muscle that is asked for once, any level will do.
  openCase.cell.set({ region: "thigh" } as never);
  followCell(desk, openCase);
  expect([place(), arranged.length]).toEqual([["thigh", "distal"], 2]);
  goToRegion(desk, openCase, calf);
  goToRegion(desk, openCase, region);
  expect(place()).toEqual(["thigh", "distal"]);
});
