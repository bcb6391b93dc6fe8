import { afterAll, beforeAll, expect, test } from "vitest";
import { change } from "../../../author.ts";
import { openStudy, studyProtocol, type RunningStudy } from "./runningStudy.ts";

/** The thigh alone: scored before it is drawn, on two levels that each reader chooses. */
function thighOfReaders() {
  const { regions, forms } = studyProtocol();
  const thigh = regions.find(({ id }) => id === "thigh")!;
  const levels = ["proximal", "distal"].map((id) => ({ id, name: id }));
  return {
    regions: [{ ...thigh, levels, levelsChosenBy: "reader" as const }],
    forms: forms.map((form) => ({ ...form, muscles: form.muscles.filter(({ region }) => region === "thigh").slice(0, 2) })),
    scoring: { order: "before drawing" as const, showsOwnDrawing: false },
  };
}
const secret = { passphrase: "right passphrase", meaning: "I have read this case independently" };

let study: RunningStudy;
let readingId: string;
beforeAll(async () => {
  study = await openStudy(thighOfReaders());
  study.projects.start(study.coordinator, study.id);
  readingId = study.readings.own(study.reader1)[0]!.next!.readingId;
  study.readings.open(study.reader1, readingId);
}, 120_000);
afterAll(() => study.close());

const fault = () => study.projects.verify(study.id).fault;
const drawing = () => study.readings.images(study.reader1, readingId).find(({ role }) => role.use === "drawn on")!.segmentationId!;
const draw = (...slices: number[]) => {
  const { revision } = study.segmentations.describe(drawing());
  const labels = new Uint8Array(64).fill(1, 0, 4);
  study.segmentations.applyStroke(study.reader1, drawing(), revision, {
    tool: "brush",
    slices: slices.map((sliceIndex) => ({ sliceIndex, labels })),
  });
};

test("nothing is drawn before all is answered, and no answer changes from the first stroke on", () => {
  const { readings, reader1, segmentations, coordinator, projects, id } = study;
  const before = projects.log(coordinator, id).length;
  expect(() => draw(0)).toThrow(/scores before drawing. Not answered yet: .*right; .*left/);
  expect(segmentations.describe(drawing()).revision).toBe(0);
  expect(projects.log(coordinator, id)).toHaveLength(before);
  study.answerAll(reader1, readingId);
  const [field] = study.fields();
  readings.answer(reader1, readingId, field!, { type: "grade", value: "4" });
  expect(readings.describe(reader1, readingId)).toMatchObject({ hasDrawn: false, scoring: { order: "before drawing" } });
  draw(0);
  expect(readings.describe(reader1, readingId).hasDrawn).toBe(true);
  for (const answer of [{ type: "grade", value: "0" } as const, null])
    expect(() => readings.answer(reader1, readingId, field!, answer)).toThrow(/since you began to draw, the answers stay as they are/);
  // Taking all back does not open the form again.
  const { revision } = segmentations.describe(drawing());
  segmentations.applyStroke(reader1, drawing(), revision, { tool: "eraser", slices: [{ sliceIndex: 0, labels: new Uint8Array(64) }] });
  expect(() => readings.answer(reader1, readingId, field!, null)).toThrow(/stay as they are/);
  expect(fault()).toBeNull();
});

test("each reader says which slice a level is; it is needed, logged and signed", async () => {
  const { readings, reader1, reader2, projects, coordinator, id, store, segmentations } = study;
  const choose = (level: string, slice: number | null, region = "thigh") =>
    readings.chooseLevel(reader1, readingId, { region, level, slice });
  expect(readings.lacks(reader1, readingId)).toMatchObject({
    levels: [
      { level: "proximal", words: "proximal, thigh" },
      { level: "distal", words: "distal, thigh" },
    ],
    drawings: [],
  });
  await expect(readings.submit(reader1, readingId, secret)).rejects.toThrow("Levels without a slice: proximal, thigh; distal, thigh.");
  const [t1, water] = readings.describe(reader1, readingId).regions[0]!.images;
  expect(choose("proximal", 0).regions[0]!.levels[0]!.slices).toEqual({ [t1!.imageId]: 0, [water!.imageId]: 0 });
  expect(() => choose("distal", 0)).toThrow("Slice 1 is proximal already.");
  expect(() => choose("distal", 2)).toThrow("T1-weighted has 2 slices: there is no slice 3.");
  expect(() => choose("middle", 1)).toThrow(/no such level/);
  expect(() => readings.chooseLevel(reader2, readingId, { region: "thigh", level: "distal", slice: 1 })).toThrow(
    "You have no such reading.",
  );
  choose("distal", 1);
  const entry = projects.log(coordinator, id).at(-1)!;
  expect(entry).toMatchObject({ action: "level.choose", after: { sliceIndex: 1 } });
  expect(entry.subject).toMatch(/^level X\d, reader 1, pass 1, thigh, distal$/);
  choose("distal", null);
  choose("distal", 1);
  // What is drawn on another level does not count for this one.
  draw(1);
  expect(readings.lacks(reader1, readingId).drawings.map(({ level, role }) => [level, role])).toEqual([
    ["proximal", "t1"],
    ["proximal", "water"],
    ["distal", "water"],
  ]);
  draw(0);
  await segmentations.copyTo(
    reader1,
    drawing(),
    readings.images(reader1, readingId).find(({ role }) => role.use === "copied to")!.volumeId,
  );
  await readings.submit(reader1, readingId, secret);
  const { signatures } = readings.list(coordinator, id).find((each) => each.readingId === readingId)!;
  expect(JSON.parse(signatures[0]!.content)).toMatchObject({
    levels: [
      { region: "thigh", level: "distal", sliceIndex: 1 },
      { region: "thigh", level: "proximal", sliceIndex: 0 },
    ],
  });
  expect(() => choose("distal", null)).toThrow(/was submitted and is locked/);
  expect(fault()).toBeNull();

  // Another reader's levels are another reader's.
  const other = readings.own(reader2)[0]!.next!.readingId;
  expect(readings.open(reader2, other).regions[0]!.levels.map(({ slices }) => slices)).toEqual([{}, {}]);
  change(store, (database) => database.exec("UPDATE reading_level SET slice_index = 0 WHERE level = 'distal'"));
  expect(fault()).toMatch(/the row of level X\d, reader 1, pass 1, thigh, distal is not as entry \d+ left it: sliceIndex/);
  change(store, (database) => database.exec("UPDATE reading_level SET slice_index = 1 WHERE level = 'distal'"));
});

test("unlocked, it is corrected in any order", () => {
  const { readings, reader1, coordinator } = study;
  readings.unlock(coordinator, readingId, "One muscle was mistaken");
  const [field] = study.fields();
  readings.answer(reader1, readingId, field!, null);
  draw(0);
  readings.answer(reader1, readingId, field!, { type: "grade", value: "1" });
  expect(fault()).toBeNull();
});
