import { afterAll, beforeAll, expect, test } from "vitest";
import { servicesFor } from "../../../../../src-main/app/blinded/servicesFor.ts";
import type { Services } from "../../../../../src-main/app/services.ts";
import { createBlinding } from "../../../../../src-main/services/projects/index.ts";
import type { Author } from "../../../../../src-main/services/store/index.ts";
import { projectVerb } from "../../../../../src-main/hosts/cli/verbs/project.ts";
import { runVerb } from "../../../hosts/cli/verbs/runVerb.ts";
import { change } from "../../../author.ts";
import { openStudy, studyProtocol, type RunningStudy } from "./runningStudy.ts";

const passMark = { dice: 0.8, gradeDifference: 1 };
const secret = { passphrase: "right passphrase", meaning: "I have read this case independently" };

let study: RunningStudy;
/** What somebody is given by the door. */
const door = (by: Author): Services => {
  const { store, projects, readings, volumes, segmentations } = study;
  const packets = { canImport: () => false };
  const services = { store, projects, readings, volumes, segmentations, packets, blinding: createBlinding(store), readers: {} };
  return servicesFor(services as unknown as Services, by);
};
beforeAll(async () => {
  // Two muscles, of either side.
  const forms = studyProtocol().forms.map((form) => ({ ...form, muscles: form.muscles.slice(0, 2) }));
  study = await openStudy({ passMark, forms, scoring: { order: "at any time", showsOwnDrawing: true } }, { trainsOnX1: true });
}, 120_000);
afterAll(() => study.close());

const own = () => study.readings.own(study.reader1)[0]!;
const fault = () => study.projects.verify(study.id).fault;

test("a pass mark needs a training case, and a coordinator who does not read", () => {
  const { projects, coordinator, reader1, id } = study;
  const lacks = () => projects.status(coordinator, id).lacks;
  expect(lacks()).toEqual([]);
  const draft = projects.create(coordinator, { name: "Lacking", protocol: studyProtocol({ passMark }) });
  projects.setMembers(coordinator, draft, "reader", [coordinator.readerId, reader1.readerId]);
  expect(projects.status(coordinator, draft).lacks).toEqual(
    expect.arrayContaining([
      "protocol, pass mark: there is no training case",
      "coordinators: the pass mark compares with the reading of a coordinator who is no reader; name one",
    ]),
  );
  projects.remove(coordinator, draft);
});

