import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { adjudicationSeed } from "#shared/domain/project/adjudication.ts";
import { sha256 } from "../../../../src-shared/domain/project/sha256.ts";
import { change } from "../../../author.ts";
import { setCheapPassphrase } from "../../readers/signingReader.ts";
import { openDiffering, secret, type Differing } from "./differingReadings.ts";

const signing = { ...secret, others: [], meaning: "Consensus" };
const grade = (value: string) => ({ type: "grade", value }) as const;
let study: Differing;

beforeAll(async () => {
  study = await openDiffering({ gradeDifference: 2, diceBelow: 0.8 });
}, 120_000);
afterEach(() => {
  const { fault } = study.projects.verify(study.id);
  if (fault !== null) throw new Error(fault);
});
afterAll(() => study.close());

const list = () => study.adjudications.list(study.coordinator, study.id);
const own = (by = study.third) => study.adjudications.own(by)[0]!;
const assign = (readerIds: readonly number[], codes: readonly string[] | null = ["X1"]) =>
  study.adjudications.assign(study.coordinator, study.id, { codes, readerIds });
const asked = {
  scores: ["Fatty infiltration on T1-weighted images, rectus femoris right: 2 grades apart"],
  drawings: [{ region: "thigh", role: "t1", reasons: ["all muscle, thigh, T1-weighted, slice 1: Dice 0.667, below 0.8"] }],
};

describe("the rule", () => {
  test("waits for both first readings of a case, and names what differs so much, on a slice or over all", async () => {
    expect(list()).toEqual({ cases: [], waiting: 2 });
    expect(() => study.adjudications.list(study.reader1, study.id)).toThrow(/Only a coordinator/);
    await study.readNext(study.reader1);
    await study.readNext(study.reader1);
    expect(list()).toEqual({ cases: [], waiting: 2 });
    await study.readNext(study.reader2);
    await study.readNext(study.reader2);
    expect(list()).toEqual({ cases: [{ code: "X1", asked, adjudication: null }], waiting: 0 });
  }, 60_000);

  test("never counts a reading that is unlocked or withdrawn", async () => {
    const { readings, coordinator, reader2, readingOf } = study;
    readings.unlock(coordinator, readingOf(reader2, "X1"), "look again");
    expect(list()).toEqual({ cases: [], waiting: 1 });
    expect(() => assign([study.third.readerId])).toThrow(/both first readings are locked/);
    await readings.submit(reader2, readingOf(reader2, "X1"), secret);
    expect(list().cases).toEqual([{ code: "X1", asked, adjudication: null }]);
  });
});

