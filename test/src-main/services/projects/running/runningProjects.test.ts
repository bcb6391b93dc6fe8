import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { ReadingOfProject } from "../../../../../src-main/services/projects/index.ts";
import { addReader } from "../../../author.ts";
import { setCheapPassphrase } from "../../readers/signingReader.ts";
import { openStudy, studyProtocol, type RunningStudy } from "../readings/runningStudy.ts";

const secret = { passphrase: "right passphrase", meaning: "I have read this case independently" };
let study: RunningStudy;
/** Two muscles, one of each region: an answer is a synced write. */
const forms = studyProtocol().forms.map((form) => ({
  ...form,
  muscles: ["thigh", "calf"].map((of) => form.muscles.find(({ region }) => region === of)!),
}));
beforeAll(async () => {
  study = await openStudy({ forms });
  study.projects.start(study.coordinator, study.id);
}, 120_000);
afterEach(() => {
  const { fault } = study.projects.verify(study.id);
  if (fault !== null) throw new Error(fault);
  // Never a drawing on another volume than the one that the reading is of.
  const wrong = `SELECT count(*) FROM reading_image AS image JOIN reading ON reading.id = reading_id JOIN segmentation ON segmentation.id = segmentation_id
    JOIN case_role ON case_role.case_id = reading.case_id AND case_role.region = image.region AND case_role.role = image.role
    WHERE segmentation.volume_id <> coalesce(image.volume_id, case_role.volume_id)`;
  if (study.store.database.prepare(wrong).pluck().get() !== 0) throw new Error("a drawing lies on another volume than its reading");
});
afterAll(() => study.close());

const list = () => study.readings.list(study.coordinator, study.id);
const find = (readingId: string): ReadingOfProject => list().find((each) => each.readingId === readingId)!;
const own = (by = study.reader1) => study.readings.own(by)[0]!;
const protocol = (): Protocol => study.projects.protocol(study.coordinator, study.id);
const amend = (over: Partial<Protocol>, isDryRun = false) =>
  study.projects.amend(study.coordinator, study.id, { protocol: { ...protocol(), ...over }, reason: "As the pilot showed", isDryRun });
const entries = () => study.projects.log(study.coordinator, study.id).length;
const labels = async (segmentationId: string) => Array.from((await study.segmentations.readLabelMap(segmentationId)).labels.subarray(0, 8));
const drawings = (by: typeof study.reader1, readingId: string) =>
  study.readings.images(by, readingId).filter(({ region, segmentationId }) => region.id === "thigh" && segmentationId !== null);

let signed: string;
let inWork: string;

test("an amendment is tried out without a trace; wording touches nothing, and who has signed keeps the version", async () => {
  const { readings, reader1, reader2 } = study;
  signed = own().next!.readingId;
  readings.open(reader1, signed);
  await study.drawAll(reader1, signed);
  study.answerAll(reader1, signed);
  await readings.submit(reader1, signed, secret);
  inWork = own(reader2).next!.readingId;
  readings.open(reader2, inWork);
  await study.drawAll(reader2, inWork);
  study.answerAll(reader2, inWork);

  const [thigh, calf] = protocol().regions as [Protocol["regions"][number], Protocol["regions"][number]];
  const worded = [{ ...thigh, drawingRules: [{ text: "Along the epimysium.", picture: null }] }, calf];
  const before = entries();
  const tried = amend({ regions: worded }, true);
  expect([entries(), protocol().regions[0]!.drawingRules]).toEqual([before, thigh.drawingRules]);
  const done = amend({ regions: worded });
  expect(done).toEqual(tried);
  expect(done).toMatchObject({
    version: 2,
    changes: [{ field: "region thigh, drawing rules", effect: "free" }],
    inWork: [{ readerNumber: 2, pass: 1, protocolVersion: 1 }],
    kept: [{ readerNumber: 1, pass: 1, protocolVersion: 1 }],
    notOpened: 4,
    made: 0,
    takenBack: 0,
  });
  expect(list().map(({ readingId, protocolVersion }) => (readingId === signed ? 1 : 2) === protocolVersion)).toEqual(Array(6).fill(true));
  expect(study.projects.status(study.coordinator, study.id).protocol).toMatchObject({ version: 2, isFrozen: true });
  expect(() => amend({})).toThrow("This is the protocol that the study has already");
  expect(readings.describe(reader2, inWork).regions[0]!.drawingRules[0]!.text).toBe("Along the epimysium.");
});