test("the training case comes first; it is compared only when the coordinator's own reading is there, and meets the mark", async () => {
  const { projects, readings, coordinator, reader1, reader2, id, segmentations } = study;
  projects.start(coordinator, id);
  const { next } = own();
  expect(next).toMatchObject({ code: "X1", isTraining: true });
  readings.open(reader1, next!.readingId);
  // 5 voxels of which the coordinator will draw 3: Dice 2 * 3 / (5 + 5) = 0.6.
  await study.drawAll(reader1, next!.readingId, 2);
  study.answerAll(reader1, next!.readingId, "3");
  await readings.submit(reader1, next!.readingId, secret);
  expect(own()).toMatchObject({
    next: null,
    whyNone: expect.stringMatching(/coordinator's own reading, which is not there yet for X1/) as string,
  });
  const counted = readings
    .list(coordinator, id)
    .find(({ readerNumber, isTraining, pass }) => readerNumber === 1 && !isTraining && pass === 1)!;
  expect(() => readings.open(reader1, counted.readingId)).toThrow(/is not there yet for X1/);
  expect(() => readings.describe(reader1, next!.readingId)).toThrow(/was submitted and is locked/);

  // The coordinator's, through the same desk; it blinds nobody and counts nowhere.
  for (const by of [reader1, reader2]) expect(() => readings.openReference(by, id, "X1")).toThrow(/Only a coordinator/);
  expect(() => readings.openReference(coordinator, id, "X2")).toThrow(/is no training case/);
  expect(() => readings.references(reader1)).toThrow(/A blinded reader study runs/);
  expect(readings.references(coordinator)).toMatchObject([{ projectId: id, cases: [{ caseCode: "X1", readingId: null, state: null }] }]);
  const mine = readings.openReference(coordinator, id, "X1");
  expect(readings.openReference(coordinator, id, "X1").readingId).toBe(mine.readingId);
  expect(readings.own(coordinator)).toEqual([]);
  expect(createBlinding(study.store).isBlinded(coordinator.readerId)).toBe(false);
  const [image] = mine.regions[0]!.images;
  expect(door(coordinator).volumes.describe(image!.imageId)).toMatchObject({ id: image!.imageId, studyInstanceUid: mine.readingId });
  // Beside it, the coordinator's session stays what it was.
  expect(door(coordinator).volumes.describe(study.volumeOf("2.25.101", 1)).seriesInstanceUid).toBe("2.25.101.1");
  await study.drawAll(coordinator, mine.readingId, 0);
  study.answerAll(coordinator, mine.readingId, "1");
  expect(own().whyNone).toMatch(/is not there yet for X1/);
  await readings.submit(coordinator, mine.readingId, secret);
  expect(() => door(coordinator).volumes.describe(image!.imageId)).toThrow(/no such volume/i);

  // Two grades apart in four fields, and the four drawings.
  const [reader] = readings.training(coordinator, id);
  expect(reader).toMatchObject({ readerNumber: 1, passedAt: null, cases: [{ code: "X1", version: 1, state: "misses the mark" }] });
  expect(reader!.cases[0]!.misses).toHaveLength(8);
  expect(reader!.cases[0]!.misses).toContain("all muscle, calf, water-only: Dice 0.600, below 0.8");
  expect(own().whyNone).toMatch(
    /not passed yet. The mark is: Dice of every segment at least 0.8, grades at most 1 apart. Case X1: .* 2 grades apart; .*and 2 more/,
  );
  expect(() => readings.open(reader1, counted.readingId)).toThrow(/not passed yet/);

  // Seen beside the own one, which is locked.
  expect(own().begun).toMatchObject([{ code: "X1", canCompare: true }]);
  const compared = readings.open(reader1, next!.readingId);
  expect(compared.coordinators!.answers).toHaveLength(4);
  expect(new Map(compared.coordinators!.answers).values().next().value).toEqual({ type: "grade", value: "1" });
  expect(compared.coordinators!.drawings).toHaveLength(4);
  const [theirs] = compared.coordinators!.drawings;
  const map = await door(reader1).segmentations.readLabelMap(theirs!.segmentationId);
  expect(map.segmentation.volumeId).toBe(theirs!.imageId);
  expect([...map.labels.subarray(0, 8)]).toEqual([1, 1, 1, 1, 1, 0, 0, 0]);
  const stroke = { tool: "brush", slices: [{ sliceIndex: 0, labels: new Uint8Array(64) }] };
  for (const refused of [
    () => door(reader1).segmentations.applyStroke(reader1, theirs!.segmentationId, 1, stroke),
    () => door(reader1).segmentations.steps(reader1, theirs!.segmentationId, { windowId: "w", openedRevision: 0 }),
    () => door(reader1).segmentations.describe(readings.images(reader1, next!.readingId)[0]!.volumeId),
    () => readings.answer(reader1, next!.readingId, study.fields()[0]!, null),
  ])
    expect(refused).toThrow(/no such (?:reading|image or drawing)|is locked/);
  const drawing = readings.images(reader1, next!.readingId)[0]!.segmentationId!;
  expect(() => door(reader1).segmentations.applyStroke(reader1, drawing, segmentations.describe(drawing).revision, stroke)).toThrow(
    /is locked/,
  );
  // Reader 2 has not submitted the case.
  expect(() => readings.shownDrawing(reader2, theirs!.segmentationId)).toThrow("You have no such reading.");
  expect(readings.isShown(reader2, theirs!.segmentationId)).toBe(false);
  expect(fault()).toBeNull();
});

test("unlocked by the coordinator, it is read again; when it meets the mark, that is kept with the first case that counts", async () => {
  const { projects, readings, coordinator, reader1, id, segmentations } = study;
  const training = own().begun[0]!.readingId;
  readings.unlock(coordinator, training, "Training: read it again");
  expect(readings.describe(reader1, training).coordinators).toBeUndefined();
  expect(own().whyNone).toMatch(/Submit case X1 first/);
  // One voxel off on each image: Dice 2 * 4 / 10 = 0.8 is enough.
  for (const { segmentationId } of readings.images(reader1, training)) {
    const { revision } = segmentations.describe(segmentationId!);
    const labels = new Uint8Array(64).fill(1, 1, 6);
    segmentations.applyStroke(reader1, segmentationId!, revision, { tool: "brush", slices: [{ sliceIndex: 0, labels }] });
  }
  study.answerAll(reader1, training, "2");
  const [first] = study.fields();
  readings.answer(reader1, training, first!, { type: "not assessable", reason: "artefact", words: "" });
  await readings.submit(reader1, training, secret);
  expect(own().whyNone).toMatch(/graded by one reader, not assessable for another\. Compare/);
  readings.unlock(coordinator, training, "Training: one more");
  readings.answer(reader1, training, first!, { type: "grade", value: "0" });
  await readings.submit(reader1, training, secret);
  expect(own()).toMatchObject({ next: { code: "X2", isTraining: false }, whyNone: null });
  readings.open(reader1, own().next!.readingId);
  const entry = projects.log(coordinator, id).findLast(({ action }) => action === "training.pass")!;
  expect(entry).toMatchObject({
    subject: "training of reader 1",
    after: { result: { mark: passMark, cases: [{ code: "X1", version: 3, coordinatorsVersion: 1 }] } },
  });
  expect(readings.training(coordinator, id)[0]).toMatchObject({ passedAt: entry.at, cases: [{ version: 3, state: "done", misses: [] }] });
  expect(fault()).toBeNull();

  process.env["FASCICLE_PASSPHRASE"] = secret.passphrase;
  const { stdout } = await runVerb(projectVerb, "training", "Muscles", "--as", "Coordinator", "--data", study.dataFolder);
  delete process.env["FASCICLE_PASSPHRASE"];
  expect(stdout.split("\n")).toEqual([
    "case X1: the coordinator's reading is submitted (Coordinator)",
    `reader 1 Reader 1: passed, ${entry.at}`,
    "  X1: done, version 3",
    "reader 2 Reader 2",
    "  X1: not submitted",
    "",
  ]);

  // What was passed stays passed, whatever becomes of the coordinator's reading.
  const reference = readings.list(coordinator, id).find(({ isReference }) => isReference)!;
  expect(() => readings.withdraw(coordinator, reference.readingId, "wrong")).toThrow(/which is not counted: unlock it/);
  readings.unlock(coordinator, reference.readingId, "One muscle was wrong");
  study.answerAll(coordinator, reference.readingId, "5");
  expect(own().whyNone).toMatch(/Submit case X2 first/);
  expect(fault()).toBeNull();
});

test("after an amendment segments are compared by name, whatever their label; what is not in both is left out, and named", async () => {
  const { projects, readings, segmentations, coordinator, reader2, id, store } = study;
  const reference = readings.list(coordinator, id).find(({ isReference }) => isReference)!;
  study.answerAll(coordinator, reference.readingId, "1");
  await readings.submit(coordinator, reference.readingId, secret);
  const protocol = projects.protocol(coordinator, id);
  const [thigh, calf] = protocol.regions;
  const segments = ["fat", "all muscle"].map((name) => ({ name, side: "none" as const, color: name === "fat" ? "#ff4e18" : "#38e9ff" }));
  projects.amend(coordinator, id, {
    // Grades count no more, and the mark is that of the amendment.
    protocol: {
      ...protocol,
      passMark: { dice: 0.9, gradeDifference: null },
      regions: [{ ...thigh!, drawing: { kind: "list", segments } }, calf!],
    },
    reason: "Fat is drawn apart",
  });
  const { next } = readings.own(reader2)[0]!;
  expect(next).toMatchObject({ code: "X1", isTraining: true });
  readings.open(reader2, next!.readingId);
  // The same voxels as the coordinator's, under label 2 in the thigh and 1 in the calf; one voxel of fat.
  for (const { segmentationId, region } of readings.images(reader2, next!.readingId).filter(({ role }) => role.use === "drawn on")) {
    const labels = new Uint8Array(64).fill(region.id === "thigh" ? 2 : 1, 0, 5);
    if (region.id === "thigh") labels[9] = 1;
    const { revision } = segmentations.describe(segmentationId!);
    segmentations.applyStroke(reader2, segmentationId!, revision, { tool: "brush", slices: [{ sliceIndex: 0, labels }] });
  }
  for (const from of readings.images(reader2, next!.readingId).filter(({ role }) => role.use === "drawn on")) {
    const to = readings
      .images(reader2, next!.readingId)
      .find(({ region, role }) => region.id === from.region.id && role.use === "copied to")!;
    await segmentations.copyTo(reader2, from.segmentationId!, to.volumeId);
  }
  study.answerAll(reader2, next!.readingId, "5");
  await readings.submit(reader2, next!.readingId, secret);
  const ofReader2 = readings.training(coordinator, id).find(({ readerNumber }) => readerNumber === 2)!;
  expect(ofReader2.cases).toEqual([
    {
      code: "X1",
      version: 1,
      state: "done",
      misses: [],
      notCompared: ["fat of thigh: not drawn in both version 2 of the protocol and version 1"],
    },
  ]);
  expect(readings.own(reader2)[0]).toMatchObject({ next: { code: "X2" }, whyNone: null });
  // Read before there was this mark: it is the one that holds. Four of six voxels are shared: Dice 2 * 4 / 10.
  expect(readings.training(coordinator, id)[0]!.cases[0]!).toMatchObject({
    state: "misses the mark",
    misses: expect.arrayContaining(["all muscle, calf, T1-weighted: Dice 0.800, below 0.9"]) as string[],
    notCompared: [],
  });

  change(store, (database) => database.exec("UPDATE training_pass SET passed_at = '2020-01-01T00:00:00.000Z'"));
  expect(fault()).toMatch(/the row of training of reader 1 is not as entry \d+ left it: passedAt/);
});