describe("a consensus", () => {
  let id: string;
  const image = (by = study.third) => study.adjudications.images(by, id).find(({ segmentationId }) => segmentationId !== null)!;

  test("is made by a third reader who can sign, or by both together, while another coordinator is left", () => {
    const { third, reader1, reader2, coordinator, coordinator2, store } = study;
    expect(() => assign([third.readerId])).toThrow("Third has no passphrase");
    setCheapPassphrase(store, third.readerId, secret.passphrase);
    expect(() => assign([reader1.readerId])).toThrow(/Reader 1 made one of the two readings/);
    expect(() => assign([reader2.readerId, third.readerId])).toThrow(/Reader 2 made one of the two readings/);
    expect(() => assign([coordinator.readerId, coordinator2.readerId])).toThrow(/name another coordinator first/);
    expect(() => assign([third.readerId, third.readerId])).toThrow(/Name one reader/);
    expect(() => assign([third.readerId], ["X2"])).toThrow(/X2: the two readings do not differ as much/);
    expect(study.adjudications.all(coordinator, study.id)).toEqual([]);
    expect(assign([third.readerId], null)).toBe(1);
    expect(() => assign([third.readerId])).toThrow(/has a consensus already/);
    expect(() => assign([third.readerId], null)).toThrow(/No case is left/);
  });

  test("shows the two readings in the order of a seed that the log keeps, and never whose they are", () => {
    const { adjudications, third, reader1, readings, coordinator, projects, store } = study;
    const [made] = adjudications.all(coordinator, study.id);
    const caseId = store.database.prepare<[], string>("SELECT id FROM project_case WHERE code = 'X1'").pluck().get()!;
    const seed = adjudicationSeed({ project: study.id, caseId }, sha256);
    expect(made).toMatchObject({ seed, adjudicators: ["Third"], state: "open", asked });
    expect([made!.a, made!.b].toSorted((a, b) => a - b)).toEqual([1, 2]);
    expect(projects.log(coordinator, study.id).at(-1)).toMatchObject({
      action: "consensus.assign",
      subject: "consensus X1, number 1",
      // Reader 2's was unlocked once, so its version is 2.
      after: { seed, a: { reader: made!.a, version: made!.a }, b: { reader: made!.b, version: made!.b } },
    });
    const [shown] = own().cases;
    id = shown!.readingId;
    expect(shown).toMatchObject({ code: "X1", isOpened: false, whyNot: null });
    expect(() => adjudications.describe(third, id)).toThrow(/was not opened yet/);
    expect(() => adjudications.open(reader1, id)).toThrow("You have no such reading.");
    const reading = adjudications.open(third, id);
    const { consensus } = reading;
    const fives = (answers: typeof reading.answers) => answers.filter(([, answer]) => "value" in answer && answer.value === "5").length;
    expect([fives(consensus!.a), fives(consensus!.b)]).toEqual(made!.a === 2 ? [1, 0] : [0, 1]);
    // What both share is taken over: 34 fields but two.
    expect(reading.answers).toHaveLength(32);
    expect(consensus!.drawings).toEqual([{ imageId: image().imageId, reasons: asked.drawings[0]!.reasons }]);
    expect(consensus!.outlines).toHaveLength(4);
    const hidden = [
      "Reader 1",
      "Reader 2",
      ...readings.list(coordinator, study.id).map(({ readingId }) => readingId),
      ...store.database.prepare<[], string>("SELECT segmentation_id FROM reading_image WHERE segmentation_id IS NOT NULL").pluck().all(),
    ];
    expect(hidden.filter((words) => JSON.stringify(reading).includes(words))).toEqual([]);
  });

  test("begins with an empty drawing of what differs, and shows what A and B drew there", async () => {
    const { adjudications, third, reader1, segmentations, coordinator } = study;
    const { imageId, segmentationId } = image();
    expect(segmentations.describe(segmentationId!).revision).toBe(0);
    const [made] = adjudications.all(coordinator, study.id);
    const drawnBy = async (letter: "A" | "B") => {
      const { segmentationId: of } = adjudications.outline(third, `${imageId}.${letter}`);
      return (await segmentations.readLabelMap(of)).labels.filter((label) => label === 1).length;
    };
    expect([await drawnBy("A"), await drawnBy("B")]).toEqual(made!.a === 1 ? [15, 20] : [20, 15]);
    for (const name of [imageId, `${imageId}.C`, `${segmentationId}.A`])
      expect(() => adjudications.outline(third, name)).toThrow(/no such image or drawing/);
    expect(() => adjudications.outline(reader1, `${imageId}.A`)).toThrow("You have no such reading.");
  });

  test("is drawn by who makes it, and decides only what differs; the readings stay as they are", () => {
    const { adjudications, third, reader1, reader2, coordinator, segmentations, readings, first, second, fields } = study;
    const before = JSON.stringify(readings.list(coordinator, study.id));
    const { segmentationId } = image();
    const stroke = { tool: "start from A", slices: [{ sliceIndex: 0, labels: new Uint8Array(64).fill(1, 0, 8) }] };
    for (const by of [reader1, reader2, coordinator])
      expect(() => segmentations.applyStroke(by, segmentationId!, 0, stroke)).toThrow(/only who makes it changes it/);
    expect(() => segmentations.rename(third, segmentationId!, "mine")).toThrow(/keeps its name/);
    segmentations.applyStroke(third, segmentationId!, 0, stroke);
    const original = adjudications.outline(third, `${image().imageId}.A`).segmentationId;
    const { revision } = segmentations.describe(original);
    expect(() => segmentations.applyStroke(third, original, revision, stroke)).toThrow(/only its reader changes it/);

    expect(adjudications.lacks(third, id)).toEqual({
      levels: [],
      drawings: [],
      answers: ["rectus femoris right", "rectus femoris left"].map((muscle) => `Fatty infiltration on T1-weighted images, ${muscle}`),
    });
    expect(() => adjudications.answer(third, id, fields()[2]!, grade("0"))).toThrow(/Both readings agree here/);
    expect(() => adjudications.answer(third, id, first, grade("6"))).toThrow(/"6"/);
    expect(() => adjudications.answer(reader1, id, first, grade("4"))).toThrow("You have no such reading.");
    adjudications.answer(third, id, first, grade("4"));
    adjudications.answer(third, id, second, grade("4"));
    expect(adjudications.lacks(third, id)).toEqual({ levels: [], drawings: [], answers: [] });
    expect(new Map(adjudications.describe(third, id).answers).get(first)).toEqual(grade("4"));
    expect(JSON.stringify(readings.list(coordinator, study.id))).toBe(before);
  });

  test("is signed and locked; a coordinator unlocks it with a reason, and what was signed stays", async () => {
    const { adjudications, third, coordinator, segmentations } = study;
    const drawn = image().segmentationId!;
    await expect(adjudications.submit(third, id, { ...signing, passphrase: "left" })).rejects.toThrow(
      "Third: This passphrase is not the right",
    );
    await adjudications.submit(third, id, signing);
    const stroke = { tool: "brush", slices: [{ sliceIndex: 1, labels: new Uint8Array(64).fill(1) }] };
    expect(() => segmentations.applyStroke(third, drawn, 1, stroke)).toThrow(/is locked/);
    expect(() => adjudications.describe(third, id)).toThrow(/is submitted and locked/);
    expect(() => adjudications.unlock(third, id, "again")).toThrow(/Only a coordinator/);
    expect(() => adjudications.unlock(coordinator, id, " ")).toThrow(/needs a reason/);
    adjudications.unlock(coordinator, id, "A muscle was mistaken");
    await adjudications.submit(third, id, signing);
    const [made] = adjudications.all(coordinator, study.id);
    expect([made!.version, made!.signatures.map(({ version, name }) => [version, name])]).toEqual([
      2,
      [
        [1, "Third"],
        [2, "Third"],
      ],
    ]);
    const signed = JSON.parse(made!.signatures[1]!.content) as { agreed: object; decided: object; drawings: object[] };
    expect([Object.keys(signed.agreed).length, Object.keys(signed.decided).length, signed.drawings.length]).toEqual([32, 2, 1]);
  });

  test.each([
    ["adjudication_answer", "answer", '{"type":"grade","value":"0"}', "number = 1", /consensus answer X1, number 1, .* is not as entry/],
    ["adjudication", "seed", 7, "number = 1", /consensus X1, number 1 is not as entry \d+ left it: seed/],
    ["adjudication", "active_ms", 7, "number = 1", /consensus X1, number 1 holds something else than what was signed/],
    [
      "segmentation",
      "volume_id",
      "another",
      "id = (SELECT segmentation_id FROM adjudication_image WHERE segmentation_id IS NOT NULL)",
      /consensus drawing X1.* lies on another series than the one that it was drawn on/,
    ],
    ["adjudication_signature", "content", "{}", "version = 2", /consensus signature X1, number 1, version 2, adjudicator 1 is not as/],
    [
      "segmentation_slice",
      "labels",
      Buffer.from([0]),
      "rowid = (SELECT max(rowid) FROM segmentation_slice)",
      /consensus drawing X1.* is not what was/,
    ],
  ])("is checked against the log: %s, %s", (table, column, value, where, words) => {
    const { store, projects } = study;
    const before = store.database.prepare(`SELECT ${column} FROM ${table} WHERE ${where}`).pluck().all();
    expect(before).toHaveLength(1);
    const set = (to: unknown) => change(store, (database) => database.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where}`).run(to));
    set(value);
    expect(projects.verify(study.id).fault).toMatch(words);
    set(before[0]);
  });

  test("is out of date when a reading of its pair is unlocked; then it is withdrawn, and both readers make the next together", async () => {
    const { adjudications, readings, coordinator, third, reader1, reader2, readingOf, first, second, segmentations } = study;
    readings.unlock(coordinator, readingOf(reader1, "X1"), "one more look");
    expect(adjudications.all(coordinator, study.id)[0]!.outdated).toMatch(/was unlocked or withdrawn since/);
    expect(() => adjudications.unlock(coordinator, id, "again")).toThrow(/was unlocked or withdrawn since/);
    await readings.submit(reader1, readingOf(reader1, "X1"), secret);
    adjudications.withdraw(coordinator, id, "a reading was changed");
    expect(own().cases).toEqual([]);
    assign([reader2.readerId, reader1.readerId]);
    const made = adjudications.all(coordinator, study.id)[1]!;
    expect(made).toMatchObject({ number: 2, adjudicators: ["Reader 2", "Reader 1"], outdated: null });
    const together = own(reader1).cases[0]!.readingId;
    expect(adjudications.open(reader1, together).consensus!.signers).toEqual([
      { number: 1, name: "Reader 2", isSelf: false },
      { number: 2, name: "Reader 1", isSelf: true },
    ]);
    await expect(adjudications.submit(reader1, together, signing)).rejects.toThrow(
      "The reading is not complete. Not drawn yet: all muscle, thigh, T1-weighted. Not answered yet: Fatty infiltration",
    );
    const { segmentationId } = adjudications.images(reader2, together).find((each) => each.segmentationId !== null)!;
    const slices = [{ sliceIndex: 0, labels: new Uint8Array(64).fill(1, 0, 9) }];
    segmentations.applyStroke(reader2, segmentationId!, 0, { tool: "brush", slices });
    for (const field of [first, second]) adjudications.answer(reader1, together, field, grade("4"));
    await expect(adjudications.submit(reader1, together, signing)).rejects.toThrow("Reader 2: A signature needs your passphrase.");
    await adjudications.submit(reader1, together, { ...signing, others: [{ number: 1, passphrase: secret.passphrase }] });
    expect(adjudications.all(coordinator, study.id)[1]!.signatures.map(({ name }) => name)).toEqual(["Reader 2", "Reader 1"]);
    expect(() => readings.unlock(coordinator, readingOf(reader1, "X1"), "again")).toThrow(/would not be independent/);
    expect(() => adjudications.open(third, together)).toThrow("You have no such reading.");
  });

  test("stands in the manifest; while one is open, the project is not closed", async () => {
    const { adjudications, readings, coordinator, store } = study;
    const made = adjudications.all(coordinator, study.id)[1]!;
    adjudications.unlock(coordinator, made.adjudicationId, "one more look");
    await expect(readings.close(coordinator, study.id, secret.passphrase)).rejects.toThrow("The consensus of X1 is not submitted.");
    await adjudications.submit(study.reader2, made.adjudicationId, { ...signing, others: [{ number: 2, passphrase: secret.passphrase }] });
    await readings.close(coordinator, study.id, secret.passphrase);
    const content = store.database.prepare<[], string>("SELECT content FROM project_manifest").pluck().get()!;
    const { consensus } = JSON.parse(content) as { consensus: Array<{ code: string; number: number; state: string; signed: string[] }> };
    const signatures = adjudications.all(coordinator, study.id)[1]!.signatures;
    expect(consensus.map(({ code, number, state }) => [code, number, state])).toEqual([
      ["X1", 1, "withdrawn"],
      ["X1", 2, "submitted"],
    ]);
    expect(consensus[1]!.signed).toEqual(signatures.map(({ content: text }) => sha256(text)));
    expect(() => adjudications.open(study.reader1, made.adjudicationId)).toThrow(/is closed: no consensus is made any more/);
  });
});