test("what would make another study is refused in words, and nothing is changed", () => {
  const before = entries();
  const { regions, passes, blinding } = protocol();
  const [thigh, calf] = regions;
  for (const [over, words] of [
    [{ readerCount: 3 }, /number of readers: readers join and leave by commands/],
    [{ blinding: { ...blinding, coordinatorMayRead: true } }, /blinding: every reading was made under it/],
    [{ regions: [calf!, thigh!] }, /regions: other regions or series make another study/],
    [
      { regions: [{ ...thigh!, roles: thigh!.roles.map((role) => ({ ...role, id: `${role.id}-b` })) }, calf!] },
      /region thigh, roles: other/,
    ],
    [
      {
        passes: [
          { ...passes[0]!, readers: [1] },
          { ...passes[1]!, readers: [1] },
        ],
      },
      /pass 1, readers: reader 2 has begun this pass/,
    ],
    [{ blinding: { ...blinding, showsModelResults: true } }, /blinding: every reading was made under it/],
    // Nobody could ever reach it.
    [{ passMark: { dice: null, gradeDifference: 1 } }, /protocol, pass mark: there is no training case/],
  ] as const)
    expect(() => amend(over as Partial<Protocol>)).toThrow(words);
  for (const reason of ["", "Quastenflosser moved"])
    expect(() => study.projects.amend(study.coordinator, study.id, { protocol: { ...protocol(), name: "New" }, reason })).toThrow(
      /needs a reason|patient's name/,
    );
  expect(() => study.projects.amend(study.reader1, study.id, { protocol: protocol(), reason: "mine" })).toThrow("Only a coordinator");
  expect(entries()).toBe(before);
});

test("other segments: a reading in work takes over what was drawn in those of the same name, and its answers; the old drawing stays", async () => {
  const { readings, segmentations, reader2 } = study;
  const old = drawings(reader2, inWork);
  const corrected = Uint8Array.from([0, 1, 1, 1, 1, 1, 1, 0, ...Array<number>(56).fill(0)]);
  segmentations.applyStroke(reader2, old[1]!.segmentationId!, segmentations.describe(old[1]!.segmentationId!).revision, {
    tool: "brush",
    slices: [{ sliceIndex: 0, labels: corrected }],
  });
  const changes = await segmentations.copyChanges(old[1]!.segmentationId!);
  const segments = [
    { name: "fat", side: "none" as const, color: "#ff4e18" },
    { name: "all muscle", side: "none" as const, color: "#38e9ff" },
  ];
  const [thigh, calf] = protocol().regions;
  const done = amend({ regions: [{ ...thigh!, drawing: { kind: "list", segments } }, calf!] });
  expect(done.changes).toEqual([
    { part: "region, drawing", effect: "not submitted", field: "region thigh, drawing", words: "added: fat", region: "thigh" },
  ]);
  // The page that is still open draws nothing wrong.
  expect(() => readings.describe(reader2, inWork)).toThrow(/Open the case again/);
  const resumed = readings.open(reader2, inWork);
  expect(resumed).toMatchObject({ version: 2, regions: [{ segments: ["fat", "all muscle"] }, { segments: ["all muscle"] }] });
  expect(resumed.answers).toHaveLength(4);
  const now = drawings(reader2, inWork);
  expect(now.map(({ role }) => role.id)).toEqual(["t1", "water"]);
  expect(await labels(now[0]!.segmentationId!)).toEqual([2, 2, 2, 2, 2, 0, 0, 0]);
  expect(await labels(now[1]!.segmentationId!)).toEqual([0, 2, 2, 2, 2, 2, 2, 0]);
  expect(await labels(old[0]!.segmentationId!)).toEqual([1, 1, 1, 1, 1, 0, 0, 0]);
  const [fat, muscle] = [changes.filter(({ name }) => name === "fat"), changes.find(({ name }) => name === "all muscle")!];
  expect(fat).toEqual([]);
  expect(await segmentations.copyChanges(now[1]!.segmentationId!)).toEqual([{ ...muscle, number: 2 }]);
  const stroke = { tool: "brush", slices: [{ sliceIndex: 0, labels: corrected }] };
  for (const { segmentationId } of old)
    expect(() => segmentations.applyStroke(reader2, segmentationId!, segmentations.describe(segmentationId!).revision, stroke)).toThrow(
      /before its series was replaced, or the study's protocol was amended/,
    );
  expect(readings.lacks(reader2, inWork).drawings.map(({ segment, role }) => [segment, role])).toEqual([
    ["fat", "t1"],
    ["fat", "water"],
  ]);
  expect(find(signed)).toMatchObject({ state: "submitted", protocolVersion: 1, version: 1 });
});

test("a pass that nobody has begun is made anew; what its readers have not opened goes, and comes, with its entries", () => {
  const [first, second] = protocol().passes;
  const agreement = { ...protocol().agreement, featureFilter: null };
  expect(amend({ passes: [first!], agreement }, true)).toMatchObject({ takenBack: 2, made: 0 });
  const done = amend({ passes: [first!, { ...second!, cases: { of: "random subset", size: 1 }, washout: "P1M", readers: "all" }] });
  expect(done).toMatchObject({ takenBack: 2, made: 2 });
  expect(list().filter(({ pass }) => pass === 2)).toMatchObject([{ readerNumber: 1 }, { readerNumber: 2 }]);
});

test("a wrong series is replaced: what is in work begins anew on the right one, what was signed stays on the old one until it is unlocked", async () => {
  const { projects, readings, segmentations, coordinator, reader1, reader2, volumeOf } = study;
  const { caseCode } = find(inWork);
  const uid = caseCode === "X1" ? "2.25.101" : "2.25.201";
  const [wrong, right] = [volumeOf(uid, 1), volumeOf(uid, 3)];
  const choice = { code: caseCode, region: "thigh", role: "t1", volumeId: right, reason: "It was the localiser's neighbour" };
  expect(() => projects.replaceSeries(coordinator, study.id, { ...choice, volumeId: wrong })).toThrow(/has the role already/);
  expect(() => projects.replaceSeries(coordinator, study.id, { ...choice, reason: " " })).toThrow(/needs a reason/);
  expect(() => projects.chooseRole(coordinator, study.id, choice)).toThrow(/is replaced, with a reason/);
  const old = drawings(reader2, inWork);
  const tried = projects.replaceSeries(coordinator, study.id, { ...choice, isDryRun: true });
  const done = projects.replaceSeries(coordinator, study.id, choice);
  expect(done).toEqual(tried);
  const wasSigned = find(signed).caseCode === caseCode;
  expect(done).toMatchObject({ begunAnew: [{ readerNumber: 2, pass: 1 }], kept: wasSigned ? [{ readerNumber: 1 }] : [] });

  // Nobody has looked at the new one: it is shown to nobody.
  expect(() => readings.open(reader2, inWork)).toThrow(/is being prepared by the coordinator/);
  expect(projects.status(coordinator, study.id).lacks).toEqual([
    `case ${caseCode}, thigh, t1: nobody has looked at the series for burned-in text`,
  ]);
  projects.lookAt(coordinator, study.id, { code: caseCode, region: "thigh", role: "t1" });
  const again = readings.open(reader2, inWork);
  expect(again).toMatchObject({ version: 3 });
  // Those of the calf.
  expect(again.answers).toHaveLength(2);
  const now = readings.images(reader2, inWork).filter(({ region }) => region.id === "thigh");
  expect(now.map(({ role, volumeId }) => [role.id, volumeId])).toEqual([
    ["t1", right],
    ["water", volumeOf(uid, 2)],
  ]);
  expect(now.map(({ segmentationId }) => segmentationId === null)).toEqual([false, true]);
  expect(await labels(now[0]!.segmentationId!)).toEqual(Array(8).fill(0));
  expect(await labels(old[0]!.segmentationId!)).toEqual([2, 2, 2, 2, 2, 0, 0, 0]);
  expect(segmentations.describe(old[0]!.segmentationId!).volumeId).toBe(wrong);
  const pins = study.store.database.prepare("SELECT count(*) FROM volume_pin WHERE volume_id = ? AND by_kind = 'reading image'").pluck();
  expect(pins.get(wrong)).toBeGreaterThan(0);

  // The case of the signed reading, where that is the other one.
  const of = find(signed);
  if (!wasSigned) {
    const volumeId = volumeOf(of.caseCode === "X1" ? "2.25.101" : "2.25.201", 3);
    projects.replaceSeries(coordinator, study.id, { code: of.caseCode, region: "thigh", role: "t1", volumeId, reason: "Wrong series" });
    projects.lookAt(coordinator, study.id, { code: of.caseCode, region: "thigh", role: "t1" });
  }
  expect(find(signed)).toMatchObject({ state: "submitted", version: 1, replaced: ["thigh, t1"] });
  readings.unlock(coordinator, signed, "To be read on the right series");
  expect(find(signed)).toMatchObject({ state: "unlocked", version: 2, protocolVersion: 1, replaced: [], signatures: [{ version: 1 }] });
  const reopened = readings.open(reader1, signed);
  // By the version that it was signed under.
  expect(reopened.regions[0]!.segments).toEqual(["all muscle"]);
  expect(await labels(readings.images(reader1, signed)[0]!.segmentationId!)).toEqual(Array(8).fill(0));
  await study.drawAll(reader1, signed).catch(() => undefined);
});

test("the group of a case is corrected with a reason while the study runs; which cases are for training stays", () => {
  const { projects, coordinator, id } = study;
  const as = { code: "X2", group: "LGMD", variables: {}, isTraining: false, reason: "" };
  expect(() => projects.changeCase(coordinator, id, as)).toThrow(/needs a reason/);
  expect(() => projects.changeCase(coordinator, id, { ...as, isTraining: true, reason: "to train" })).toThrow(/is said in a draft/);
  projects.changeCase(coordinator, id, { ...as, reason: "The biopsy came" });
  expect(projects.cases(coordinator, id).find(({ code }) => code === "X2")).toMatchObject({ group: "LGMD", isTraining: false });
});

test("a case comes later: it follows in every order, and is opened when it is prepared", () => {
  const { projects, readings, coordinator, id } = study;
  const before = list();
  expect(() =>
    projects.addCases(coordinator, id, [{ where: "1", studyInstanceUids: ["2.25.301"], code: "X3", isTraining: true }], "late"),
  ).toThrow(/training cases come first in every order/);
  const added = projects.addCases(coordinator, id, [{ where: "1", studyInstanceUids: ["2.25.301", "2.25.302"], code: "X3" }], "late");
  // Two readers in pass 1; pass 2 is of a random subset, which stays.
  expect(added).toMatchObject({ added: ["X3"], readings: 2 });
  const late = list().filter(({ caseCode }) => caseCode === "X3");
  expect(late.map(({ readerNumber, pass, position }) => [readerNumber, pass, position])).toEqual([
    [1, 1, 3],
    [2, 1, 3],
  ]);
  expect(list().filter(({ caseCode }) => caseCode !== "X3")).toEqual(before);
  expect(projects.status(coordinator, id).lacks.filter((words) => words.startsWith("case X3, calf, water"))).toEqual([
    "case X3, calf, water: no series fits the rule; set its volume",
  ]);
  expect(() => readings.open(study.reader1, late[0]!.readingId)).toThrow(/Submit case/);
  projects.chooseRole(coordinator, id, { code: "X3", region: "thigh", role: "t1", volumeId: study.volumeOf("2.25.301", 1) });
});

test("a reader leaves: what is not submitted is withdrawn and its cases are marked; another one joins, with an order of the own", () => {
  const { projects, readings, coordinator, reader1, reader2, store, id } = study;
  expect(() => projects.removeReader(coordinator, id, 2, " ")).toThrow(/needs a reason/);
  const left = projects.removeReader(coordinator, id, 2, "Another post");
  expect(left).toMatchObject({ notOpened: 3, withdrawn: [{ readerNumber: 2, pass: 1 }], kept: 0 });
  expect(() => projects.removeReader(coordinator, id, 2, "again")).toThrow("Reader 2 has left already.");
  expect(() => readings.open(reader2, inWork)).toThrow(/is locked/);
  expect(projects.cases(coordinator, id).map(({ state, reason }) => [state, reason])).toEqual(
    ["X1", "X2", "X3"].map(() => ["partly read", "Another post"]),
  );
  expect(() => projects.includeCase(coordinator, id, "X1", "all is well")).toThrow(/marked as partly read by its readings/);
  projects.excludeCase(coordinator, id, "X1", "artefact");
  projects.includeCase(coordinator, id, "X1", "no artefact");
  expect(projects.cases(coordinator, id)[0]).toMatchObject({ code: "X1", state: "partly read" });
  expect(projects.status(coordinator, id)).toMatchObject({ left: [2] });

  const third = addReader(store, "Reader 3");
  expect(() => projects.addReaders(coordinator, id, [third.readerId], "In place of reader 2")).toThrow(/has no passphrase/);
  setCheapPassphrase(store, third.readerId, "right passphrase");
  expect(() => projects.addReaders(coordinator, id, [reader1.readerId], "again")).toThrow(/is reader 1 of “Muscles” already/);
  expect(() => projects.addReaders(coordinator, id, [reader2.readerId], "back")).toThrow(/and has left/);
  expect(() => projects.addReaders(coordinator, id, [coordinator.readerId], "me")).toThrow(/is a coordinator/);
  const joined = projects.addReaders(coordinator, id, [third.readerId], "In place of reader 2");
  const subset = list().filter(({ pass }) => pass === 2);
  expect(joined).toMatchObject({ made: 4 });
  expect(protocol().readerCount).toBe(3);
  const mine = list().filter(({ readerNumber }) => readerNumber === 3);
  expect(mine.map(({ pass, position }) => [pass, position])).toEqual([
    [1, 1],
    [1, 2],
    [1, 3],
    [2, 1],
  ]);
  // The same subset, under the same code, as for the others.
  expect(new Set(subset.map(({ caseCode, code }) => `${caseCode} ${code}`)).size).toBe(1);
  expect(own(third).total).toBe(4);
});
